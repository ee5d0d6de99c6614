"""A folder per test that the servers' user can reach, and an installation running in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jaki_replica.embedded import Servers, discard, running_servers
from tests.embedded.processes import eventually

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A supervisor that runs as a process of its own on the folder `var`."""

    var: Path
    process: subprocess.Popen[str]

    @property
    def pids(self) -> dict[str, int]:
        """What it says that it runs."""
        found: dict[str, int] = json.loads((self.var / "up.json").read_text())["pids"]
        return found

    def log(self, name: str) -> str:
        """What a server or child wrote."""
        return (self.var / "log" / f"{name}.log").read_text()

    def tell(self, number: int) -> None:
        """Send it a signal."""
        self.process.send_signal(number)


@dataclass
class Shared:
    """Running servers that several tests look at and none changes."""

    var: Path
    servers: Servers


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    """Servers started once for the tests of a module."""
    with passable_folder() as folder, running_servers(folder) as servers:
        yield Shared(folder, servers)


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder to be made, which any user can pass through; everything in it is removed afterwards."""
    with passable_folder() as folder:
        yield folder


@contextmanager
def passable_folder() -> Iterator[Path]:
    """A folder to be made below one that any user can pass through, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="jaki-embedded-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "var"
        yield folder
        discard(folder)


@pytest.fixture
def up(var: Path) -> Iterator[Callable[..., Installation]]:
    """Start an installation with children of the given kinds, and wait until it is announced."""
    started: list[subprocess.Popen[str]] = []

    def begin(*kinds: str, hangup: signal.Handlers = signal.SIG_DFL) -> Installation:
        argv = [sys.executable, str(Path(__file__).with_name("installation.py")), str(var), *kinds]
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        env = os.environ | {"PYTHONPATH": path}
        process = subprocess.Popen(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, hangup),  # whatever the tests themselves run under
        )
        started.append(process)
        assert eventually(lambda: (var / "up.json").exists() or process.poll() is not None, 20)
        assert process.poll() is None, process.stdout and process.stdout.read()
        return Installation(var, process)

    yield begin
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(20)
        if process.stdout:
            process.stdout.close()
