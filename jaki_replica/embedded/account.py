"""Which user the servers run as, and which folders that user can reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from jaki_replica.foundation.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Account:
    """A system user. `switched` says that it is not the one this process runs as."""

    name: str
    uid: int
    gid: int
    switched: bool


def servers_account() -> Account:
    """The user to run servers as: this one, or `nobody` under root, which PostgreSQL refuses.

    Raises `Unavailable` where root has no user `nobody` to fall back on.
    """
    uid = os.geteuid()
    if uid != 0:
        return Account(_name(uid), uid, os.getegid(), switched=False)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise Unavailable(
            "PostgreSQL does not run as root, and this system has no user nobody",
            remedy="start as an ordinary user, or create the user: useradd --system --no-create-home nobody",
        ) from error
    return Account("nobody", entry.pw_uid, entry.pw_gid, switched=True)


def own_name() -> str:
    """The name of the user this process runs as."""
    return _name(os.geteuid())


def owner_name(path: Path) -> str:
    """The name of the user who owns `path`."""
    return _name(path.stat().st_uid)


def may_enter(folder: Path, account: Account) -> bool:
    """Whether `account`, without any further group, can pass through every folder down to `folder`."""
    if not account.switched:
        return os.access(folder, os.X_OK)
    real = folder.resolve()
    return all(_search_bit(step.stat(), account) for step in (real, *real.parents))


def _search_bit(entry: os.stat_result, account: Account) -> bool:
    if entry.st_uid == account.uid:
        return bool(entry.st_mode & stat.S_IXUSR)
    if entry.st_gid == account.gid:
        return bool(entry.st_mode & stat.S_IXGRP)
    return bool(entry.st_mode & stat.S_IXOTH)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
