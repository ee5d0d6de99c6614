"""A cluster of the oldest supported PostgreSQL, from the system's package, run by a user who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

from jaki_replica.embedded.account import Account, servers_account
from jaki_replica.embedded.place import free_port
from jaki_replica.embedded.postgres import OWNER, make_owner

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "a password for tests"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "unix_socket_directories=")
ROOMY = ("max_connections=300", "max_locks_per_transaction=256")  # as `jaki doctor` asks for


@contextmanager
def running() -> Iterator[str]:
    """The address of the database `jaki` for its owner, who is no superuser; all is gone afterwards."""
    account = servers_account()
    folder = Path(tempfile.mkdtemp(prefix="jaki-pg15-", dir="/var/tmp"))
    port = free_port()
    try:
        _create(folder, account)
        server = _started([PROGRAMS / "postgres", "-D", folder / "data", "-p", str(port), *_options()], account)
        try:
            _make_owner(port)
            yield f"postgresql://{OWNER}:{PASSWORD}@127.0.0.1:{port}/{OWNER}"
        finally:
            server.send_signal(SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _options() -> list[str]:
    return [part for option in QUICK + ROOMY for part in ("-c", option)]


def _create(folder: Path, account: Account) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    for path in (folder, secret):
        os.chown(path, account.uid, account.gid)
    argv = [PROGRAMS / "initdb", "-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
    made = _started([*argv, "--auth=scram-sha-256", f"--pwfile={secret}"], account)
    assert made.wait() == 0


def _started(argv: list[str | Path], account: Account) -> subprocess.Popen[bytes]:
    switch = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.switched else {}
    return subprocess.Popen(
        argv,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **switch,  # type: ignore[call-overload]
    )


def _make_owner(port: int) -> None:
    address = f"postgresql+psycopg2://postgres:{PASSWORD}@127.0.0.1:{port}/postgres"
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    end = time.monotonic() + 15
    while True:
        try:
            with engine.connect() as connection:
                make_owner(connection, PASSWORD)
                return
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
