"""Files an installation keeps about itself: written whole or not at all, private where they hold secrets."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PRIVATE = 0o600
PUBLIC = 0o644
LOG_LIMIT = 10_000_000


def write(path: Path, text: str, *, mode: int = PRIVATE) -> None:
    """Replace `path` by `text` in one step; a reader or a power cut sees the old or the new, never half."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def open_log(path: Path) -> int:
    """A descriptor that appends to `path`; a log beyond 10 MB is set aside as `.1` first. The caller closes it."""
    with suppress(FileNotFoundError):
        if path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_name(f"{path.name}.1"))
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)


def last_line(path: Path) -> str:
    """The last line of a log that is not empty, or an empty text."""
    with suppress(FileNotFoundError):
        lines = path.read_text(encoding="utf-8", errors="replace")[-4000:].splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    return ""


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold `path` for this process as long as the block runs; gives whether it was free.

    The lock ends with the process, however it ends, so that nothing has to be cleared after a crash. The file
    names the holder's pid for those who are refused.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PUBLIC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield True
    finally:
        os.close(descriptor)


def holder(path: Path) -> int:
    """The pid written in a lock file, or 0 where none can be read."""
    with suppress(OSError, ValueError):
        return int(path.read_text(encoding="utf-8").strip())
    return 0
