"""Operators with devices, and browsers on the operator's host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import Operator, OperatorSession
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console, Device, console, make_operator


@pytest.fixture(autouse=True)
def no_counts(runtime: Runtime) -> None:
    """Earlier tries of other tests do not count."""
    runtime.redis.flushdb()


@pytest.fixture
def device(settings: Settings) -> Device:
    """A new operator with a device."""
    return make_operator(settings, f"siti-{new_id().hex[-10:]}")


@pytest.fixture
def here(app: Gate, device: Device) -> Console:
    """That operator's browser, inside."""
    return console(app).sign_in(device)


@pytest.fixture
def platform(runtime: Runtime) -> Iterator[Session]:
    """A session of the platform's login."""
    with Session(runtime.platform) as session:
        yield session


@pytest.fixture
def alone(settings: Settings, device: Device) -> Device:
    """The only active operator there is."""
    with owner_transaction(settings) as connection:
        connection.execute(delete(OperatorSession))
        connection.execute(update(Operator).where(Operator.username != device.username).values(active=False))
    return device
