"""An installation of its own for tests that make, upgrade and break many regions, and small regions in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import fresh_database, settings_for
from tests.ground import new_tenant
from tests.tenancy.small import FIRST, forget, history_of, make_region

type_make = Callable[..., Tenant]
_numbers = count(1)


@pytest.fixture(scope="session")
def site(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation without any region, apart from the one other tests use."""
    found = settings_for(fresh_database(f"jaki_{worker}_site"), f"{worker}_s_", tmp_path_factory.mktemp("files"))
    provisioning.prepare_platform(found)
    return found


@pytest.fixture
def empty_tenant(settings: Settings) -> Iterator[Tenant]:
    """A region whose tables and rights may be changed; gone after the test."""
    tenant = new_tenant(settings)
    yield tenant
    provisioning.erase(settings, tenant)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A history of one small version."""
    return history_of(tmp_path / "first", FIRST)


@pytest.fixture
def make(site: Settings, first: Path) -> Iterator[type_make]:
    """Make a small region in `site`; all are gone after the test."""
    made: list[Tenant] = []

    def region(slug: str = "", folder: Path = first) -> Tenant:
        number = next(_numbers)
        made.append(make_region(site, folder, slug or f"kecil-{number}", number))
        return made[-1]

    yield region
    for tenant in reversed(made):
        forget(site, tenant)
