"""The supervisor as a process: order of stopping, revival, and nothing left after kill -9."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jaki_replica.embedded import AlreadyRunning, Login, Supervisor, problems, running_servers, write_logins
from tests.embedded.conftest import ROOT, Installation
from tests.embedded.processes import alive, below, eventually

Begin = Callable[..., Installation]


@pytest.mark.parametrize(
    ("number", "hangup"),
    [(signal.SIGINT, signal.SIG_DFL), (signal.SIGTERM, signal.SIG_IGN), (signal.SIGHUP, signal.SIG_DFL)],
)
def test_a_stop_ends_children_first_then_servers_and_under_nohup_a_hangup_is_none(
    up: Begin, number: int, hangup: signal.Handlers
) -> None:
    running = up("patient", hangup=hangup)
    assert eventually(lambda: "ready" in running.log("patient"), 5)
    everything = below(running.process.pid)
    if hangup is signal.SIG_IGN:
        running.tell(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            running.process.wait(0.5)
    running.tell(number)
    assert running.process.wait(60) == 0
    assert running.log("patient").strip().endswith("database was still there")
    assert "database system is shut down" in running.log("postgres")
    assert not alive(everything)
    assert not (running.var / "up.json").exists()


def test_kill_9_of_the_supervisor_leaves_no_process(up: Begin) -> None:
    running = up("patient")
    everything = below(running.process.pid)
    assert len(everything) > 8
    running.tell(signal.SIGKILL)
    assert eventually(lambda: not alive(everything), 5), alive(everything)
    with running_servers(running.var) as servers:
        assert servers.pids


def test_kill_9_of_the_supervisor_also_ends_a_child_that_ignores_every_polite_signal(up: Begin) -> None:
    running = up("stubborn")
    assert eventually(lambda: len(below(running.pids["stubborn"])) == 1, 5)
    everything = below(running.process.pid)
    running.tell(signal.SIGKILL)
    assert eventually(lambda: not alive(everything), 12), alive(everything)


def test_a_second_start_says_who_runs_the_first_and_where(up: Begin) -> None:
    running = up()
    with pytest.raises(AlreadyRunning) as refused, Supervisor(running.var, say=print):
        pass
    assert refused.value.pid == running.process.pid
    assert refused.value.url == "http://jakarta.localhost:8000"


def test_a_killed_child_and_killed_servers_are_started_again(up: Begin) -> None:
    running = up("stubborn")
    before = running.pids
    grandchild = below(before["stubborn"])
    for name in ("stubborn", "postgres", "valkey"):
        os.kill(before[name], signal.SIGKILL)
    names = ("stubborn", "postgres", "valkey")
    assert eventually(lambda: all(running.pids.get(name, before[name]) != before[name] for name in names), 10)
    assert not alive(grandchild)
    running.tell(signal.SIGTERM)
    said = running.process.communicate(timeout=15)[0]
    assert "stubborn ended (SIGKILL, see" in said
    assert "starting it again in 0.5 s" in said


def test_a_child_that_keeps_crashing_is_started_at_growing_intervals(up: Begin) -> None:
    running = up("failing")
    patience = threading.Timer(20, running.tell, (signal.SIGTERM,))
    patience.start()
    said = ""
    assert running.process.stdout is not None
    for line in running.process.stdout:
        said += line
        if "again in 1 s" in line:
            running.tell(signal.SIGTERM)
    patience.cancel()
    assert "failing ended (exit code 7, see" in said
    assert "again in 0.5 s" in said
    assert "again in 1 s" in said


def test_logins_can_be_read_by_their_owner_alone(var: Path) -> None:
    var.mkdir()
    login = Login("jakarta", "admin", "rina", "rahasia", "http://jakarta.localhost:8000")
    write_logins(var, [login])
    assert stat.S_IMODE((var / "logins.json").stat().st_mode) == 0o600
    assert "rahasia" not in repr(login)


def test_preflight_finds_nothing_here_and_names_a_full_disk(var: Path) -> None:
    assert problems(var, room_mb=0) == []
    [line] = problems(var, room_mb=10**9)
    assert "MB are free" in line


def test_preflight_runs_alone_without_anything_installed(var: Path) -> None:
    script = ROOT / "jaki_replica" / "embedded" / "preflight.py"
    told = subprocess.run([sys.executable, "-I", "-S", script, "/"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) in {(0, ""), (1, "")}
