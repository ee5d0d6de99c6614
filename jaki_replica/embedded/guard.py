"""A small process that ends what a killed supervisor left running; it runs this file with the standard library only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from signal import SIG_IGN, SIGHUP, SIGINT, SIGKILL, SIGTERM, Signals, signal
from types import TracebackType

PATIENCE = 5.0  # seconds for the soft signal, and again for the hard one


class Guard:
    """Told of every process we start and of every one that ended; acts when our end of its pipe closes."""

    def __init__(self) -> None:
        """Start it in a session of its own, out of reach of a terminal's Ctrl-C."""
        self._process = subprocess.Popen(  # noqa: S603 - our own file, run by our own Python
            [sys.executable, "-I", "-S", str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            env={},
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def watch(self, group: int, soft: Signals, hard: Signals) -> None:
        """From now on, end the process group `group` if we die."""
        self._say(f"{group} {int(soft)} {int(hard)}")

    def forget(self, group: int) -> None:
        """The process group `group` is gone."""
        self._say(f"{group}")

    def _say(self, line: str) -> None:
        # A dead guard must not take us with it: the kernel's signal on our death is there as well.
        with suppress(BrokenPipeError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def __enter__(self) -> Guard:
        """The guard itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let it go; it ends what was not forgotten."""
        with suppress(BrokenPipeError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        self._process.wait()


def main() -> None:
    """Read what to watch until the pipe closes, then end what is left: softly, harder, for good."""
    for ignored in (SIGINT, SIGTERM, SIGHUP):
        signal(ignored, SIG_IGN)
    watched: dict[int, tuple[int, int]] = {}
    for line in sys.stdin:
        group, *signals = map(int, line.split())
        watched.pop(group, None)
        if signals:
            watched[group] = (signals[0], signals[1])
    for step in (0, 1):
        for group, order in watched.items():
            _tell(group, order[step])
        if _all_gone(watched):
            return
    for group in watched:
        _tell(group, SIGKILL)


def _all_gone(groups: dict[int, tuple[int, int]]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for group in list(groups):
            if not _tell(group, 0):
                del groups[group]
        if not groups:
            return True
        time.sleep(0.05)
    return False


def _tell(group: int, order: int) -> bool:
    try:
        os.killpg(group, order)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
