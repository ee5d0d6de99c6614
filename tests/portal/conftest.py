"""A client for the citizens' pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.ui.site import make_app


@pytest.fixture
def client() -> FlaskClient:
    """A browser without pictures or scripts."""
    return make_app().test_client()
