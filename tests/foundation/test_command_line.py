"""The command line before there is anything: help and refusals need no settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def jaki(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `jaki` in an empty folder without a single setting."""
    bare = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    command = [str(Path(sys.executable).parent / "jaki"), *arguments]
    return subprocess.run(command, cwd=folder, env=bare, capture_output=True, text=True, timeout=60)


def test_help_lists_the_commands_and_nothing_else(tmp_path: Path) -> None:
    answer = jaki(tmp_path, "--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {"up", "tenants", "areas", "doctor", "db"} <= {
        line.split()[0] for line in answer.stdout.splitlines() if line
    }
    assert "--env-file" not in answer.stdout


def test_a_mistyped_command_is_answered_with_the_nearest(tmp_path: Path) -> None:
    answer = jaki(tmp_path, "tenant")
    assert answer.returncode == 2
    assert "No such command 'tenant'" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", [["tenants", "status"], ["doctor"], ["audit", "verify"]])
def test_without_settings_a_command_says_what_to_do(tmp_path: Path, arguments: list[str]) -> None:
    answer = jaki(tmp_path, *arguments)
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr
    assert "make up" in answer.stderr + answer.stdout
