"""The check of the migrations finds what it is there for."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text

from jaki_replica.settings import Settings
from jaki_replica.tenancy.terms import Tenant
from tests import check_migrations
from tests.tenancy.conftest import type_make
from tests.tenancy.small import FIRST, SECOND, history_of


def test_a_version_without_a_date_in_its_file_name_is_named(first: Path) -> None:
    assert [line.split(":")[0] for line in check_migrations.name_faults(first)] == ["v1.py"]


def test_a_history_with_two_heads_is_named(tmp_path: Path) -> None:
    folder = history_of(tmp_path / "forked", FIRST, SECOND)
    fork = (folder / "versions" / "v2.py").read_text().replace("'v2'", "'v3'")
    (folder / "versions" / "v3.py").write_text(fork)
    assert "2 heads" in next(check_migrations.head_faults(folder))


def test_tables_that_models_and_history_do_not_share_are_named(site: Settings, make: type_make) -> None:
    metadata = MetaData()
    Table("notes", metadata, Column("id", Text, primary_key=True), Column("missing", Text))
    made: Tenant = make()
    found = "\n".join(check_migrations.differences(site, metadata, made.schema))
    assert "remove_table facts" in found
    assert "add_column notes notes.missing" in found or "missing" in found
    assert "remove_index" in found


def test_a_version_that_is_not_safe_to_run_is_named(tmp_path: Path) -> None:
    unsafe = '    op.add_column("notes", sa.Column("must", sa.Text(), nullable=False))'
    folder = history_of(tmp_path / "unsafe", FIRST, unsafe)
    found = list(check_migrations.squawk_faults(folder, tmp_path))
    assert len(found) == 1
    assert found[0].startswith("squawk on v2.py")


def test_the_accepted_warnings_come_with_reasons() -> None:
    assert all(len(reason) > 5 for reason in check_migrations.ACCEPTED.values())
