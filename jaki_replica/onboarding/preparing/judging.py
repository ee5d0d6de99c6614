"""The process in which strangers' boundary files are read: bounded memory and time, an empty environment, no login.

Run by its name with region code, path, bytes of address space and seconds; writes the report as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from jaki_replica.areas.actions import check_file
from jaki_replica.foundation.errors import Invalid


def confine(memory: int, seconds: int) -> None:
    """Give up what reading does not need."""
    if sys.platform != "darwin":  # which knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def report(region_code: str, path: Path) -> dict[str, object]:
    """The report, or why there is none."""
    try:
        return check_file(region_code, path).as_plain()
    except Invalid as error:
        return {"refused": error.message, "faults": [asdict(fault) for fault in error.faults]}
    except MemoryError:
        fault = {"field": "file", "message": "is too heavy to look at", "remedy": "simplify the boundaries"}
        return {"refused": "The boundary file cannot be used.", "faults": [fault]}


def main() -> None:
    """Confine this process, look at the file, tell."""
    region_code, path, memory, seconds = sys.argv[1:5]
    confine(int(memory), int(seconds))
    json.dump(report(region_code, Path(path)), sys.stdout, default=str)


if __name__ == "__main__":
    main()
