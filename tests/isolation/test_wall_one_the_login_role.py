"""Whatever SQL a region's login sends, it reads and writes its own schema and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2 import sql
from sqlalchemy import Connection

from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.provisioning import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from tests.regions import Pair

DENIED = {"42501", "3F000", "42P01", "42704", "22023", "0A000", "55000", "25006", "58P01"}

FOREIGN = [
    "SELECT * FROM {other}.accounts",
    "SELECT count(*) FROM {other}.outbox",
    "INSERT INTO {other}.outbox SELECT * FROM outbox",
    "UPDATE {other}.accounts SET active = false",
    "DELETE FROM {other}.accounts",
    "TRUNCATE {other}.accounts",
    "SELECT * FROM platform.tenants",
    "SELECT * FROM platform.operators",
    "INSERT INTO platform.operator_log SELECT * FROM platform.operator_log",
    "CREATE TABLE {other}.planted (x int)",
    "CREATE TABLE {own}.planted (x int)",
    "CREATE TABLE public.planted (x int)",
    "CREATE TEMPORARY TABLE planted (x int)",
    "CREATE SCHEMA planted",
    "CREATE FUNCTION {own}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE accounts",
    "ALTER TABLE accounts ADD COLUMN planted text",
    "ALTER ROLE {other_role} PASSWORD 'x'",
    "ALTER ROLE {own_role} SUPERUSER",
    "SET ROLE {other_role}",
    "SET SESSION AUTHORIZATION {other_role}",
    "GRANT {other_role} TO {own_role}",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY accounts FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "ALTER DATABASE {database} OWNER TO {own_role}",
    "COMMENT ON SCHEMA {other} IS 'mine'",
    "LOCK TABLE {other}.accounts",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{owner}'",
    "UPDATE config_revisions SET author = 'nobody'",
    "DELETE FROM config_revisions",
    "UPDATE alembic_version SET version_num = 'x'",
]


@pytest.fixture
def login(runtime: Runtime, pair: Pair) -> Iterator[psycopg2.extensions.connection]:
    """A raw connection of the left region's role: no code of ours stands in the way."""
    url = tenant_url(runtime.settings, pair.left).set(drivername="postgresql")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    yield connection
    connection.close()


@pytest.mark.parametrize("statement", FOREIGN)
def test_a_regions_login_is_denied(
    statement: str, login: psycopg2.extensions.connection, pair: Pair, runtime: Runtime
) -> None:
    owner = runtime.settings.owner_url
    assert owner is not None
    text = statement.format(
        other=pair.right.schema,
        own=pair.left.schema,
        other_role=pair.right.role,
        own_role=pair.left.role,
        database=owner.database,
        owner=owner.username,
    )
    with login.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(text)
        if "pg_terminate_backend" in text:  # sees no such backend, or may not end it
            assert cursor.fetchall() == []
            raise psycopg2.errors.InsufficientPrivilege
    assert (refused.value.pgcode or "42501") in DENIED


ESCAPES = {
    "stacked statements": "1'; SET search_path TO {other}; SELECT username FROM accounts WHERE '1'='1",
    "set_config": "1' UNION SELECT set_config('search_path', '{other}', false) UNION SELECT username FROM accounts --",
    "query_to_xml": "1' UNION SELECT query_to_xml('SELECT * FROM {other}.accounts', true, false, '')::text --",
    "reset role": "1'; RESET ROLE; RESET SESSION AUTHORIZATION; SELECT username FROM {other}.accounts --",
    "a prepared statement": "1'; PREPARE p AS SELECT username FROM {other}.accounts; EXECUTE p --",
    "a cursor": "1'; DECLARE c CURSOR FOR SELECT username FROM {other}.accounts; FETCH ALL FROM c --",
    "a do block": "1'; DO $$ BEGIN EXECUTE 'INSERT INTO {other}.outbox SELECT * FROM {other}.outbox'; END $$; --",
    "dblink": "1' UNION SELECT dblink('dbname={database}', 'SELECT 1')::text --",
}


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_injected_statement_reaches_no_other_region(
    escape: str, login: psycopg2.extensions.connection, pair: Pair, runtime: Runtime
) -> None:
    """The worst case: a page that pastes text into SQL. The role still has nowhere to go."""
    with owner_transaction(runtime.settings) as connection:
        _plant_secret(connection, pair.right.schema)
    database = runtime.settings.platform_url.database
    value = ESCAPES[escape].format(other=pair.right.schema, database=database)
    rows: list[tuple[object, ...]] = []
    with login.cursor() as cursor:
        try:
            cursor.execute(f"SELECT username FROM accounts WHERE username = '{value}'")
            rows = cursor.fetchall() if cursor.description else []
        except psycopg2.Error as error:
            assert error.pgcode in DENIED | {"42883", "42601"}
    assert "rahasia-tetangga" not in repr(rows)


def _plant_secret(connection: Connection, schema: str) -> None:
    table = sql.Identifier(schema, "accounts")
    insert = sql.SQL(
        "INSERT INTO {} (id, username, password_hash, display_name, role, created_at)"
        " VALUES (gen_random_uuid(), 'rahasia-tetangga', '', '', 'official', now()) ON CONFLICT DO NOTHING"
    ).format(table)
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(insert)


def test_a_changed_search_path_shows_nothing_of_the_neighbour(
    login: psycopg2.extensions.connection, pair: Pair
) -> None:
    with login.cursor() as cursor:
        cursor.execute(f'SET search_path TO "{pair.right.schema}"')
        with pytest.raises(psycopg2.Error) as refused:
            cursor.execute("SELECT * FROM accounts")
    assert refused.value.pgcode in DENIED


def test_the_platforms_login_reads_no_region(runtime: Runtime, pair: Pair) -> None:
    url = runtime.settings.platform_url.set(drivername="postgresql")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    try:
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(f'SELECT * FROM "{pair.left.schema}".accounts')
    finally:
        connection.close()


def test_a_region_cannot_log_in_with_its_neighbours_password(runtime: Runtime, pair: Pair) -> None:
    url = tenant_url(runtime.settings, pair.left).set(drivername="postgresql", username=pair.right.role)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url.render_as_string(hide_password=False))
