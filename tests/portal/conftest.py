"""Clients for the citizens' pages: one without a database, and citizens of two regions on the whole product."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jaki_replica.app import create_region_app
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.photos.decoder import Decoder
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.portal.citizens import Citizen, Town
from tests.regions import Pair
from tests.serving import on_a_port
from tests.ui.site import make_app

type_citizens = Callable[[], Citizen]


@pytest.fixture
def client() -> FlaskClient:
    """A browser without pictures or scripts."""
    return make_app().test_client()


@pytest.fixture(scope="session")
def citizens_app(runtime: Runtime, pair: Pair) -> Flask:
    """The regions' application, which counts nobody's tries."""
    app = create_region_app(runtime)
    app.extensions["jaki_limiter"].enabled = False
    return app


@pytest.fixture(scope="session")
def citizens_gate(runtime: Runtime, citizens_app: Flask) -> Gate:
    """That application behind its gate."""
    runtime.registry.refresh()
    return Gate(runtime.settings, runtime.registry, region=citizens_app, operator=citizens_app)


@pytest.fixture
def citizen(citizens_gate: Gate, pair: Pair) -> Citizen:
    """Somebody in the left region."""
    return Citizen(citizens_gate, pair.left)


@pytest.fixture
def neighbour(citizens_gate: Gate, pair: Pair) -> Citizen:
    """Somebody in the right region."""
    return Citizen(citizens_gate, pair.right)


@pytest.fixture
def town(runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> Town:
    """The left region from the inside."""
    return Town(runtime, pair.left, rulebooks)


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    """What opens photos."""
    with Decoder() as opened:
        yield opened


@pytest.fixture
def other_town(runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> Town:
    """The right region from the inside."""
    return Town(runtime, pair.right, rulebooks)


@pytest.fixture(scope="session")
def port(citizens_gate: Gate) -> Iterator[int]:
    """The whole product on a port."""
    with on_a_port(citizens_gate) as found:
        yield found
