"""The command line before there is anything: help and refusals need no settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from jaki_replica.cli.main import main

KEPT = {"PATH", "HOME", "LANG"}


def jaki(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `jaki` in an empty folder without a single setting."""
    bare = {key: value for key, value in os.environ.items() if key in KEPT}
    command = [str(Path(sys.executable).parent / "jaki"), *arguments]
    return subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, timeout=60)


def test_help_lists_the_commands_and_nothing_else(tmp_path: Path) -> None:
    answer = jaki(tmp_path, "--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {"up", "tenants", "areas", "doctor", "db"} <= {
        line.split()[0] for line in answer.stdout.splitlines() if line
    }
    assert "--env-file" not in answer.stdout


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    answer = CliRunner().invoke(main, ["tenant"])
    assert answer.exit_code == 2
    assert "No such command 'tenant'" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_without_settings_a_command_says_what_to_do(tmp_path: Path) -> None:
    answer = jaki(tmp_path, "tenants", "status")
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr
    assert "make up" in answer.stderr + answer.stdout


@pytest.mark.parametrize("arguments", [["tenants", "status"], ["doctor"], ["audit", "verify"]])
def test_every_command_without_settings_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in set(os.environ) - KEPT:
        monkeypatch.delenv(name)
    answer = CliRunner().invoke(main, arguments)
    assert answer.exit_code != 0
    assert isinstance(answer.exception, SystemExit)
    assert "make up" in answer.output
