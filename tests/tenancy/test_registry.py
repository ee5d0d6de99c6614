"""A process follows the registry while it runs, and goes on with what it knows when the registry is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from werkzeug.test import Client

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import open_engine
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.registry import Registry
from jaki_replica.tenancy.terms import TenantState
from tests.tenancy.conftest import type_make
from tests.tenancy.small import identity, run

PATIENCE = 3.0  # seconds; the registry is looked at every 0.05 s


@pytest.fixture
def platform(site: Settings) -> Iterator[Engine]:
    engine = open_engine(site.platform_url, size=1, overflow=1, name="test")
    yield engine
    engine.dispose()


@pytest.fixture
def registry(platform: Engine) -> Iterator[Registry]:
    made = Registry(platform, every=0.05)
    made.watch()
    yield made
    made.close()


def soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def status(site: Settings, registry: Registry, host: str) -> int:
    """What the gate answers, with an application behind it that always says 200."""

    def region(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [b"ok"]

    gate = Gate(site, registry, region=region, operator=region)  # type: ignore[arg-type]
    return Client(gate).get("/", environ_overrides={"HTTP_HOST": host, "REMOTE_ADDR": "203.0.113.9"}).status_code


def set_state(site: Settings, slug: str, state: TenantState) -> None:
    provisioning.set_state(site, slug, state, actor="test", at=clock.now(), reason="test")


def test_a_new_region_answers_without_a_restart(site: Settings, registry: Registry, make: type_make) -> None:
    assert status(site, registry, "segar.localhost") == 404
    made = make("segar")
    assert soon(lambda: status(site, registry, made.host) == 200)


def test_a_region_in_the_making_is_unknown_and_a_suspended_one_says_so(
    site: Settings, registry: Registry, make: type_make
) -> None:
    made = make("henti")
    assert soon(lambda: status(site, registry, made.host) == 200)
    set_state(site, made.slug, TenantState.SUSPENDED)
    assert soon(lambda: status(site, registry, made.host) == 503)
    set_state(site, made.slug, TenantState.ACTIVE)
    assert soon(lambda: status(site, registry, made.host) == 200)
    run(site, "UPDATE platform.tenants SET state = 'provisioning' WHERE slug = 'henti'")
    run(site, "UPDATE platform.registry_state SET revision = revision + 1")
    assert soon(lambda: status(site, registry, made.host) == 404)


def test_a_host_that_is_taken_away_stops_answering_and_the_new_one_begins(
    site: Settings, registry: Registry, make: type_make
) -> None:
    made = make("lama")
    assert soon(lambda: status(site, registry, "lama.localhost") == 200)
    moved = identity("lama", code=made.code, hosts=("baru-sekali",))
    provisioning.register(site, moved, actor="test", at=clock.now())
    assert soon(lambda: status(site, registry, "baru-sekali.localhost") == 200)
    assert status(site, registry, "lama.localhost") == 404


def test_the_last_picture_stays_while_the_database_is_away(
    site: Settings, registry: Registry, platform: Engine, make: type_make
) -> None:
    made = make("tetap")
    assert soon(lambda: status(site, registry, made.host) == 200)
    role, name = platform.url.username, platform.url.database
    run(site, f'REVOKE CONNECT ON DATABASE "{name}" FROM "{role}"')
    try:
        platform.dispose()  # the next look needs a new connection
        time.sleep(0.3)
        assert status(site, registry, made.host) == 200
        set_state(site, made.slug, TenantState.SUSPENDED)
        time.sleep(0.2)
        assert status(site, registry, made.host) == 200
    finally:
        run(site, f'GRANT CONNECT ON DATABASE "{name}" TO "{role}"')
    assert soon(lambda: status(site, registry, made.host) == 503)


def test_a_row_that_cannot_be_understood_does_not_end_the_watch(
    site: Settings, registry: Registry, make: type_make
) -> None:
    made = make("aneh")
    assert soon(lambda: status(site, registry, made.host) == 200)
    run(site, "UPDATE platform.tenants SET state = 'unheard of' WHERE slug = 'aneh'")
    run(site, "UPDATE platform.registry_state SET revision = revision + 1")
    time.sleep(0.2)
    assert status(site, registry, made.host) == 200
    run(site, "UPDATE platform.tenants SET state = 'suspended' WHERE slug = 'aneh'")
    assert soon(lambda: status(site, registry, made.host) == 503)


def test_before_the_first_picture_every_host_is_told_to_come_again(site: Settings) -> None:
    away = Registry(open_engine("postgresql://x@127.0.0.1:1/x", size=1, overflow=0, name="test"), every=60)
    away.watch()
    assert not away.is_known
    assert status(site, away, "kota.localhost") == 503
    away.close()


def test_nothing_is_read_again_while_nothing_has_changed(site: Settings, platform: Engine, make: type_make) -> None:
    make()
    registry = Registry(platform, every=60)
    assert registry.refresh() is registry.refresh()
    make()
    assert len(registry.refresh().tenants) >= 2
