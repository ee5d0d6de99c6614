"""Reading without a transaction: nothing is begun, nothing can be written, and a connection is given back as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import open_engine
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.models import Account
from jaki_replica.settings import Settings
from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.reading import alone
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import scope
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


def test_a_connection_that_was_read_with_writes_in_a_transaction_again(settings: Settings, pair: Pair) -> None:
    changed = text("SELECT count(*) FROM accounts WHERE display_name = 'Changed'")
    engine = open_engine(tenant_url(settings, pair.left), size=1, overflow=0, name="one connection")
    reading = alone(engine)
    for _ in range(3):
        with scope(pair.left, reading, reading=True) as entered:
            read = entered.session.connection().connection.dbapi_connection
            assert read is not None and read.autocommit
        with scope(pair.left, engine) as entered:
            written = entered.session.connection().connection.dbapi_connection
            assert written is read and not read.autocommit
            entered.session.execute(text("UPDATE accounts SET display_name = 'Changed'"))
            assert entered.session.scalar(changed)
        with scope(pair.left, engine) as entered:
            assert entered.session.scalar(changed) == 0
    engine.dispose()


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
