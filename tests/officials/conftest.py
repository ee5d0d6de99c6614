"""Two live regions whose officials are changed by these tests alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.models import Account
from jaki_replica.officials.roster import actions, queries
from jaki_replica.officials.roster.actions import By
from jaki_replica.officials.roster.terms import Roster
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import REDIS
from tests.officials.visitor import Visitor, visitor
from tests.regions import PASSWORD, USERNAME, Pair, region
from tests.serving import on_a_port

HASHED = passwords.hashed(PASSWORD)


def made(slug: str, code: str, prefix: str) -> RegionConfig:
    """The example region elsewhere, without what names its own areas: its configuration may be edited."""
    base = region(slug, code, prefix)
    kinds = tuple(replace(one, areas=()) for one in base.areas.kinds)
    return replace(base, routes=(), areas=replace(base.areas, kinds=kinds))


@pytest.fixture(scope="session")
def twins(runtime: Runtime) -> Pair:
    """Both have an admin of the same name and password, and different ids."""
    left = create_region(runtime, Onboarding(made("loket", "33.76", "LA"), actor="test"))
    right = create_region(runtime, Onboarding(made("loket-dua", "33.71", "LB"), actor="test"))
    for tenant in (left, right):
        with runtime.scope_of(tenant) as entered:
            values = {"username": USERNAME, "password_hash": HASHED, "display_name": "Admin Contoh", "role": "admin"}
            entered.session.add(Account(id=new_id(), active=True, created_at=clock.now(), **values))
            entered.session.commit()
    return Pair(left, right)


@pytest.fixture
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the test installation, as a shell would hold it."""
    assert settings.owner_url is not None
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("MASTER_KEY", settings.master_key.hex())
    monkeypatch.setenv("DATABASE_URL", settings.owner_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DATABASE_ROLE_PREFIX", settings.role_prefix)
    monkeypatch.setenv("REDIS_URL", os.environ[REDIS])


@pytest.fixture
def tenant(twins: Pair, runtime: Runtime) -> Tenant:
    """The left region with nobody in office, whatever was tried before."""
    runtime.redis.flushdb()
    with runtime.scope_of(twins.left) as entered:
        book = Rulebooks().of(runtime, entered)
        now = queries.current(entered.session)
        by = By("test", "kosongkan", book.at, now.number if now else None, book.config.identity.timezone)
        actions.apply(entered.session, Roster(), by)
        entered.session.commit()
    return twins.left


@pytest.fixture(scope="module")
def port(app: Gate) -> Iterator[int]:
    """The whole product on a port."""
    with on_a_port(app) as found:
        yield found


@pytest.fixture
def admin(app: Gate, tenant: Tenant) -> Visitor:
    return visitor(app, tenant, USERNAME)


@pytest.fixture
def post(runtime: Runtime, tenant: Tenant) -> str:
    """The key of a lurah's post."""
    with runtime.scope_of(tenant) as entered:
        return a_post(Rulebooks().of(runtime, entered))


@pytest.fixture
def other_post(runtime: Runtime, tenant: Tenant) -> str:
    """The key of another lurah's post."""
    with runtime.scope_of(tenant) as entered:
        units = Rulebooks().of(runtime, entered).organisation.units
        return [key for key, unit in units.items() if unit.rule == "lurah"][1]


def a_post(book: Rulebook) -> str:
    return next(key for key, unit in book.organisation.units.items() if unit.rule == "lurah")
