"""The SQL of wall one: a login role per tenant that may use its own schema and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2 import sql
from psycopg2.extensions import encrypt_password
from sqlalchemy import Connection

from jaki_replica.foundation.errors import Conflict, Invalid
from jaki_replica.tenancy.history import VERSIONS

PLATFORM_RIGHTS = {
    "tenants": "SELECT, UPDATE (state)",  # the console suspends and resumes; nothing else of a tenant is its own
    "tenant_hosts": "SELECT",
    "registry_state": "SELECT, UPDATE (revision)",
    "tenant_figures": "SELECT, INSERT, UPDATE",
    "schema_references": "SELECT",
    "operators": "SELECT, INSERT, UPDATE",
    "operator_recovery_codes": "SELECT, INSERT, UPDATE, DELETE",
    "operator_sessions": "SELECT, INSERT, UPDATE, DELETE",
    "operator_log": "SELECT, INSERT",
    "holiday_decrees": "SELECT, INSERT",
    "preparations": "SELECT, INSERT, UPDATE, DELETE",
    "preparation_steps": "SELECT, INSERT, UPDATE, DELETE",
    "preparation_orders": "SELECT, INSERT, DELETE",  # what came of an order is written by who carries it out
}

ROLE_LIMITS = {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "5s"}

OPEN = """
SELECT has_database_privilege('public', current_database(), 'CONNECT')
    OR has_database_privilege('public', current_database(), 'TEMPORARY')
    OR coalesce(has_schema_privilege('public', to_regnamespace('public')::oid, 'USAGE'), false)
    OR coalesce(has_schema_privilege('public', to_regnamespace('public')::oid, 'CREATE'), false)
"""

ELSEWHERE = """
SELECT d.datname
  FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
 WHERE r.rolname = %s AND d.datname <> current_database() LIMIT 1
"""


def run(connection: Connection, statement: sql.Composable | str) -> None:
    """Execute one composed statement, or a script, without parameters: a percent sign stands for itself."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    script = statement if isinstance(statement, str) else statement.as_string(driver)
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def database_name(connection: Connection) -> str:
    """The name of the database at the other end."""
    return connection.engine.url.database or ""


def close_database(connection: Connection) -> None:
    """Take from PUBLIC what a new database gives to everybody: connecting, temporary tables, the public schema.

    Raises Invalid where the owner's role may not do that: then nothing would keep regions apart.
    """
    if not is_open(connection):
        return
    name = sql.Identifier(database_name(connection))
    run(connection, sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    if schema_exists(connection, "public"):
        run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    if is_open(connection):  # PostgreSQL only warns where somebody else gave those rights
        raise Invalid(
            f"The database {database_name(connection)} stays open to every login",
            remedy="make the owner's role the owner of the database and of its schema public",
        )


def is_open(connection: Connection) -> bool:
    """Whether PUBLIC may connect, make temporary tables, or use the schema public."""
    return bool(connection.exec_driver_sql(OPEN).scalar())


def schema_exists(connection: Connection, schema: str) -> bool:
    """Whether this database has `schema`."""
    return connection.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).first() is not None


def role_exists(connection: Connection, role: str) -> bool:
    """Whether the cluster knows `role`."""
    return connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first() is not None


def make_login(connection: Connection, role: str, password: str, search_path: str) -> None:
    """Create `role` or renew its password; it may log in to this database and sees `search_path` first.

    The server is sent the SCRAM verifier, so that the password is in no log of it. Raises Conflict where the
    role serves another database of this server: another installation would be cut off.
    """
    name = sql.Identifier(role)
    known = role_exists(connection, role)
    if known:
        _check_own(connection, role)
    driver = connection.connection.driver_connection
    verifier = sql.Literal(encrypt_password(password, role, driver, "scram-sha-256"))
    attributes = f"{'ALTER' if known else 'CREATE'} ROLE {{}} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD {{}}"
    database = sql.Identifier(database_name(connection))
    setting = sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}")
    steps = [
        sql.SQL(attributes).format(name, verifier),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, name),
        setting.format(name, database, sql.Identifier("search_path"), sql.Identifier(search_path)),
    ]
    for key, value in ROLE_LIMITS.items():
        steps.append(setting.format(name, database, sql.Identifier(key), sql.Literal(value)))
    run(connection, sql.SQL("; ").join(steps))


def _check_own(connection: Connection, role: str) -> None:
    other = connection.exec_driver_sql(ELSEWHERE, (role,)).scalar()
    if other is not None:
        raise Conflict(
            f"The role {role} belongs to the database {other} of this server",
            remedy="give each installation on a server its own DATABASE_ROLE_PREFIX",
        )


def schema_opening(schema: str, role: str) -> str:
    """Make `schema`, let `role` use it, and work in it for the rest of the transaction."""
    return (
        f'CREATE SCHEMA "{schema}";\nGRANT USAGE ON SCHEMA "{schema}" TO "{role}";\n'
        f'SET LOCAL search_path TO "{schema}";'
    )


def table_grants(schema: str, role: str, tables: Mapping[str, bool]) -> str:
    """The GRANTs of `role` on `tables` of `schema`, as one script; rows of a table marked True may only be added."""
    lines = []
    for table, append_only in sorted(tables.items()):
        rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
        rights = "SELECT" if table == VERSIONS else rights
        lines.append(f'GRANT {rights} ON "{schema}"."{table}" TO "{role}";')
    return "\n".join(lines)


def grant_platform(connection: Connection, role: str) -> None:
    """What the running application may do in `platform`: read the registry, keep sessions, add to the log."""
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
