"""The desk through HTTP: officials of two regions, complaints filed and worked on by the domain's own actions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jaki_replica.app import create_region_app
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Category, Text
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.branding.brands import FIVE
from tests.desk.office import Office
from tests.regions import region

LITTER = Category("litter", Text("Sampah menumpuk", "Litter"), "other", AREA_OWNER)


def _town(runtime: Runtime, slug: str, code: str, prefix: str) -> Tenant:
    """The example region with one matter that the officials of its areas own."""
    config = region(slug, code, prefix)
    brand = FIVE["palembang" if slug.endswith("dua") else "jakarta"]
    config = replace(config, categories=(*config.categories, LITTER), brand=brand)
    return create_region(runtime, Onboarding(config, actor="test"))


@pytest.fixture(scope="session")
def gate(runtime: Runtime) -> Gate:
    """The regions' application behind its gate, without limits on signing in."""
    app = create_region_app(runtime)
    app.extensions["jaki_limiter"].enabled = False
    return Gate(runtime.settings, runtime.registry, region=app, operator=app)


@pytest.fixture(scope="session")
def office(runtime: Runtime, rulebooks: Rulebooks, gate: Gate) -> Office:
    """A region's staff."""
    return Office(runtime, _town(runtime, "meja", "11.74", "MA"), rulebooks, gate)


@pytest.fixture(scope="session")
def other_office(runtime: Runtime, rulebooks: Rulebooks, gate: Gate) -> Office:
    """Another region's staff: the same names, posts and logins."""
    return Office(runtime, _town(runtime, "meja-dua", "33.74", "MB"), rulebooks, gate)
