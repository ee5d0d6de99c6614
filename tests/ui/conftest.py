"""A client and a browser for the shared pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.ui.site import Served, make_app, served


@pytest.fixture
def client() -> FlaskClient:
    """A browser without pictures or scripts."""
    return make_app().test_client()


@pytest.fixture(scope="session")
def site() -> Iterator[Served]:
    """The site on a port."""
    with served() as found:
        yield found
