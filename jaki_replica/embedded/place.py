"""Where an installation's servers live, on which ports and with which passwords: kept from start to start."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import stat
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jaki_replica.embedded import files
from jaki_replica.embedded.account import Account, may_enter, own_name, owner_name, servers_account
from jaki_replica.foundation.errors import Unavailable

# Under root, `var/` may lie where `nobody` cannot go (/root is 0700): then the data goes below one of these.
FALLBACKS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - the folder made there has a random name
# Below the range from which systems lend ports to outgoing connections, so that a remembered one stays free.
PORTS = range(20_000, 32_000)
MEMORY = "servers.json"


@dataclass(slots=True)
class Memory:
    """What `var/servers.json` holds (mode 0600). `home` is the folder of the data, empty until chosen."""

    home: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Place:
    """One installation: `var` is its folder, `home` the folder of its servers, `account` whom they run as."""

    var: Path
    home: Path
    account: Account
    memory: Memory

    @property
    def logs(self) -> Path:
        """The folder of every log."""
        return self.var / "log"

    def password(self, name: str) -> str:
        """The password called `name`, made at the first call."""
        if name not in self.memory.passwords:
            self.memory.passwords[name] = secrets.token_urlsafe(32)
            self._save()
        return self.memory.passwords[name]

    def port(self, name: str) -> int:
        """The port of the server `name`: the remembered one while it is free, else a new one."""
        port = self.memory.ports.get(name, 0)
        if not port or not is_free(port):
            port = self.memory.ports[name] = free_port()
            self._save()
        return port

    def data_folder(self, name: str) -> Path:
        """The folder of the server `name`, which need not exist. Raises `Unavailable` if it is another user's."""
        folder = self.home / name
        if folder.is_symlink() or (folder.exists() and folder.lstat().st_uid != self.account.uid):
            raise Unavailable(
                f"{folder} belongs to {owner_name(folder)}, but the servers would run as {self.account.name}",
                remedy="start as the user who started it first (root runs the servers as nobody)",
            )
        return folder

    def _save(self) -> None:
        files.write(self.var / MEMORY, json.dumps(asdict(self.memory), indent=2) + "\n")


def open_place(var: Path) -> Place:
    """The installation in the folder `var`, made if it is not there yet."""
    account = servers_account()
    var = var.resolve()
    (var / "log").mkdir(mode=0o750, parents=True, exist_ok=True)
    memory = _remembered(var / MEMORY)
    place = Place(var, Path(memory.home), account, memory)
    if not memory.home or not place.home.is_dir():
        place.home = _new_home(var, account)
        memory.home = str(place.home)
        place._save()
    _check_home(place.home, account)
    return place


def discard(var: Path) -> None:
    """Remove the servers' data, ports and passwords of a stopped installation, wherever its data lies."""
    memory = _remembered(var / MEMORY)
    if memory.home:
        shutil.rmtree(memory.home, ignore_errors=True)
    (var / MEMORY).unlink(missing_ok=True)


def is_free(port: int) -> bool:
    """Whether nothing listens on `port` of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens, at random so that parallel starts seldom meet."""
    for _ in range(200):
        port = PORTS[secrets.randbelow(len(PORTS))]
        if is_free(port):
            return port
    raise Unavailable("no free port on 127.0.0.1", remedy=f"free one between {PORTS[0]} and {PORTS[-1]}")


def _remembered(path: Path) -> Memory:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Memory()
    try:
        return Memory(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Unavailable(f"{path} is not readable as it was written", remedy="restore it from a copy") from error


def _new_home(var: Path, account: Account) -> Path:
    near = var / "servers"
    near.mkdir(mode=0o755, exist_ok=True)
    if not account.switched or may_enter(near, account):
        return near
    near.rmdir()
    # The random end keeps two installations, also a deleted one and its successor, from meeting.
    name = f"jaki-replica-{secrets.token_hex(6)}"
    for parent in FALLBACKS:
        if parent.is_dir() and may_enter(parent, account) and os.access(parent, os.W_OK):
            home = parent / name
            home.mkdir(mode=0o711)
            home.chmod(0o711)
            return home
    raise Unavailable(
        f"the user {account.name} can reach neither {var} nor {' nor '.join(map(str, FALLBACKS))}",
        remedy="start as an ordinary user, or move the installation to a folder such as /srv",
    )


def _check_home(home: Path, account: Account) -> None:
    entry = home.lstat()
    if entry.st_uid != os.geteuid():
        raise Unavailable(
            f"{home} belongs to {owner_name(home)}, and this is {own_name()}",
            remedy="start as the user who started it first",
        )
    if not stat.S_ISDIR(entry.st_mode) or entry.st_mode & 0o022:
        raise Unavailable(
            f"{home} is not a folder that only {own_name()} can write to", remedy=f"run: chmod go-w {home}"
        )
    if not may_enter(home, account):
        raise Unavailable(
            f"the user {account.name} can no longer reach {home}",
            remedy="give back search permission to the folders above it: chmod o+x",
        )
