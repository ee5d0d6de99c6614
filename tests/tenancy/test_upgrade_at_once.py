"""Upgrades beside readers, beside each other, and over a connection that breaks."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy.migrating import Migrator, Outcome, Upgrade, upgrade_all
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.preflight import lock_problem
from tests.tenancy.conftest import type_make
from tests.tenancy.small import FIRST, SECOND, history_of, plan, rows, run, version


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The same history with one more version."""
    return history_of(tmp_path / "second", FIRST, SECOND)


def outcomes(results: list[Upgrade]) -> list[Outcome]:
    return [r.outcome for r in results]


def test_a_reader_who_keeps_a_table_makes_only_his_region_wait_and_other_readers_not_long(
    site: Settings, make: type_make, second: Path
) -> None:
    canary, busy, free = regions = [make() for _ in range(3)]
    waits: list[float] = []
    done = threading.Event()

    def keep_reading() -> None:
        while not done.is_set():
            begun = time.monotonic()
            run(site, "SELECT count(*) FROM notes", busy)
            waits.append(time.monotonic() - begun)

    reader = threading.Thread(target=keep_reading)
    with owner_transaction(site) as holder:
        rows(holder, f'SELECT count(*) FROM "{busy.schema}".notes')
        reader.start()
        results = upgrade_all(site, regions, plan(second, lock_timeout_ms=150, tries=2))
        done.set()
        reader.join()
    assert outcomes(results) == [Outcome.UPGRADED, Outcome.FAILED, Outcome.UPGRADED]
    assert results[1].error.startswith("55P03 ")
    assert len(waits) > 3
    assert max(waits) < 1.0
    assert version(site, canary) == version(site, free) == "v2"
    assert outcomes(upgrade_all(site, [busy], plan(second))) == [Outcome.UPGRADED]


def test_a_lock_that_is_given_back_soon_is_waited_for(site: Settings, make: type_make, second: Path) -> None:
    region = make()
    held = threading.Event()

    def hold() -> None:
        with owner_transaction(site) as holder:
            rows(holder, f'SELECT count(*) FROM "{region.schema}".notes')
            held.set()
            time.sleep(0.4)

    holding = threading.Thread(target=hold)
    holding.start()
    held.wait()
    assert outcomes(upgrade_all(site, [region], plan(second, lock_timeout_ms=100))) == [Outcome.UPGRADED]
    holding.join()


def test_the_limit_on_waiting_is_shared_by_the_tables_that_a_version_must_lock(
    site: Settings, make: type_make, tmp_path: Path
) -> None:
    body = "\n".join(f'    op.add_column("{table}", sa.Column("x", sa.Text()))' for table in ("notes", "facts"))
    show = "    op.execute(\"UPDATE facts SET x = current_setting('lock_timeout')\")"
    folder = history_of(tmp_path / "two", FIRST, f"{body}\n{show}")
    region = make()
    run(site, "INSERT INTO facts VALUES (gen_random_uuid())", region)
    upgrade_all(site, [region], plan(folder, lock_timeout_ms=800))
    assert run(site, "SELECT x FROM facts", region) == [("400ms",)]


def test_two_upgrades_at_once_do_the_work_once(site: Settings, make: type_make, second: Path) -> None:
    regions = [make() for _ in range(6)]
    found: list[list[Upgrade]] = []
    both = [threading.Thread(target=lambda: found.append(upgrade_all(site, regions, plan(second)))) for _ in "12"]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    told = [{r.slug: r.outcome for r in results} for results in found]
    for region in regions:
        assert sorted(t[region.slug] for t in told) == [Outcome.CURRENT, Outcome.UPGRADED]


def test_a_lost_connection_is_opened_again(site: Settings, make: type_make, second: Path) -> None:
    region = make()
    with Migrator(site, plan(second)) as migrator:
        pid = migrator._connection(region).exec_driver_sql("SELECT pg_backend_pid()").scalar()
        migrator._connection(region).rollback()
        run(site, f"SELECT pg_terminate_backend({pid})")
        time.sleep(0.1)
        assert migrator.one(region).outcome is Outcome.UPGRADED


def test_a_lock_table_that_is_too_small_is_named_with_the_number_it_needs(site: Settings) -> None:
    assert lock_problem(site, workers=4) is None
    problem = lock_problem(site, workers=1_000_000)
    assert problem
    assert problem.startswith("max_locks_per_transaction is too small")
    assert "or more and restart PostgreSQL" in problem
