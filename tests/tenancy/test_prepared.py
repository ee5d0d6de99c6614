"""Reads that a connection keeps ready: planned once, the same answers, and plainly where a pooler is in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, Integer, Text, bindparam, cast, event, literal_column, select, text
from sqlalchemy.orm import Session

from jaki_replica.foundation.db import open_engine
from jaki_replica.settings import Settings
from jaki_replica.tenancy.engines import tenant_url
from jaki_replica.tenancy.owner import owner_engine
from jaki_replica.tenancy.prepared import PREPARED, executing, name, preparing
from jaki_replica.tenancy.reading import ReadingSession, alone
from tests.regions import Pair

A, B = (cast(bindparam(one, type_=Integer()), Integer()) for one in "ab")
SUM = select(A + B * A)
READY = text("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'jaki%'")


@pytest.fixture
def engine(settings: Settings, pair: Pair) -> Iterator[Engine]:
    """A region's engine with one connection."""
    found = open_engine(tenant_url(settings, pair.left), size=1, overflow=0, name="one connection")
    yield found
    found.dispose()


def test_what_is_marked_is_made_ready_once_and_answers_the_same(engine: Engine) -> None:
    marked = SUM.execution_options(**PREPARED)
    reading = alone(engine)
    for a, b in [(2, 3), (5, -1), (7, 0)]:
        with ReadingSession(reading) as session:
            assert session.scalar(marked, {"a": a, "b": b}) == session.scalar(SUM, {"a": a, "b": b}) == a + a * b
            assert session.scalar(READY) == 1


def test_nothing_is_made_ready_in_a_transaction(engine: Engine) -> None:
    alone(engine)
    with Session(engine) as session:
        assert session.scalar(SUM.execution_options(**PREPARED), {"a": 1, "b": 1}) == 2
        assert session.scalar(READY) == 0


def test_percent_signs_and_repeated_parameters_are_written_for_the_server() -> None:
    said = "SELECT %(a)s LIKE '%%b%%', %(c)s, %(a)s"
    assert preparing(said) == f"PREPARE {name(said)} AS SELECT $1 LIKE '%b%', $2, $1"
    assert executing(said) == f"EXECUTE {name(said)}(%(a)s, %(c)s)"
    assert executing("SELECT 1") == f"EXECUTE {name('SELECT 1')}"


def test_hostile_values_stay_values(engine: Engine) -> None:
    marked = select(bindparam("said", type_=Text()), literal_column("'50%'")).execution_options(**PREPARED)
    with ReadingSession(alone(engine)) as session:
        for said in ("'); DROP TABLE accounts; --", "%(said)s %s %%", "$1", "\\' OR 1=1"):
            assert session.execute(marked, {"said": said}).one() == (said, "50%")


@pytest.mark.parametrize("loss", ["DEALLOCATE ALL", "{prepare}"])
def test_behind_a_pooler_that_hands_out_other_connections_everything_is_sent_plainly(engine: Engine, loss: str) -> None:
    marked = SUM.execution_options(**PREPARED)
    reading = alone(engine)
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    with ReadingSession(reading) as session:
        if loss.startswith("DEALLOCATE"):
            assert session.scalar(marked, {"a": 1, "b": 2}) == 3
        else:
            session.scalar(SUM, {"a": 1, "b": 2})
            loss = preparing(sent[-1])
        cursor = session.connection().connection.cursor()
        cursor.execute(loss)
        assert [session.scalar(marked, {"a": 1, "b": n}) for n in (2, 3)] == [3, 4]
        cursor.execute("DEALLOCATE ALL")
        assert session.scalar(marked, {"a": 1, "b": 4}) == 5
        assert session.scalar(READY) == 0


def test_a_column_that_a_migration_gave_another_type_is_read_on(engine: Engine, settings: Settings, pair: Pair) -> None:
    marked = select(literal_column("kept")).select_from(text("changing")).execution_options(**PREPARED)
    owner = owner_engine(settings)

    def change(statement: str) -> None:
        with owner.begin() as connection:
            connection.exec_driver_sql(statement.replace("changing", f'"{pair.left.schema}".changing'))

    change("CREATE TABLE changing (kept integer)")
    change(f'GRANT SELECT ON changing TO "{pair.left.role}"')
    change("INSERT INTO changing VALUES (7)")
    try:
        with ReadingSession(alone(engine)) as session:
            assert session.scalar(marked) == 7
            change("ALTER TABLE changing ALTER COLUMN kept TYPE text")
            assert [session.scalar(marked) for _ in range(3)] == ["7", "7", "7"]
            assert session.scalar(READY) == 1
    finally:
        change("DROP TABLE changing")
        owner.dispose()
