"""The watch over the test run itself: it must see what a region's login may never send, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jaki_replica.tenancy.runtime import Runtime
from tests.regions import Pair
from tests.statements import faults

FORBIDDEN = [
    "SET search_path TO x",
    "  set local role x",
    "RESET ROLE",
    "DISCARD ALL",
    "LISTEN changes",
    "NOTIFY changes",
    "CREATE TABLE x (y int)",
    "ALTER TABLE x ADD y int",
    "DROP TABLE x",
    "TRUNCATE x",
    "GRANT SELECT ON x TO y",
    "COPY x TO STDOUT",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_lock(1)",
    "SELECT * FROM platform.tenants",
    "SELECT * FROM t_kota.accounts",
    'SELECT * FROM "t_kota"."accounts"',
    "UPDATE x SET at = now()",
    "INSERT INTO x VALUES (CURRENT_TIMESTAMP)",
    "SELECT clock_timestamp()",
    "SELECT random()",
]
ALLOWED = [
    "SELECT accounts.id FROM accounts WHERE accounts.username = %(name)s",
    "INSERT INTO messages (body) VALUES ('SET search_path; platform.tenants; now()')",
    "SET TRANSACTION READ ONLY",
    "SELECT pg_advisory_xact_lock(1)",
    "UPDATE outbox SET attempts = attempts + 1",
    "SELECT known.at FROM known",
    "SELECT created_at, settings FROM x ORDER BY created_at",
    "SELECT 1",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_forbidden_statement_is_seen(statement: str) -> None:
    assert faults(statement)


@pytest.mark.parametrize("statement", ALLOWED)
def test_an_ordinary_statement_is_let_through(statement: str) -> None:
    assert faults(statement) == []


def test_a_regions_session_is_watched_and_the_platforms_is_not(runtime: Runtime, pair: Pair) -> None:
    with runtime.scope_of(pair.left) as entered, pytest.raises(AssertionError, match="a time of the server"):
        entered.session.execute(text("SELECT now()"))
    with runtime.platform.connect() as connection:
        connection.execute(text("SELECT now()"))
