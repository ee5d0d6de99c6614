"""The essentials of isolation, provisioning, upgrade and drift on the oldest PostgreSQL that is supported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, provisioning
from jaki_replica.tenancy.drift import find_drift
from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.migrating import Outcome, upgrade_all
from jaki_replica.tenancy.preflight import database_problems
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import settings_for
from tests.tenancy import postgres15
from tests.tenancy.small import FIRST, SECOND, forget, history_of, make_region, plan, rights, run

REFUSED = [
    "SELECT * FROM t_kota_dua.accounts",
    "INSERT INTO t_kota_dua.outbox SELECT * FROM outbox",
    "SELECT * FROM platform.tenants",
    "CREATE TABLE public.planted (x int)",
    "CREATE TEMPORARY TABLE planted (x int)",
    "CREATE TABLE planted (x int)",
    "SET ROLE old_t_kota_dua",
    "GRANT old_t_kota_dua TO old_t_kota",
    "UPDATE config_revisions SET author = 'x'",
    "DELETE FROM area_sets",
    "UPDATE alembic_version SET version_num = 'x'",
    "ALTER ROLE old_t_kota_dua PASSWORD 'x'",
]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    if not (postgres15.PROGRAMS / "postgres").exists():
        assert os.environ.get("CI") != "true", "CI must have PostgreSQL 15: .ci/run installs it"
        pytest.skip("PostgreSQL 15 is not installed: apt install postgresql-15")
    with postgres15.running() as address:
        settings = settings_for(address, "old_", tmp_path_factory.mktemp("files"))
        provisioning.prepare_platform(settings)
        yield settings


@pytest.fixture(scope="module")
def two(old: Settings) -> list[Tenant]:
    folder = history.tenant_history()
    return [make_region(old, folder, "kota", 1), make_region(old, folder, "kota-dua", 2)]


def test_the_server_is_the_old_one_and_nothing_is_wrong_with_it(old: Settings) -> None:
    assert str(run(old, "SHOW server_version")[0][0]).startswith("15.")
    assert database_problems(old) == []


def test_the_real_tables_are_as_the_history_says(old: Settings, two: list[Tenant]) -> None:
    assert [(d.missing, d.surplus) for d in find_drift(old, two)] == [((), ()), ((), ())]
    assert rights(old, two[0])["config_revisions"] == {"SELECT", "INSERT"}


@pytest.mark.parametrize("statement", REFUSED)
def test_a_regions_login_is_denied(statement: str, old: Settings, two: list[Tenant]) -> None:
    url = tenant_url(old, two[0]).set(drivername="postgresql")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    try:
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)
    finally:
        connection.close()


def test_upgrade_drift_and_rotation_work(old: Settings, tmp_path: Path) -> None:
    region = make_region(old, history_of(tmp_path / "first", FIRST), "kecil", 3)
    second = history_of(tmp_path / "second", FIRST, SECOND)
    assert upgrade_all(old, [region], plan(second))[0].outcome is Outcome.UPGRADED
    run(old, "ALTER TABLE notes ADD COLUMN extra text", region)
    assert find_drift(old, [region], second)[0].surplus == ("column notes.extra text",)
    rotated = provisioning.rotate_password(old, "kecil", actor="test", at=clock.now())
    url = tenant_url(old, rotated).set(drivername="postgresql")
    psycopg2.connect(url.render_as_string(hide_password=False)).close()
    forget(old, region)
