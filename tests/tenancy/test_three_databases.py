"""The platform and two regions in three databases: everything works as in one, and nobody gets across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import make_url, select, text

from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, provisioning, scope
from jaki_replica.tenancy.drift import find_drift
from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.migrating import Outcome, upgrade_all
from jaki_replica.tenancy.preflight import lock_problem
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import fresh_database, settings_for
from tests.tenancy.small import FIRST, SECOND, forget, history_of, make_region, plan, run, version


@dataclass(frozen=True, slots=True)
class Spread:
    """A platform and its two regions, each in a database of its own."""

    settings: Settings
    left: Tenant
    right: Tenant

    @property
    def both(self) -> list[Tenant]:
        return [self.left, self.right]


def bare(address: str) -> str:
    """The address without its login."""
    url = make_url(address).set(drivername="postgresql")
    return f"postgresql://{url.host}:{url.port}/{url.database}"


@pytest.fixture(scope="module")
def addresses(worker: str) -> list[str]:
    return [fresh_database(f"jaki_{worker}_{name}") for name in ("three", "left", "right")]


@pytest.fixture(scope="module")
def installation(worker: str, addresses: list[str], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_for(addresses[0], f"{worker}_d_", tmp_path_factory.mktemp("files"))
    provisioning.prepare_platform(settings)
    return settings


def spread(settings: Settings, addresses: list[str], folder: Path) -> Spread:
    left, right = (
        make_region(settings, folder, slug, number, bare(address))
        for slug, number, address in (("kota", 1, addresses[1]), ("kota-dua", 2, addresses[2]))
    )
    return Spread(settings, left, right)


@pytest.fixture
def regions(installation: Settings, addresses: list[str]) -> Iterator[Spread]:
    """With the real tables."""
    made = spread(installation, addresses, history.tenant_history())
    yield made
    for tenant in made.both:
        forget(installation, tenant)


@pytest.fixture
def runtime(regions: Spread) -> Iterator[Runtime]:
    opened = open_runtime(regions.settings)
    yield opened
    opened.close()


def test_each_region_writes_and_reads_in_its_own_database(runtime: Runtime, regions: Spread) -> None:
    runtime.registry.refresh()
    for tenant in regions.both:
        with runtime.scope_of(runtime.tenant(tenant.slug)) as entered:
            outbox.put(entered.session, "probe", {"of": tenant.slug}, at=clock.now())
            entered.session.commit()
    for tenant in regions.both:
        with runtime.scope_of(tenant):
            assert scope.session().scalars(select(OutboxRow.arguments)).all() == [{"of": tenant.slug}]
            database = scope.session().scalar(text("SELECT current_database()"))
            assert tenant.database_url is not None
            assert tenant.database_url.endswith(f"/{database}")


def test_no_login_gets_into_another_database(regions: Spread, addresses: list[str]) -> None:
    for tenant in regions.both:
        for address in addresses:
            database = make_url(address).database
            own = tenant_url(regions.settings, tenant)
            if own.database == database:
                continue
            url = own.set(drivername="postgresql", database=database)
            with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
                psycopg2.connect(url.render_as_string(hide_password=False))
    platform = regions.settings.platform_url.set(drivername="postgresql", database=make_url(addresses[1]).database)
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(platform.render_as_string(hide_password=False))


def test_the_platform_is_in_no_regions_database_and_no_region_in_the_platforms(regions: Spread) -> None:
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%%' OR nspname = 'platform'"
    assert run(regions.settings, schemas) == [("platform",)]
    assert run(regions.settings, schemas, regions.left) == [("t_kota",)]
    assert run(regions.settings, schemas, regions.right) == [("t_kota_dua",)]


def test_upgrade_drift_locks_and_rotation_reach_every_database(
    installation: Settings, addresses: list[str], tmp_path: Path
) -> None:
    made = spread(installation, addresses, history_of(tmp_path / "first", FIRST))
    second = history_of(tmp_path / "second", FIRST, SECOND)
    try:
        assert lock_problem(installation, 4, made.both) is None
        assert [r.outcome for r in upgrade_all(installation, made.both, plan(second))] == [Outcome.UPGRADED] * 2
        assert {version(installation, t) for t in made.both} == {"v2"}
        run(installation, "DROP INDEX ix_notes_words", made.right)
        left, right = find_drift(installation, made.both, second)
        assert (left.missing, left.surplus) == ((), ())
        assert right.missing == ("index CREATE INDEX ix_notes_words ON notes USING btree (words)",)
        rotated = provisioning.rotate_password(installation, "kota", actor="test", at=clock.now())
        url = tenant_url(installation, rotated).set(drivername="postgresql")
        psycopg2.connect(url.render_as_string(hide_password=False)).close()
        with pytest.raises(psycopg2.OperationalError):
            old = tenant_url(installation, made.left).set(drivername="postgresql")
            psycopg2.connect(old.render_as_string(hide_password=False))
    finally:
        for tenant in made.both:
            forget(installation, tenant)


def test_a_region_whose_server_is_away_stops_no_other(
    installation: Settings, addresses: list[str], tmp_path: Path
) -> None:
    made = spread(installation, addresses, history_of(tmp_path / "first", FIRST))
    away = run(installation, "UPDATE platform.tenants SET database_url = 'postgresql://127.0.0.1:1/x' RETURNING 1")
    assert len(away) == 2
    opened = open_runtime(installation)
    try:
        broken = opened.tenant("kota")
        results = upgrade_all(installation, [made.right, broken], plan(history_of(tmp_path / "b", FIRST, SECOND)))
        assert [r.outcome for r in results] == [Outcome.UPGRADED, Outcome.FAILED]
    finally:
        opened.close()
        for tenant in made.both:
            forget(installation, tenant)
