"""An installation with servers of its own, which a test may stop and start under the running product."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jaki_replica.embedded import discard
from jaki_replica.embedded.guard import Guard
from jaki_replica.embedded.place import open_place
from jaki_replica.embedded.postgres import EmbeddedPostgres
from jaki_replica.embedded.valkey import EmbeddedValkey
from jaki_replica.settings import read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from tests.regions import ROOT, Pair, make_pair

WEB = """
import json, sys
from wsgiref.simple_server import make_server
from jaki_replica.app import create_app
from jaki_replica.settings import read_settings
server = make_server("127.0.0.1", 0, create_app(read_settings(json.loads(sys.stdin.readline()))))
print(server.server_port, flush=True)
server.serve_forever()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser got."""

    status: int
    text: str


@dataclass(slots=True)
class Installation:
    """The product as a process of its own, its two regions and the servers below it."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    values: dict[str, str]
    runtime: Runtime
    pair: Pair
    port: int

    def get(self, host: str, path: str = "/") -> Answer:
        """What a browser on `host` gets."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode())
        finally:
            connection.close()

    @property
    def program_input(self) -> bytes:
        """The settings as one line, for a program that reads them from its input."""
        return json.dumps(self.values).encode() + b"\n"


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="jaki-faults-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "var"
        with _servers(folder) as (postgres, valkey):
            values = {
                "ENVIRONMENT": "test",
                "MASTER_KEY": "5a" * 32,
                "DATABASE_URL": postgres.url,
                "REDIS_URL": valkey.url,
                "FILES": str(folder / "files"),
                "SMTP_HOST": "127.0.0.1",
                "REGISTRY_SECONDS": "0.1",
            }
            settings = read_settings(values)
            provisioning.prepare_platform(settings)
            runtime = open_runtime(settings)
            found = Installation(postgres, valkey, values, runtime, make_pair(runtime), 0)
            with _web(found):
                yield found
            runtime.close()
        discard(folder)


@contextmanager
def _web(installation: Installation) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", WEB],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert process.stdin and process.stdout
    try:
        process.stdin.write(installation.program_input)
        process.stdin.flush()
        installation.port = int(process.stdout.readline())
        yield
    finally:
        process.terminate()
        process.wait(10)
        process.stdin.close()
        process.stdout.close()


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[EmbeddedPostgres, EmbeddedValkey]]:
    with Guard() as guard:
        place = open_place(folder)
        postgres = EmbeddedPostgres(place, guard, durable=False)
        valkey = EmbeddedValkey(place, guard, durable=False)
        try:
            postgres.start()
            valkey.start()
            yield postgres, valkey
        finally:
            valkey.stop()
            postgres.stop()
