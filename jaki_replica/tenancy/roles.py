"""The SQL of wall one: a login role per tenant that may use its own schema and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg2 import sql
from sqlalchemy import Connection

from jaki_replica.foundation.db import RegionBase

PLATFORM_RIGHTS = {
    "tenants": "SELECT",
    "tenant_hosts": "SELECT",
    "registry_state": "SELECT",
    "tenant_figures": "SELECT, INSERT, UPDATE",
    "operators": "SELECT",
    "operator_sessions": "SELECT, INSERT, UPDATE, DELETE",
    "operator_log": "SELECT, INSERT",
}

ROLE_LIMITS = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "5s"}


def run(connection: Connection, statement: sql.Composable | str) -> None:
    """Execute one composed statement, or a script without parameters, on the driver's own cursor."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    with driver.cursor() as cursor:
        cursor.execute(statement)


def database_name(connection: Connection) -> str:
    """The name of the database at the other end."""
    return connection.engine.url.database or ""


def close_database(connection: Connection) -> None:
    """Take from PUBLIC what a new database gives to everybody: connecting, temporary tables, the public schema."""
    name = sql.Identifier(database_name(connection))
    run(connection, sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")


def role_exists(connection: Connection, role: str) -> bool:
    """Whether the cluster knows `role`."""
    return connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first() is not None


def make_login(connection: Connection, role: str, password: str, search_path: str) -> None:
    """Create `role` or renew its password; it may log in to this database and sees `search_path` first."""
    name = sql.Identifier(role)
    verb = "ALTER" if role_exists(connection, role) else "CREATE"
    attributes = "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD {}"
    run(connection, sql.SQL(f"{verb} ROLE {{}} {attributes}").format(name, sql.Literal(password)))
    database = sql.Identifier(database_name(connection))
    run(connection, sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name))
    setting = sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}")
    run(connection, setting.format(name, database, sql.Identifier("search_path"), sql.Identifier(search_path)))
    for key, value in ROLE_LIMITS.items():
        run(connection, setting.format(name, database, sql.Identifier(key), sql.Literal(value)))


def append_only_tables() -> frozenset[str]:
    """Region tables whose rows the tenant's role may add and read, never change or remove."""
    tables = RegionBase.metadata.tables.values()
    return frozenset(t.name for t in tables if t.info.get("append_only")) | {"alembic_version"}


def table_grants(schema: str, role: str, tables: Iterable[str]) -> str:
    """The GRANTs of `role` on `tables` of `schema`, as one script."""
    appended = append_only_tables()
    lines = []
    for table in sorted(tables):
        rights = "SELECT, INSERT" if table in appended else "SELECT, INSERT, UPDATE, DELETE"
        rights = "SELECT" if table == "alembic_version" else rights
        lines.append(f'GRANT {rights} ON "{schema}"."{table}" TO "{role}";')
    return "\n".join(lines)


def grant_platform(connection: Connection, role: str) -> None:
    """What the running application may do in the `platform` schema: read the registry, keep sessions, add to the log."""
    name = sql.Identifier(role)
    run(connection, sql.SQL("GRANT USAGE ON SCHEMA platform TO {}").format(name))
    for table, rights in PLATFORM_RIGHTS.items():
        target = sql.Identifier("platform", table)
        run(connection, sql.SQL(f"GRANT {rights} ON {{}} TO {{}}").format(target, name))


def drop_login(connection: Connection, role: str) -> None:
    """Remove `role` with what it may do in this database."""
    if role_exists(connection, role):
        name, database = sql.Identifier(role), sql.Identifier(database_name(connection))
        run(connection, sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(database, name))
        run(connection, sql.SQL("DROP ROLE {}").format(name))
