"""Connections of the owner role: only commands that provision and migrate open them, never the web."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from jaki_replica.foundation.db import PATIENCE, normal_url
from jaki_replica.foundation.errors import Invalid
from jaki_replica.settings import Settings
from jaki_replica.tenancy.terms import Tenant


def owner_url(settings: Settings, tenant: Tenant | None = None) -> URL:
    """The owner's login on the platform's database, or on the database where `tenant` lies.

    The owner has the same name and password on every server. Raises Invalid where this process has no owner login.
    """
    if settings.owner_url is None:
        raise Invalid("This needs the owner's login", remedy="set DATABASE_URL and run the command again")
    if tenant is None or not tenant.database_url:
        return settings.owner_url
    owner = settings.owner_url
    return normal_url(tenant.database_url).set(username=owner.username, password=owner.password)


def owner_engine(settings: Settings, tenant: Tenant | None = None) -> Engine:
    """An engine without a pool, for a few long statements."""
    arguments = {"application_name": "jaki owner", **PATIENCE}
    return create_engine(owner_url(settings, tenant), poolclass=NullPool, connect_args=arguments, hide_parameters=True)


@contextmanager
def owner_transaction(settings: Settings, tenant: Tenant | None = None) -> Iterator[Connection]:
    """One transaction of the owner; committed when the block ends well."""
    engine = owner_engine(settings, tenant)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def owner_session(settings: Settings) -> Iterator[Session]:
    """A session of the owner on the platform's database; committed when the block ends well."""
    with owner_transaction(settings) as connection, Session(connection) as session:
        yield session
        session.flush()
