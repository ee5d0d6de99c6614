"""Boundary files that people upload: kept until they are in use, looked at in a process with little memory and time."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.onboarding.preparing import judging
from jaki_replica.onboarding.preparing.terms import Order, Ordered

SECONDS = 150
MEMORY = 3 * 2**30  # of address space: what the libraries map counts, far more than is used
BLOCK = 1 << 20


def keep(files: FileStore, preparation_id: UUID, name: str, content: BinaryIO) -> dict[str, object]:
    """Keep an upload under its content's hash; returns what an order needs to find it."""
    digest = _sha256(content)
    content.seek(0)
    key = f"{preparation_id.hex}/areas/{digest[:40]}"
    if not files.exists(key):
        files.put(key, content)
    shown = "".join(sign for sign in Path(name.replace("\\", "/")).name if sign.isprintable())
    return {"key": key, "name": shown[:120] or "file", "sha256": digest}


def _sha256(content: BinaryIO) -> str:
    found = hashlib.sha256()
    while block := content.read(BLOCK):
        found.update(block)
    return found.hexdigest()


def forget(files: FileStore, ordered: Ordered) -> None:
    """Forget the upload of an order, once it is in force and that is committed: before, a broken run needs it."""
    if ordered.order is Order.INSTALL_AREAS and ordered.outcome is not None and ordered.arguments:
        files.discard(str(ordered.arguments["key"]))


@contextmanager
def at_hand(files: FileStore, upload: Mapping[str, object]) -> Iterator[Path]:
    """The upload as a file on disk under its own name, gone afterwards. Raises NotFound."""
    with tempfile.TemporaryDirectory(prefix="jaki-areas-") as folder:
        path = Path(folder) / _safe(str(upload["name"]))
        with files.open(str(upload["key"])) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, BLOCK)
        yield path


def _safe(name: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name).lstrip(".")
    return kept[-100:] or "file"


def judged(region_code: str, path: Path) -> dict[str, object]:
    """The report on a boundary file as plain values. Raises Invalid where it cannot be used at all."""
    command = [sys.executable, "-I", "-m", judging.__name__, region_code, str(path), str(MEMORY), str(SECONDS)]
    try:
        ended = subprocess.run(  # noqa: S603  # our own module; the path is ours, the code was checked
            command, capture_output=True, timeout=SECONDS + 30, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if ended.returncode != 0:
        raise _too_heavy()
    found: dict[str, object] = json.loads(ended.stdout)
    if "refused" in found:
        faults = found["faults"]
        assert isinstance(faults, list)
        raise Invalid(str(found["refused"]), tuple(Fault(**fault) for fault in faults))
    return found


def _too_heavy() -> Invalid:
    fault = Fault("file", "is too heavy to look at", "simplify the boundaries, or leave other layers out")
    return Invalid("The boundary file cannot be used.", (fault,))
