"""A granian of our own as `jaki web` starts it, and a small load over loopback: 4 kept connections, 5 short rounds.

The kernel deals connections out to the two processes by chance, now and then all four to one of them: so each round has
connections of its own, and the round in the middle counts.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.regions import ROOT

CONNECTIONS = 4
ROUNDS, SECONDS = 5, 0.8
WORKERS = 2
READY_SECONDS = 20
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Request:
    """What one visitor sends."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of a load: answers per second, and the processor time of the server's processes for each."""

    per_second: float
    cpu_ms: float
    bytes_each: int


@dataclass(frozen=True, slots=True)
class Server:
    """A granian at work."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """What its processes have used until now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(_cpu_seconds(int(pid)) for pid in [self.process.pid, *map(int, children)])

    def ask(self, host: str, request: Request) -> tuple[int, bytes, str]:
        """Status, body and cookie of one answer."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            return _send(connection, host, request)

    def whole(self, host: str, request: Request) -> tuple[list[tuple[str, str]], bytes]:
        """Headers and body of one answer, less the headers that the server adds by itself."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", request.path, headers={"Host": host, **(request.headers or {})})
            answer = connection.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in {"date", "server"}]
            return kept, answer.read()

    def load(self, host: str, make: Callable[[], Request], expected: int = 200) -> Rate:
        """What the server does when each of a few visitors asks again as soon as he has his answer."""
        self._warm(host, make, expected)
        rounds = sorted((self._round(host, make, expected) for _ in range(ROUNDS)), key=lambda one: one.per_second)
        return rounds[ROUNDS // 2]

    def _round(self, host: str, make: Callable[[], Request], expected: int) -> Rate:
        sizes: list[int] = []
        failures: list[str] = []
        begun, used = time.perf_counter(), self.cpu_seconds()

        def visit() -> None:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
                while time.perf_counter() - begun < SECONDS and not failures:
                    try:
                        status, body, _cookie = _send(connection, host, make())
                    except OSError as error:
                        failures.append(repr(error))
                        return
                    sizes.append(len(body))
                    if status != expected:
                        failures.append(f"{status} {body[:300]!r}")

        visitors = [threading.Thread(target=visit) for _ in range(CONNECTIONS)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        took = time.perf_counter() - begun
        assert not failures, failures[0]
        return Rate(len(sizes) / took, 1000 * (self.cpu_seconds() - used) / len(sizes), sum(sizes) // len(sizes))

    def _warm(self, host: str, make: Callable[[], Request], expected: int) -> None:
        """Each process has read its rules and its templates before anything is counted."""
        for _ in range(8 * WORKERS):
            status, body, _cookie = self.ask(host, make())
            assert status == expected, (status, body[:300])


def _send(connection: HTTPConnection, host: str, request: Request) -> tuple[int, bytes, str]:
    # Every visitor has an address of his own: limits are for one browser, and this is the load of many.
    chance = random.getrandbits(24)
    address = f"10.{chance >> 16}.{chance >> 8 & 255}.{chance & 255}"
    headers = {"Host": host, "X-Forwarded-For": address, **(request.headers or {})}
    connection.request(request.method, request.path, body=request.body or None, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.getheader("Set-Cookie", "")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def served(target: str, log: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Serve `target` with the arguments of `jaki web`; stopped at the end."""
    port = free_port()
    arguments = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": str(WORKERS),
        "--blocking-threads": "2",
        "--backlog": "512",
        "--workers-kill-timeout": "10",
    }
    flat = [part for pair in arguments.items() for part in pair]
    command = [sys.executable, "-m", "granian", *flat, "--no-access-log", *options, target]
    env = {**os.environ, **settings, "PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True)
    try:
        _wait(process, port, log)
        yield Server(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not come up: {log.read_text()[-2000:]}")
