"""`jaki areas` on a live region."""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner

from jaki_replica.areas import queries
from jaki_replica.cli.areas import areas
from jaki_replica.settings import Settings
from jaki_replica.tenancy.runtime import Runtime
from tests.conftest import REDIS
from tests.regions import Pair


@pytest.fixture(autouse=True)
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the test installation, as a shell would hold it."""
    assert settings.owner_url is not None
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("MASTER_KEY", settings.master_key.hex())
    monkeypatch.setenv("DATABASE_URL", settings.owner_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DATABASE_ROLE_PREFIX", settings.role_prefix)
    monkeypatch.setenv("REDIS_URL", os.environ[REDIS])


def test_a_latitude_south_of_the_equator_is_typed_as_it_is(pair: Pair, runtime: Runtime) -> None:
    with runtime.scope_of(pair.right) as entered:
        village = queries.tree(entered.session).at_level(4)[0]
    assert village.lat is not None
    assert village.lat < 0
    found = CliRunner().invoke(areas, ["locate", pair.right.slug, str(village.lat), str(village.lon)])
    assert found.exit_code == 0, found.output
    assert village.code in found.output
    assert found.output.splitlines()[1].startswith("inside")
