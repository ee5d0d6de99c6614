"""An installation of its own: what is decreed here is decreed for every region of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from tests.conftest import fresh_database, settings_for


@pytest.fixture(scope="session")
def site(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of its own: what is decreed here is decreed for every region of it."""
    found = settings_for(fresh_database(f"jaki_{worker}_days"), f"{worker}_days_", tmp_path_factory.mktemp("files"))
    provisioning.prepare_platform(found)
    return found


@pytest.fixture(scope="session")
def here(site: Settings) -> Iterator[Runtime]:
    opened = open_runtime(site)
    yield opened
    opened.close()
