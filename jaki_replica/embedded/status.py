"""What a running installation tells others: `var/up.json` for everyone, `var/logins.json` for its user alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn

from jaki_replica.embedded import files
from jaki_replica.embedded.account import own_name
from jaki_replica.foundation.errors import Conflict, Unavailable

LOCK = "up.lock"
UP = "up.json"
LOGINS = "logins.json"


class AlreadyRunning(Conflict):
    """Another process runs this installation. `pid` is that process, `url` one of its pages or empty."""

    code = "already_running"

    def __init__(self, pid: int, url: str) -> None:
        """Both go into the message."""
        at = f" at {url}" if url else ""
        super().__init__(f"already running as process {pid}{at}", remedy=f"use it, or stop it first: kill {pid}")
        self.pid = pid
        self.url = url


@dataclass(frozen=True, slots=True)
class Login:
    """One way to sign in, as printed by `jaki up`. `tenant` is a slug, or `operator`.

    `totp_secret` and `otpauth` are for an authenticator app; they are empty where no second factor is asked for.
    `recovery_codes` serve once each in its place. `post` is what an official holds, in words.
    """

    tenant: str
    role: str
    username: str
    password: str = field(repr=False)
    url: str
    totp_secret: str = field(default="", repr=False)
    otpauth: str = field(default="", repr=False)
    recovery_codes: Sequence[str] = field(default=(), repr=False)
    post: str = ""


def write_up(var: Path, *, port: int, urls: Mapping[str, str], pids: Mapping[str, int]) -> None:
    """Write `up.json`; `urls` and `pids` are by name. It holds no secret and everyone may read it."""
    found = {"port": port, "urls": dict(urls), "pids": dict(pids)}
    files.write(var / UP, json.dumps(found, indent=2) + "\n", mode=files.PUBLIC)


def remove_up(var: Path) -> None:
    """Take `up.json` away: nothing runs any more."""
    (var / UP).unlink(missing_ok=True)


def write_logins(var: Path, logins: Sequence[Login]) -> None:
    """Write `logins.json`, which only its owner may read."""
    files.write(var / LOGINS, json.dumps([_told(login) for login in logins], indent=2) + "\n")


def _told(login: Login) -> dict[str, str | Sequence[str]]:
    return {name: value for name, value in asdict(login).items() if value}


@contextmanager
def claim(var: Path) -> Iterator[None]:
    """Make the folder `var` ours for the block. Raises `AlreadyRunning` where another process holds it."""
    with ExitStack() as opened:
        try:
            var.mkdir(parents=True, exist_ok=True)
            is_ours = opened.enter_context(files.lock(var / LOCK))
        except PermissionError as error:
            raise Unavailable(
                f"{error.filename} cannot be used by {own_name()}", remedy="start as the user who started it first"
            ) from error
        if not is_ours:
            _refuse(var)
        yield


def _refuse(var: Path) -> NoReturn:
    url = ""
    with suppress(OSError, ValueError, AttributeError):
        urls = json.loads((var / UP).read_text(encoding="utf-8"))["urls"]
        url = next(iter(urls.values()), "")
    raise AlreadyRunning(files.holder(var / LOCK), url)
