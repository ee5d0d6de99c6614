"""The tenants as this process knows them: a picture of the registry, renewed when its revision grows."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from jaki_replica.tenancy.models import RegistryState, TenantRow
from jaki_replica.tenancy.terms import Tenant, TenantState

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """The registry at one revision. Revision -1 means that it was never read."""

    revision: int = -1
    tenants: tuple[Tenant, ...] = ()
    by_host: Mapping[str, Tenant] = field(default_factory=lambda: MappingProxyType({}))
    by_slug: Mapping[str, Tenant] = field(default_factory=lambda: MappingProxyType({}))
    by_id: Mapping[str, Tenant] = field(default_factory=lambda: MappingProxyType({}))


def as_tenant(row: TenantRow) -> Tenant:
    """The frozen value of a registry row."""
    return Tenant(
        id=row.id,
        slug=row.slug,
        name=row.name,
        code=row.code,
        kind=row.kind,
        zone=row.zone,
        state=TenantState(row.state),
        hosts=tuple(h.host for h in row.hosts),
        schema=row.schema,
        role=row.role,
        password_version=row.password_version,
        database_url=row.database_url,
        schema_version=row.schema_version,
    )


def take_picture(session: Session) -> Picture:
    """Read the whole registry: two queries, whatever the number of tenants."""
    revision = session.scalar(select(RegistryState.revision)) or 0
    rows = session.scalars(select(TenantRow).options(selectinload(TenantRow.hosts)).order_by(TenantRow.slug))
    tenants = tuple(as_tenant(row) for row in rows)
    return Picture(
        revision=revision,
        tenants=tenants,
        by_host=MappingProxyType({host: t for t in tenants for host in t.hosts}),
        by_slug=MappingProxyType({t.slug: t for t in tenants}),
        by_id=MappingProxyType({t.key: t for t in tenants}),
    )


class Registry:
    """Keeps a Picture current. Requests read memory only; a thread asks the database for news.

    When the platform database is away the last picture stays in use, so regions on other servers go on.
    """

    def __init__(self, engine: Engine, *, every: float) -> None:
        """`every` is the pause between two looks at the revision, in seconds."""
        self._engine = engine
        self._every = every
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._well = True
        self.picture = Picture()

    def refresh(self) -> Picture:
        """Look now, and read the registry again if it has changed."""
        with self._lock, Session(self._engine) as session:
            revision = session.scalar(select(RegistryState.revision))
            if revision != self.picture.revision:
                self.picture = take_picture(session)
        return self.picture

    def watch(self) -> None:
        """Take the first picture, then start the thread that keeps it current. Safe to call twice."""
        if self._thread is None:
            self._look()
            self._thread = threading.Thread(target=self._watch, name="registry", daemon=True)
            self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            self._look()

    def _look(self) -> None:
        try:
            self.refresh()
            self._well = True
        except Exception as error:  # the thread must outlive whatever the registry holds or does not answer
            if self._well:
                log.warning("registry unreadable, the last picture stays", kind=type(error).__name__)
            self._well = False

    def close(self) -> None:
        """Stop the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    @property
    def is_known(self) -> bool:
        """Whether the registry was ever read."""
        return self.picture.revision >= 0
