"""Both servers of an installation for as long as a block runs, for tests and single commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jaki_replica.embedded.guard import Guard
from jaki_replica.embedded.place import discard, open_place
from jaki_replica.embedded.postgres import EmbeddedPostgres
from jaki_replica.embedded.status import claim
from jaki_replica.embedded.valkey import EmbeddedValkey


@dataclass(frozen=True, slots=True)
class Servers:
    """The addresses of running servers, with their passwords, and the servers' pids by name."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    pids: dict[str, int]


@contextmanager
def running_servers(folder: Path, *, durable: bool = True) -> Iterator[Servers]:
    """PostgreSQL and Valkey with their data in `folder`, stopped cleanly when the block ends.

    The database address is that of the role `jaki`, which owns the database `jaki` and may make roles and
    databases. `durable=False` is for tests: quicker, safe against nothing, and all data is removed at the end.
    Raises `AlreadyRunning` where another process runs the servers of `folder`, `Unavailable` where they cannot
    be started.
    """
    with claim(folder), Guard() as guard:
        place = open_place(folder)
        postgres = EmbeddedPostgres(place, guard, durable=durable)
        valkey = EmbeddedValkey(place, guard, durable=durable)
        try:
            addresses = postgres.start(), valkey.start()
            pids = {server.name: server.process.pid for server in (postgres, valkey) if server.process}
            yield Servers(*addresses, pids)
        finally:
            valkey.stop()
            postgres.stop()
            if not durable:
                discard(folder)
