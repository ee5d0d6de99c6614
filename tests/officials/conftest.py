"""Two live regions whose officials are changed by these tests alone."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.models import Account
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.runtime import Runtime
from tests.conftest import REDIS
from tests.regions import PASSWORD, USERNAME, Pair, region

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
