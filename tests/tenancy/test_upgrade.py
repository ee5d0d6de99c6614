"""N schemas are upgraded each by itself: nothing is done twice, nobody waits long, and one fault stops no other."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, provisioning, roles
from jaki_replica.tenancy.migrating import Outcome, Plan, Upgrade, upgrade_all
from jaki_replica.tenancy.owner import owner_engine, owner_transaction
from jaki_replica.tenancy.terms import Tenant
from tests.tenancy.conftest import type_make
from tests.tenancy.small import FIRST, SECOND, history_of, identity, make_region, plan, rights, rows, run, version

ROOT = Path(__file__).parents[2]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The same history with one more version."""
    return history_of(tmp_path / "second", FIRST, SECOND)


def outcomes(results: list[Upgrade]) -> list[Outcome]:
    return [r.outcome for r in results]


def test_every_schema_reaches_the_newest_version_once(site: Settings, make: type_make, second: Path) -> None:
    regions = [make() for _ in range(5)]
    told: list[Upgrade] = []
    assert outcomes(upgrade_all(site, regions, plan(second), told=told.append)) == [Outcome.UPGRADED] * 5
    assert [t.slug for t in told] == [t.slug for t in regions]
    assert {version(site, t) for t in regions} == {"v2"}
    assert outcomes(upgrade_all(site, regions, plan(second))) == [Outcome.CURRENT] * 5
    noted = run(site, "SELECT DISTINCT schema_version, last_error FROM platform.tenants")
    assert noted == [("v2", None)]


def test_a_new_table_gets_the_rights_its_version_names_and_old_ones_keep_theirs(
    site: Settings, make: type_make, second: Path
) -> None:
    region = make()
    run(site, f'REVOKE DELETE ON notes FROM "{region.role}"', region)
    upgrade_all(site, [region], plan(second))
    assert rights(site, region) == {
        "alembic_version": {"SELECT"},
        "facts": {"SELECT", "INSERT"},
        "notes": {"SELECT", "INSERT", "UPDATE"},
        "proofs": {"SELECT", "INSERT"},
        "replies": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    }


def test_one_broken_region_is_reported_and_stops_no_other(site: Settings, make: type_make, second: Path) -> None:
    regions = [make() for _ in range(4)]
    run(site, "DROP TABLE notes", regions[2])
    results = upgrade_all(site, regions, plan(second))
    assert outcomes(results) == [Outcome.UPGRADED, Outcome.UPGRADED, Outcome.FAILED, Outcome.UPGRADED]
    assert results[2].error == '42P01 relation "notes" does not exist'
    noted = run(site, "SELECT schema_version, last_error FROM platform.tenants WHERE last_error IS NOT NULL")
    assert noted == [("v1", results[2].error)]
    assert version(site, regions[2]) == "v1"
    run(site, "CREATE TABLE notes (id uuid PRIMARY KEY)", regions[2])
    assert outcomes(upgrade_all(site, regions, plan(second)))[2] == Outcome.UPGRADED
    assert run(site, "SELECT 1 FROM platform.tenants WHERE last_error IS NOT NULL") == []


def test_nothing_of_a_version_that_fails_in_its_middle_stays(site: Settings, make: type_make, tmp_path: Path) -> None:
    folder = history_of(tmp_path / "broken", FIRST, f'{SECOND}\n    op.execute("SELECT 1 / 0")')
    region = make()
    result = upgrade_all(site, [region], plan(folder))[0]
    assert (result.outcome, result.error) == (Outcome.FAILED, "22012 division by zero")
    assert version(site, region) == "v1"
    assert set(rights(site, region)) == {"alembic_version", "notes", "facts"}


def test_a_canary_that_fails_leaves_all_others_untouched(site: Settings, make: type_make, second: Path) -> None:
    regions = [make() for _ in range(3)]
    run(site, "DROP TABLE notes", regions[0])
    results = upgrade_all(site, regions, plan(second))
    assert outcomes(results) == [Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED]
    assert version(site, regions[1]) == "v1"


def test_a_region_whose_creation_was_broken_off_is_no_canary_and_no_failure(
    site: Settings, make: type_make, second: Path
) -> None:
    unmade = provisioning.register(site, identity("aaa-belum", 88), actor="test", at=clock.now())
    try:
        region = make()
        results = upgrade_all(site, [unmade, region], plan(second))
        assert [(r.slug, r.outcome) for r in results] == [
            (region.slug, Outcome.UPGRADED),
            (unmade.slug, Outcome.UNMADE),
        ]
    finally:
        run(site, "DELETE FROM platform.tenant_hosts WHERE host LIKE 'aaa-belum%%'")
        run(site, "DELETE FROM platform.tenants WHERE slug = 'aaa-belum'")


def test_a_schema_newer_than_the_code_is_reported_and_left_alone(
    site: Settings, make: type_make, first: Path, second: Path
) -> None:
    region = make(folder=second)
    result = upgrade_all(site, [region], plan(first))[0]
    assert result.outcome is Outcome.FAILED
    assert "history does not lead there" in result.error
    assert version(site, region) == "v2"


