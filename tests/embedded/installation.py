"""A small installation to be run as a process of its own: both servers, and children that show what happens to them."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psycopg2

from jaki_replica.embedded import Command, Supervisor
from jaki_replica.embedded.process import Ending


def main(var: Path, kinds: list[str]) -> None:
    """Run a child of each kind under a supervisor on `var`."""
    with Supervisor(var, say=lambda line: print(line, flush=True)) as up:
        env = {"DATABASE_URL": up.start_postgres(), "REDIS_URL": up.start_valkey()}
        for kind in kinds:
            ending = Ending(signal.SIGTERM, signal.SIGKILL, patience=2)
            up.start(Command(kind, [sys.executable, __file__, kind], env, ending))
        up.announce(8000, {"jakarta": "http://jakarta.localhost:8000"})
        up.watch()


def patient() -> None:
    """Ask the database once more when told to stop: servers must go after children."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told once is enough: the answer below is finished
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        print("ready", flush=True)
        time.sleep(600)
    finally:
        with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 'database was ' || 'still there'")
            print(*cursor.fetchone(), flush=True)


def stubborn() -> None:
    """Ignore every polite signal, with a process of its own below."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.fork()
    while True:
        time.sleep(600)


def failing() -> None:
    """Crash at once."""
    sys.exit(7)


CHILDREN = {"patient": patient, "stubborn": stubborn, "failing": failing}

if __name__ == "__main__":
    if sys.argv[1] in CHILDREN:
        CHILDREN[sys.argv[1]]()
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
