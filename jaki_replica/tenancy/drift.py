"""Finds schemas and logins that differ from what the history makes, by comparing catalogue lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection

from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.catalogue import PROPER_LOGIN, login_lines, schema_lines
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