def test_regions_that_start_from_different_versions_are_upgraded_side_by_side(
    site: Settings, make: type_make, tmp_path: Path
) -> None:
    steps = [FIRST, *(f'    op.add_column("notes", sa.Column("c{n}", sa.Text()))' for n in range(6))]
    regions = [make(folder=history_of(tmp_path / f"to{n}", *steps[: n + 1])) for n in range(6)]
    whole = history_of(tmp_path / "whole", *steps)
    assert outcomes(upgrade_all(site, regions, plan(whole), workers=6)) == [Outcome.UPGRADED] * 6
    columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'notes' AND table_schema = "
    assert {run(site, f"{columns}'{t.schema}'")[0][0] for t in regions} == {8}


SLOW = """
    op.add_column("notes", sa.Column("seen", sa.Boolean()))
    op.execute("INSERT INTO facts VALUES (gen_random_uuid())")
    op.execute("SELECT pg_sleep(0.03)")
"""
PROGRAM = """
import json, sys
from dataclasses import replace
from pathlib import Path
from jaki_replica.settings import read_settings
from jaki_replica.tenancy import migrating
from jaki_replica.tenancy.registry import take_picture
from jaki_replica.tenancy.owner import owner_session
settings = read_settings(json.loads(sys.stdin.read()))
with owner_session(settings) as session:
    tenants = take_picture(session).tenants
print("begun", flush=True)
migrating.upgrade_all(settings, tenants, migrating.Plan(Path(sys.argv[1]), "v2"), workers=2)
"""


def test_an_upgrade_killed_in_its_middle_is_just_run_again(site: Settings, first: Path, tmp_path: Path) -> None:
    slow = history_of(tmp_path / "slow", FIRST, SLOW)
    regions = _forty_regions(site, first)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(slow)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdin and process.stdout
    process.stdin.write(_environment(site))
    process.stdin.close()
    assert process.stdout.readline() == b"begun\n"
    while _at_newest(site, regions) < 5:
        assert process.poll() is None, "it was done before it could be killed"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    before = _at_newest(site, regions)
    results = upgrade_all(site, regions, Plan(slow, "v2"), workers=8)
    told = outcomes(results)
    assert 5 <= before < 40
    assert set(told) == {Outcome.CURRENT, Outcome.UPGRADED}
    assert told.count(Outcome.CURRENT) >= before
    assert _at_newest(site, regions) == 40
    counts = " UNION ALL ".join(f'SELECT count(*) FROM "{t.schema}".facts' for t in regions)
    assert run(site, counts) == [(1,)] * 40
    assert run(site, "SELECT count(*) FROM platform.tenants WHERE schema_version = 'v2'") == [(40,)]
    _remove(site, regions)


def _forty_regions(site: Settings, folder: Path) -> list[Tenant]:
    return [make_region(site, folder, f"banyak-{n:02}", 200 + n) for n in range(40)]


def _remove(site: Settings, regions: list[Tenant]) -> None:
    run(site, "DELETE FROM platform.tenant_hosts WHERE host LIKE 'banyak%%'")
    run(site, "DELETE FROM platform.tenants WHERE slug LIKE 'banyak%%'")
    with owner_transaction(site) as connection:
        for region in regions:
            roles.run(connection, f'DROP SCHEMA "{region.schema}" CASCADE')
            roles.drop_login(connection, region.role)


def _environment(site: Settings) -> bytes:
    assert site.owner_url is not None
    values = {
        "MASTER_KEY": site.master_key.hex(),
        "DATABASE_URL": site.owner_url.render_as_string(hide_password=False),
        "REDIS_URL": site.redis_url,
        "DATABASE_ROLE_PREFIX": site.role_prefix,
    }
    return json.dumps(values).encode()


def _at_newest(site: Settings, regions: list[Tenant]) -> int:
    query = " UNION ALL ".join(f'SELECT version_num FROM "{t.schema}".alembic_version' for t in regions)
    engine = owner_engine(site)
    try:
        with engine.connect() as connection:
            return [v for (v,) in rows(connection, query)].count("v2")
    finally:
        engine.dispose()


def test_a_history_with_two_ends_is_refused(tmp_path: Path) -> None:
    folder = history_of(tmp_path / "forked", FIRST, SECOND)
    fork = (folder / "versions" / "v2.py").read_text().replace("'v2'", "'v3'")
    (folder / "versions" / "v3.py").write_text(fork)
    with pytest.raises(Exception, match="multiple heads"):
        history.head(folder)


def test_a_schema_that_was_dropped_is_a_failure_of_its_region_alone(
    site: Settings, make: type_make, second: Path
) -> None:
    regions = [make() for _ in range(3)]
    run(site, f'DROP SCHEMA "{regions[1].schema}" CASCADE')
    results = upgrade_all(site, regions, plan(second))
    assert outcomes(results) == [Outcome.UPGRADED, Outcome.FAILED, Outcome.UPGRADED]
    with pytest.raises(ProgrammingError):
        version(site, regions[1])
