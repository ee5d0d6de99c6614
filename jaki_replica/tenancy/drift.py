"""Finds schemas that differ from what the history makes, by comparing catalogue lines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.owner import owner_engine
from jaki_replica.tenancy.terms import Tenant

SCRATCH = "t__reference"

CATALOGUE = """
SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = to_regnamespace(%(schema)s) AND c.relkind IN ('r', 'p') AND a.attnum > 0
   AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'constraint ' || c.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
 WHERE c.relnamespace = to_regnamespace(%(schema)s) AND k.contype <> 'n'
UNION ALL
SELECT 'grant ' || table_name || ' ' || privilege_type
  FROM information_schema.table_privileges WHERE table_schema = %(schema)s AND grantee = %(role)s
UNION ALL
SELECT 'object ' || c.relkind::text || ' ' || c.relname FROM pg_class c
 WHERE c.relnamespace = to_regnamespace(%(schema)s) AND c.relkind NOT IN ('r', 'p', 'i', 'I', 't')
UNION ALL
SELECT 'function ' || p.proname FROM pg_proc p WHERE p.pronamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'trigger ' || c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = to_regnamespace(%(schema)s) AND NOT t.tgisinternal
"""


@dataclass(frozen=True, slots=True)
class Drift:
    """How one schema differs: lines it lacks and lines it has too many. Both empty: no drift."""

    slug: str
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    fingerprint: str


def catalogue(connection: Connection, schema: str, role: str) -> frozenset[str]:
    """The schema's columns, indexes, constraints, rights and other objects, one line each, without its own name."""
    rows = connection.exec_driver_sql(CATALOGUE, {"schema": schema, "role": role}).scalars()
    return frozenset(str(row).replace(f"{schema}.", "").replace(f'"{schema}".', "") for row in rows)


def fingerprint(lines: frozenset[str]) -> str:
    """SHA-256 over the sorted lines."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def reference(connection: Connection, folder: Path, version: str, role: str) -> frozenset[str]:
    """What the history makes at `version`, read from a scratch schema that is rolled back."""
    script = history.compiled(folder, None, version)
    grants = roles.table_grants(SCRATCH, role, script.creates)
    with connection.begin() as transaction:
        opening = f'CREATE SCHEMA "{SCRATCH}"; SET LOCAL search_path TO "{SCRATCH}";'
        roles.run(connection, f"{opening}\n{script.sql}\n{grants}")
        lines = catalogue(connection, SCRATCH, role)
        transaction.rollback()
    return lines


def find_drift(settings: Settings, tenants: list[Tenant], folder: Path | None = None) -> list[Drift]:
    """Compare every tenant with the reference of its own version. The databases are only read."""
    folder = folder or history.tenant_history()
    known: dict[tuple[str | None, str], frozenset[str]] = {}
    found = []
    for tenant in tenants:
        engine = owner_engine(settings, tenant)
        with engine.connect() as connection:
            version = tenant.schema_version or history.head(folder)
            key = (tenant.database_url, version)
            if key not in known:
                known[key] = reference(connection, folder, version, tenant.role)
            with connection.begin():
                lines = catalogue(connection, tenant.schema, tenant.role)
        engine.dispose()
        missing, surplus = known[key] - lines, lines - known[key]
        found.append(Drift(tenant.slug, tuple(sorted(missing)), tuple(sorted(surplus)), fingerprint(lines)))
    return found
