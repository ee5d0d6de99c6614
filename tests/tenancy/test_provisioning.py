"""A region comes into being in steps that may be repeated, broken off, and done by two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import psycopg2
import pytest

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration.terms import Identity
from jaki_replica.tenancy.drift import find_drift
from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.preflight import database_problems
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant, TenantState, schema_name
from tests.conftest import fresh_database, settings_for
from tests.regions import region
from tests.tenancy.conftest import type_make
from tests.tenancy.small import forget, identity, run

STEPS = ("registry", "role", "schema", "configuration", "areas", "live")


class Broken(Exception):
    """The run ends here, as if the machine had."""


@pytest.fixture
def opened(site: Settings) -> Iterator[Runtime]:
    runtime = open_runtime(site)
    yield runtime
    with owner_transaction(site) as connection:
        found = connection.exec_driver_sql("SELECT id FROM platform.tenants").scalars().all()
    for tenant in runtime.registry.refresh().tenants:
        if tenant.id in found:
            forget(site, tenant)
    runtime.close()


def register(site: Settings, found: Identity, database_url: str | None = None) -> Tenant:
    return provisioning.register(site, found, actor="test", at=clock.now(), database_url=database_url)


@pytest.mark.parametrize("last", STEPS)
def test_a_run_that_was_broken_off_is_just_run_again(last: str, opened: Runtime) -> None:
    def break_off(step: str) -> None:
        if step == last:
            raise Broken

    plan = Onboarding(region("maluku", "81.71", "MA"), actor="test")
    with pytest.raises(Broken):
        create_region(opened, plan, told=break_off)
    whole = create_region(opened, plan)
    _is_whole(opened, whole)


def _is_whole(runtime: Runtime, tenant: Tenant) -> None:
    assert runtime.tenant(tenant.slug).state is TenantState.ACTIVE
    assert runtime.tenant(tenant.slug).schema_version is not None
    drift = find_drift(runtime.settings, [tenant])[0]
    assert (drift.missing, drift.surplus) == ((), ())
    assert run(runtime.settings, "SELECT count(*) FROM config_revisions", tenant) == [(1,)]
    assert run(runtime.settings, "SELECT count(*) FROM area_sets", tenant) == [(1,)]


def test_every_step_may_be_repeated_and_changes_nothing(opened: Runtime) -> None:
    site = opened.settings
    plan = Onboarding(region("maluku", "81.71", "MA"), actor="test")
    first = create_region(opened, plan)
    revision = run(site, "SELECT revision FROM platform.registry_state")
    log = run(site, "SELECT count(*) FROM platform.operator_log")
    provisioning.prepare_platform(site)
    assert create_region(opened, plan) == replace(first, schema_version=opened.tenant("maluku").schema_version)
    assert run(site, "SELECT revision FROM platform.registry_state") == revision
    assert run(site, "SELECT count(*) FROM platform.operator_log") == log
    _is_whole(opened, first)


def test_two_who_make_the_same_region_at_once_make_one(site: Settings, opened: Runtime) -> None:
    found = identity("kembar", 301)
    made: list[Tenant] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            tenant = register(site, found)
            provisioning.make_role(site, tenant)
            provisioning.make_schema(site, tenant)
            made.append(tenant)
        except BaseException as error:
            faults.append(error)

    both = [threading.Thread(target=work) for _ in range(4)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert faults == []
    assert len({t.id for t in made}) == 1
    assert run(site, "SELECT count(*) FROM platform.tenants WHERE slug = 'kembar'") == [(1,)]


def test_different_regions_may_be_made_at_once(site: Settings, opened: Runtime) -> None:
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            tenant = register(site, identity(f"serempak-{number}", 310 + number))
            provisioning.make_role(site, tenant)
            provisioning.make_schema(site, tenant)
        except BaseException as error:
            faults.append(error)

    several = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    assert faults == []


def test_the_platform_may_be_prepared_by_two_at_once(worker: str, site: Settings) -> None:
    url = fresh_database(f"jaki_{worker}_new")
    fresh = settings_for(url, f"{worker}_n_", site.files)
    faults: list[BaseException] = []

    def work() -> None:
        try:
            provisioning.prepare_platform(fresh)
        except BaseException as error:
            faults.append(error)

    both = [threading.Thread(target=work) for _ in range(3)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert faults == []
    assert database_problems(fresh) == []


def test_slugs_that_are_prefixes_of_each_other_make_two_regions(make: type_make, site: Settings) -> None:
    short, long = make("maluku"), make("maluku-utara")
    assert (short.schema, long.schema) == ("t_maluku", "t_maluku_utara")
    assert len({short.role, long.role, short.id, long.id, short.host, long.host}) == 6
    url = tenant_url(site, short).set(drivername="postgresql")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SELECT * FROM t_maluku_utara.notes")
    connection.close()


def test_a_host_that_names_another_region_is_refused_and_nothing_is_kept(make: type_make, site: Settings) -> None:
    taken = make("satu")
    with pytest.raises(Conflict, match=f"{taken.host} already names satu"):
        register(site, identity("dua", 320, hosts=("dua", "satu")))
    assert run(site, "SELECT 1 FROM platform.tenants WHERE slug = 'dua'") == []
    assert run(site, "SELECT 1 FROM platform.tenant_hosts WHERE host LIKE 'dua%%'") == []


def test_a_code_that_is_another_regions_is_refused(make: type_make, site: Settings) -> None:
    taken = make("satu")
    with pytest.raises(Conflict, match="already here as satu"):
        register(site, identity("dua", code=taken.code))


def test_a_slug_that_is_another_regions_is_refused(make: type_make, site: Settings) -> None:
    taken = make("satu")
    with pytest.raises(Conflict, match=f"satu is already the region {taken.code}"):
        register(site, identity("satu", 321))


@pytest.mark.parametrize(
    "slug", ["", "a", "A", "Maluku", "1kota", "-kota", "kota-", "kota--dua", "kota_dua", "kota dua", "k" * 40, "köta"]
)
def test_a_slug_that_cannot_be_is_refused_with_its_place(slug: str, site: Settings) -> None:
    with pytest.raises(Invalid) as refused:
        register(site, identity(slug, 322, hosts=("baik",)))
    assert refused.value.faults[0].field == "region.slug"
    with pytest.raises(ValueError, match="not a slug"):
        schema_name(slug)
    assert run(site, "SELECT 1 FROM platform.tenant_hosts WHERE host LIKE 'baik%%'") == []


@pytest.mark.parametrize("host", ["operator", "www", "api", "lapor.example", "operator.lapor.example"])
def test_a_host_of_the_installation_itself_is_refused(host: str, site: Settings) -> None:
    with pytest.raises(Invalid, match="host name is not free"):
        register(replace(site, base_domain="lapor.example"), identity("baru", 323, hosts=("baru", host)))
    assert run(site, "SELECT 1 FROM platform.tenants WHERE slug = 'baru'") == []


@pytest.mark.parametrize(
    "address",
    [
        "mysql://db/jaki",
        "not an address",
        "postgresql://db:port/jaki",
        "postgresql://db",
        "postgresql://u:p@db/jaki",
        "",
    ],
)
def test_a_database_address_that_cannot_be_or_holds_a_login_is_refused(address: str, site: Settings) -> None:
    with pytest.raises(Invalid) as refused:
        register(site, identity("baru", 324), database_url=address)
    assert "p@" not in str(refused.value.faults[0])


def test_a_region_does_not_move_to_another_database_by_being_registered_again(make: type_make, site: Settings) -> None:
    known = make("satu")
    with pytest.raises(Conflict, match="lies in another database"):
        register(site, identity("satu", code=known.code), database_url="postgresql://db2/jaki")


def test_new_names_and_hosts_of_a_known_region_are_taken_over(make: type_make, site: Settings) -> None:
    known = make("satu")
    renamed = register(site, identity("satu", code=known.code, name="Kota Satu", hosts=("baru", "satu")))
    assert (renamed.id, renamed.name) == (known.id, "Kota Satu")
    assert renamed.hosts == ("baru.localhost", "satu.localhost")
    assert register(site, identity("satu", code=known.code, hosts=("baru",))).hosts == ("baru.localhost",)


def test_a_foreign_schema_of_the_same_name_is_not_taken_over(site: Settings, opened: Runtime) -> None:
    run(site, "CREATE SCHEMA t_asing")
    tenant = register(site, identity("asing", 325))
    with pytest.raises(Conflict, match="foreign schema t_asing"):
        provisioning.make_schema(site, tenant)
    run(site, "DROP SCHEMA t_asing")


def test_a_region_whose_steps_are_not_done_cannot_be_made_live_or_stopped(site: Settings, opened: Runtime) -> None:
    register(site, identity("setengah", 326))
    for state in (TenantState.ACTIVE, TenantState.SUSPENDED):
        with pytest.raises(Conflict, match="not complete"):
            provisioning.set_state(site, "setengah", state, actor="test", at=clock.now(), reason="")
    with pytest.raises(NotFound):
        provisioning.set_state(site, "tiada", TenantState.ACTIVE, actor="test", at=clock.now(), reason="")


def test_a_region_in_the_registry_is_not_erased(make: type_make, site: Settings) -> None:
    with pytest.raises(Conflict, match="still in the registry"):
        provisioning.erase(site, make())
