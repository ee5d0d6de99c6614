"""Says in plain lines what this machine lacks; also runs alone, before anything is installed, with any Python 3."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOM_MB = 1500  # environment 400, server programs 50, first data 100, and room to write
WHEELS = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")}


def problems(folder: Path, *, room_mb: int = ROOM_MB) -> list[str]:
    """What stands in the way of an installation in `folder`, one line each with the remedy; empty if nothing does."""
    found = [_python(), _installer(), _platform(), _room(folder, room_mb), _rights(folder), _root()]
    return [line for line in found if line]


def _python() -> str:
    if sys.version_info >= OLDEST:
        return ""
    wanted = ".".join(map(str, OLDEST))
    return f"Python {platform.python_version()} is too old: install Python {wanted} or later and start with it"


def _installer() -> str:
    if sys.prefix != sys.base_prefix:
        return ""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if not missing:
        return ""
    return (
        f"this Python lacks {' and '.join(missing)}: install it (Debian, Ubuntu: apt-get install python3-venv; "
        "Fedora: dnf install python3-pip)"
    )


def _platform() -> str:
    system = (sys.platform, platform.machine())
    is_musl = sys.platform.startswith("linux") and platform.libc_ver()[0] != "glibc"
    if system in WHEELS and not is_musl:
        return ""
    name = " ".join(system) + (" without glibc" if is_musl else "")
    return (
        f"no server programs are published for {name}: run PostgreSQL 15 to 18 and Redis or Valkey yourself, "
        "and set DATABASE_URL and REDIS_URL"
    )


def _room(folder: Path, room_mb: int) -> str:
    free_mb = shutil.disk_usage(_existing(folder)).free // 1_000_000
    if free_mb >= room_mb:
        return ""
    return f"only {free_mb} MB are free at {folder}, {room_mb} MB are needed: free some space or use another disk"


def _rights(folder: Path) -> str:
    parent = _existing(folder)
    if os.access(parent, os.W_OK | os.X_OK):
        return ""
    return f"{parent} cannot be written to: start as its owner, or use a folder of your own"


def _root() -> str:
    if os.geteuid() != 0:
        return ""
    try:
        lines = Path("/etc/passwd").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    if sys.platform == "darwin" or any(line.startswith("nobody:") for line in lines):
        return ""
    return "PostgreSQL does not run as root and there is no user nobody: start as an ordinary user"


def _existing(folder: Path) -> Path:
    return next(step for step in (folder.absolute(), *folder.absolute().parents) if step.exists())


if __name__ == "__main__":
    FOUND = problems(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    print(*FOUND, sep="\n", end="\n" if FOUND else "")
    sys.exit(1 if FOUND else 0)
