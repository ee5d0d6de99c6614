"""A backup is what a script has recorded; the list of regions shows it and makes nothing up."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaki_replica.cli import backups as commands
from jaki_replica.cli import context
from jaki_replica.foundation import clock
from jaki_replica.statistics.figures import keep, write_figures
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console
from tests.desk.office import words
from tests.regions import Pair

type_command = Callable[..., Result]


@pytest.fixture
def command(runtime: Runtime, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> type_command:
    """`jaki backups` on the installation of the tests; both regions have counted and recorded nothing."""
    for tenant in pair.both:
        write_figures(runtime, tenant, clock.now())
        keep(runtime, tenant, {"backup_at": None, "backup_bytes": None, "reach_missed": 0}, at=clock.now())
    monkeypatch.setattr(context, "open_runtime", lambda _settings: runtime)
    monkeypatch.setattr(context, "load", lambda: runtime.settings)
    monkeypatch.setattr(type(runtime), "close", lambda _self: None)
    return lambda *arguments: CliRunner().invoke(commands.backups, arguments)


def dump(folder: Path, *, hours: float = 0, content: bytes = b"PGDMP") -> Path:
    path = folder / "daerah.dump"
    path.write_bytes(content)
    at = (clock.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (at, at))
    return path


def test_a_region_whose_backups_nobody_records_is_told_so_and_leads_to_how(
    here: Console, command: type_command, pair: Pair
) -> None:
    page = here.get(f"/?cari={pair.left.host}").text
    assert "belum diatur" in page
    assert f'href="/daerah/{pair.left.slug}#cadangan"' in page
    region = here.get(f"/daerah/{pair.left.slug}").text
    assert 'id="cadangan"' in region
    assert f"jaki backups record {pair.left.slug}" in region


def test_a_backup_that_was_recorded_is_shown_with_the_age_of_its_file(
    here: Console, command: type_command, pair: Pair, tmp_path: Path
) -> None:
    done = command("record", pair.left.slug, "--file", str(dump(tmp_path, hours=5)))
    assert done.exit_code == 0, done.output
    assert "5 jam lalu" in words(here.get(f"/?cari={pair.left.host}").text)
    assert "belum diatur" in here.get(f"/?cari={pair.right.host}").text
    listed = next(line for line in command("list").output.splitlines() if line.startswith(pair.left.slug))
    assert "UTC" in listed


def test_an_old_backup_is_a_trouble_with_a_name(
    here: Console, command: type_command, pair: Pair, tmp_path: Path
) -> None:
    assert command("record", pair.left.slug, "--file", str(dump(tmp_path, hours=31))).exit_code == 0
    page = words(here.get(f"/?cari={pair.left.host}").text)
    assert "31 jam lalu" in page
    assert "Cadangan lama" in page


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_or_missing_file_is_no_backup(
    command: type_command, pair: Pair, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "none" if content is None else dump(tmp_path, content=content)
    refused = command("record", pair.left.slug, "--file", str(path))
    assert (refused.exit_code, str(path) in refused.output) == (1, True)
    assert "UTC" not in next(line for line in command("list").output.splitlines() if line.startswith(pair.left.slug))


def test_a_file_of_tomorrow_an_unknown_region_and_no_region_are_refused(
    command: type_command, pair: Pair, tmp_path: Path
) -> None:
    tomorrow = dump(tmp_path, hours=-24)
    for arguments in ([pair.left.slug, "--file", str(tomorrow)], ["tidak-ada"], [], ["--all", pair.left.slug]):
        assert command("record", *arguments).exit_code == 1, arguments
