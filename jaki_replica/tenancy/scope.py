"""The scope of one request, job or command: one tenant, one session, never switched, closed by default."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import DomainError
from jaki_replica.tenancy.belief import RegionSession
from jaki_replica.tenancy.reading import ReadingSession
from jaki_replica.tenancy.terms import Tenant


class NoTenant(DomainError):
    """Region data was asked for outside any region's scope."""

    code = "no_tenant"


class OtherTenant(DomainError):
    """A scope was entered inside the scope of another."""

    code = "other_tenant"


@dataclass(frozen=True, slots=True)
class Scope:
    """The tenant at work and its only session."""

    tenant: Tenant
    session: Session


_current: ContextVar[Scope | None] = ContextVar("tenant_scope", default=None)


@contextmanager
def scope(tenant: Tenant, engine: Engine, *, reading: bool = False) -> Iterator[Scope]:
    """Work as `tenant`. Entered only at the edge; whatever is not committed when it ends is rolled back.

    Who is only `reading` has no transaction, and a session that refuses to write.
    """
    if _current.get() is not None:
        raise OtherTenant("a region's scope is already open")
    session = (ReadingSession if reading else RegionSession)(engine, expire_on_commit=False)
    token = _current.set(entered := Scope(tenant, session))
    noted = structlog.contextvars.bind_contextvars(tenant=tenant.slug, tenant_id=tenant.key)
    try:
        yield entered
    finally:
        _current.reset(token)
        structlog.contextvars.reset_contextvars(**noted)
        session.close()


def current() -> Scope:
    """The scope at work. Raises NoTenant outside one: there is no default tenant."""
    found = _current.get()
    if found is None:
        raise NoTenant("no region is at work here")
    return found


def tenant() -> Tenant:
    """The tenant at work. Raises NoTenant."""
    return current().tenant


def session() -> Session:
    """The session of the tenant at work. Raises NoTenant."""
    return current().session


def cache_key(*parts: str) -> str:
    """A key for a cache or a lock that no other tenant can name. Raises NoTenant."""
    return ":".join(("jaki", tenant().key, *parts))
