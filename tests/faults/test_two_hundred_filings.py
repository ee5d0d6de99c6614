"""Two hundred complaints over HTTP while web, worker, PostgreSQL and Valkey are killed: none lost, none twice."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg2
import pytest
from werkzeug.test import encode_multipart

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.runtime import open_runtime
from tests.smtp import Sink, sink

FILINGS = 200
HOST = "palembang.localhost"
PATIENCE = 60.0
COMPLAINTS = "SELECT idempotency_key, number FROM t_palembang.complaints WHERE idempotency_key LIKE 'fault%'"
UNCERTAIN = "SELECT recipient FROM t_palembang.messages WHERE uncertain_at IS NOT NULL"
UNSETTLED = "SELECT id FROM t_palembang.messages WHERE sent_at IS NULL AND uncertain_at IS NULL LIMIT 1"
KILLS_OF_WORKERS = 2  # each may hit the moment between the relay's yes and its commit, tests/faults/test_mail_once.py
SERVERS = ("DATABASE_URL", "PLATFORM_DATABASE_URL", "REDIS_URL", "MASTER_KEY")


@dataclass
class Installation:
    """A whole installation in a folder of its own, as `jaki up` runs it."""

    var: Path
    port: int
    process: subprocess.Popen[bytes]
    acknowledged: dict[str, str] = field(default_factory=dict)

    def pids(self) -> dict[str, int]:
        found: dict[str, int] = json.loads((self.var / "up.json").read_text())["pids"]
        return found

    def kill(self, name: str) -> None:
        """kill -9, as a machine out of memory would."""
        with suppress(ProcessLookupError):
            os.kill(self.pids()[name], signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def mails() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, mails: Sink) -> Iterator[Installation]:
    var, port = tmp_path_factory.mktemp("up") / "var", free_port()
    env = {name: value for name, value in os.environ.items() if name not in SERVERS}
    env |= {"PORT": str(port), "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mails.port)}
    command = [sys.executable, "-m", "jaki_replica.cli.main", "up", "--no-demo", "--var", str(var)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Installation(var, port, process)
    try:
        wait_for_start(made)
        wait_until_ready(made)
        allow_many(made)
        yield made
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def wait_for_start(made: Installation) -> None:
    until = time.monotonic() + PATIENCE
    while not (made.var / "up.json").exists() or "web" not in made.pids():
        assert made.process.poll() is None, "jaki up ended by itself"
        assert time.monotonic() < until, "jaki up did not come up"
        time.sleep(0.2)


def allow_many(made: Installation) -> None:
    """Lift the region's own limit on complaints from one address, as its admin would."""
    runtime = open_runtime(settings_of(made))
    with runtime.scope_of(runtime.tenant("palembang")) as entered:
        config, base = queries.configuration(entered.session), queries.current_number(entered.session)
        limits = replace(config.limits, reports_per_hour=1000, reports_per_day=10_000)
        actions.edit(
            entered.session,
            replace(config, limits=limits),
            author="test",
            reason="a load test",
            at=clock.now(),
            base=base,
        )
        runtime.commit(entered)
    runtime.close()


def wait_until_ready(made: Installation) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", made.port, timeout=3)
            connection.request("GET", "/api/v1/categories", headers={"Host": HOST})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    pytest.fail("the installation does not answer")


def body(number: int) -> tuple[str, bytes]:
    values = {
        "category": "roads.pothole",
        "description": f"Lubang nomor {number} di depan pasar",
        "area": "16.71.07.1004",
        "landmark": "depan pasar",
        "private": "true",
        "contact": f"warga{number}@example.org",
    }
    boundary, content = encode_multipart(values)
    return f"multipart/form-data; boundary={boundary}", content


def send(made: Installation, number: int) -> str:
    """File one complaint, trying again with the same key until it is acknowledged."""
    kind, content = body(number)
    headers = {"Host": HOST, "Content-Type": kind, "Idempotency-Key": f"fault-test-{number:04d}"}
    until = time.monotonic() + PATIENCE
    answer = ""
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", made.port, timeout=10)
            connection.request("POST", "/api/v1/complaints", content, headers)
            response = connection.getresponse()
            answer = response.read().decode()
            if response.status == 201:
                found: str = json.loads(answer)["number"]
                made.acknowledged[f"fault-test-{number:04d}"] = found
                return found
            assert response.status >= 500 or response.status == 429, answer
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.3)
    pytest.fail(f"complaint {number} was never acknowledged: {answer[:200]}")


def disturb(made: Installation, stop: threading.Event) -> None:
    """Kill one part after another while complaints come in."""
    for name in ("web", "worker", "valkey", "postgres", "web", "worker", "postgres", "valkey"):
        if stop.wait(1.5):
            return
        made.kill(name)


def settings_of(made: Installation) -> Settings:
    values = dict(
        line.replace("'", "").split("=", 1) for line in (made.var / "installation.env").read_text().splitlines() if line
    )
    return read_settings(values)


def rows(made: Installation, query: str) -> list[tuple[str, ...]]:
    owner = settings_of(made).owner_url
    assert owner is not None
    connection = psycopg2.connect(owner.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [tuple(str(value) for value in row) for row in cursor.fetchall()]
    finally:
        connection.close()


def test_every_acknowledged_complaint_is_there_exactly_once_and_its_message_left_once(
    installation: Installation, mails: Sink
) -> None:
    stop = threading.Event()
    killer = threading.Thread(target=disturb, args=(installation, stop))
    killer.start()
    with ThreadPoolExecutor(max_workers=4) as pool:
        numbers = list(pool.map(lambda n: send(installation, n), range(FILINGS)))
    killer.join()
    wait_until_ready(installation)
    kept = rows(installation, COMPLAINTS)
    assert len(kept) == len(set(numbers)) == FILINGS
    assert dict(kept) == installation.acknowledged
    _wait_for_mails(installation)
    ids = Counter(line for mail in mails.mails for line in mail.splitlines() if line.startswith("Message-ID:"))
    recipients = {line for mail in mails.mails for line in mail.splitlines() if line.startswith("To: warga")}
    uncertain = {f"To: {to}" for (to,) in rows(installation, UNCERTAIN)}
    assert max(ids.values()) == 1
    assert len(uncertain) <= KILLS_OF_WORKERS
    assert recipients | uncertain == {f"To: warga{n}@example.org" for n in range(FILINGS)}


def _wait_for_mails(installation: Installation) -> None:
    """A worker killed at work leaves its row to another only after the lease, so the last mails may take a while."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and rows(installation, UNSETTLED):
        time.sleep(0.5)
