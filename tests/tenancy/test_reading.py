"""Reading without a transaction: nothing is begun, nothing can be written, and a connection is given back as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.models import Account
from jaki_replica.tenancy.runtime import Runtime
from tests.regions import Pair
from tests.statements import READING


def test_each_statement_stands_alone_and_sees_what_was_committed_meanwhile(runtime: Runtime, pair: Pair) -> None:
    count = text("SELECT count(*) FROM accounts")
    with runtime.scope_of(pair.left, reading=True) as entered:
        before = entered.session.scalar(count)
        raw = entered.session.connection().connection.dbapi_connection
        assert raw is not None and raw.autocommit
        assert raw.info.transaction_status == 0  # type: ignore[attr-defined]  # idle: nothing was begun
        assert entered.session.scalar(count) == before


def test_a_session_that_reads_refuses_to_write(runtime: Runtime, pair: Pair) -> None:
    row = Account(
        id=new_id(),
        username="nobody-writes",
        password_hash="x",
        display_name="x",
        role="official",
        active=True,
        created_at=clock.now(),
    )
    with runtime.scope_of(pair.left, reading=True) as entered:
        entered.session.add(row)
        with pytest.raises(RuntimeError, match="only reads"):
            entered.session.flush()
        with pytest.raises(RuntimeError, match="only reads"):
            entered.session.commit()
        entered.session.expunge(row)


def test_a_connection_that_was_read_with_writes_in_a_transaction_again(runtime: Runtime, pair: Pair) -> None:
    for _ in range(3):
        with runtime.scope_of(pair.left, reading=True) as entered:
            read = entered.session.connection().connection.dbapi_connection
        with runtime.scope_of(pair.left) as entered:
            written = entered.session.connection().connection.dbapi_connection
            assert written is read, "the pool gave another connection, so this test shows nothing"
            assert not written.autocommit
            entered.session.execute(text("UPDATE accounts SET display_name = 'Changed'"))
        with runtime.scope_of(pair.left) as entered:
            assert entered.session.scalar(text("SELECT count(*) FROM accounts WHERE display_name = 'Changed'")) == 0


@pytest.mark.parametrize(
    ("statement", "only_reads"),
    [
        ("SELECT 1", True),
        ("  select id FROM accounts", True),
        ("SELECT id FROM accounts FOR UPDATE", False),
        ("UPDATE accounts SET active = true", False),
        ("INSERT INTO accounts VALUES (1)", False),
        ("WITH gone AS (DELETE FROM accounts RETURNING 1) SELECT 1", False),
    ],
)
def test_the_watch_over_the_whole_run_knows_a_change(statement: str, only_reads: bool) -> None:
    assert bool(READING.match(statement)) is only_reads
