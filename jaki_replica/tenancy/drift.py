"""Finds schemas and logins that differ from what the history makes, by comparing catalogue lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings, platform_role
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.catalogue import PROPER_LOGIN, login_lines, schema_lines
from jaki_replica.tenancy.models import SchemaReference
from jaki_replica.tenancy.owner import owner_engine
from jaki_replica.tenancy.terms import Tenant

SCRATCH = "t__reference"


@dataclass(frozen=True, slots=True)
class Drift:
    """How one schema differs: lines it lacks and lines it has too many. Both empty: no drift."""

    slug: str
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    fingerprint: str


def fingerprint(lines: frozenset[str]) -> str:
    """SHA-256 over the sorted lines."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _is_seen_alike(line: str) -> bool:
    """Who owns the schema looks different to its login than to the owner; everything else looks the same."""
    return not (line.startswith("owner ") and line.endswith(" of the schema"))


def own_fingerprint(engine: Engine, tenant: Tenant) -> str:
    """The fingerprint of a region's schema as its own login sees it: no other login is needed to notice a change."""
    with engine.connect() as connection:
        lines = schema_lines(connection, tenant.schema, tenant.role)
    return fingerprint(frozenset(filter(_is_seen_alike, lines)))


def note_reference(settings: Settings, folder: Path | None = None) -> None:
    """Keep the fingerprint of the newest version, once; the caller sees to it that nobody else does so now."""
    folder = folder or history.tenant_history()
    version = history.head(folder)
    engine = owner_engine(settings)
    try:
        with engine.connect() as connection:
            with connection.begin():
                known = connection.execute(select(SchemaReference).where(SchemaReference.version == version)).first()
            if known is None:
                lines = reference(connection, folder, version, platform_role(settings.role_prefix))
                values = {"version": version, "fingerprint": fingerprint(frozenset(filter(_is_seen_alike, lines)))}
                with connection.begin():
                    connection.execute(insert(SchemaReference).values(**values, made_at=clock.now()))
    finally:
        engine.dispose()


def reference_of(session: Session, version: str | None) -> str | None:
    """The fingerprint of a proper schema at `version`, where it was ever made."""
    return session.scalar(select(SchemaReference.fingerprint).where(SchemaReference.version == (version or "")))


def reference(connection: Connection, folder: Path, version: str, role: str) -> frozenset[str]:
    """What the history makes at `version`, read from a scratch schema that is rolled back.

    Raises CommandError for a version that the history does not hold.
    """
    script = history.compiled(folder, None, version)
    grants = roles.table_grants(SCRATCH, role, script.creates)
    with connection.begin() as transaction:
        roles.run(connection, roles.schema_opening(SCRATCH, role))
        roles.run(connection, f"{script.sql}\n{grants}")
        lines = schema_lines(connection, SCRATCH, role)
        transaction.rollback()
    return lines


@dataclass(slots=True)
class _Comparison:
    """One database's tenants against the history; the reference of each version is made once."""

    connection: Connection
    folder: Path
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, tenant: Tenant) -> Drift:
        with self.connection.begin():
            roles.run(self.connection, "SET TRANSACTION READ ONLY")
            version = history.version_of(self.connection, tenant.schema)
            lines = schema_lines(self.connection, tenant.schema, tenant.role)
            login = login_lines(self.connection, tenant.schema, tenant.role)
        if version is None:
            return Drift(tenant.slug, (f"schema {tenant.schema}",), (), fingerprint(lines))
        try:
            expected = self._expected(version, tenant.role) | PROPER_LOGIN
        except CommandError:
            surplus = (f"version {version}, which is not in the history at hand",)
            return Drift(tenant.slug, (), surplus, fingerprint(lines))
        found = lines | login
        return Drift(tenant.slug, tuple(sorted(expected - found)), tuple(sorted(found - expected)), fingerprint(lines))

    def _expected(self, version: str, role: str) -> frozenset[str]:
        if version not in self.known:
            self.known[version] = reference(self.connection, self.folder, version, role)
        return self.known[version]


def find_drift(settings: Settings, tenants: Sequence[Tenant], folder: Path | None = None) -> list[Drift]:
    """Compare every tenant with what the history makes at the version it has. Nothing is mended."""
    folder = folder or history.tenant_history()
    found: dict[str, Drift] = {}
    for place in dict.fromkeys(t.database_url for t in tenants):
        here = [t for t in tenants if t.database_url == place]
        engine = owner_engine(settings, here[0])
        try:
            with engine.connect() as connection:
                comparison = _Comparison(connection, folder)
                found |= {t.slug: comparison.of(t) for t in here}
        finally:
            engine.dispose()
    return [found[t.slug] for t in tenants]
