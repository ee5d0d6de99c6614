"""The operator's log: lines follow each other, and whoever changes, removes or slips in one is found out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import open_engine
from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import Settings
from jaki_replica.tenancy.models import OperatorLog
from jaki_replica.tenancy.operator_log import head, note, verify
from jaki_replica.tenancy.owner import owner_session


def write(session: Session, number: int) -> None:
    note(
        session,
        actor="test",
        action="test.noted",
        tenant_id=new_id(),
        at=clock.now(),
        number=number,
        seconds=0.001 * number,
        whole=12.0,
        word="ä\"'\\n😀",
    )


@pytest.fixture
def log(site: Settings) -> Iterator[Session]:
    """The log of an installation, with five lines; as the owner, who alone could change any. Undone at the end."""
    with owner_session(site) as session:
        session.execute(delete(OperatorLog))
        for number in range(5):
            write(session, number)
        assert verify(session).fault == ""
        yield session
        session.rollback()


def line(session: Session, position: int) -> OperatorLog:
    return session.execute(select(OperatorLog).where(OperatorLog.position == position)).scalar_one()


def test_a_whole_log_is_whole_and_its_head_is_the_last_line(log: Session) -> None:
    found = verify(log)
    assert (found.lines, found.fault) == (5, "")
    assert head(log) == (5, found.head)


@pytest.mark.parametrize(
    "change", [{"actor": "x"}, {"action": "x"}, {"details": {"number": 9}}, {"tenant_id": None}, {"at": clock.now()}]
)
def test_a_changed_line_is_named(log: Session, change: dict[str, object]) -> None:
    log.execute(update(OperatorLog).where(OperatorLog.position == 3).values(**change))
    log.expire_all()
    assert verify(log).fault == "line 3: it was changed after it was written"


def test_a_removed_line_and_two_that_changed_places_are_named(log: Session) -> None:
    log.execute(delete(OperatorLog).where(OperatorLog.position == 2))
    assert verify(log).fault == "line 2 is missing"
    log.execute(update(OperatorLog).where(OperatorLog.position > 2).values(position=OperatorLog.position - 1))
    log.expire_all()
    assert "line 2" in verify(log).fault


def test_a_line_slipped_in_outside_the_chain_is_found(log: Session) -> None:
    values = {"id": new_id(), "at": clock.now(), "actor": "x", "action": "x", "details": {}}
    log.execute(insert(OperatorLog).values(**values))
    assert verify(log).fault == "line 1: the lines from before the chain were changed"


def test_lines_from_before_the_chain_are_sealed_by_its_first_line(log: Session) -> None:
    log.execute(delete(OperatorLog))
    for number in range(3):
        values = {"id": new_id(), "at": clock.now(), "actor": "old", "action": f"old.{number}", "details": {}}
        log.execute(insert(OperatorLog).values(**values))
    write(log, 1)
    assert verify(log).fault == ""
    log.execute(update(OperatorLog).where(OperatorLog.action == "old.1").values(actor="other"))
    log.expire_all()
    assert "before the chain" in verify(log).fault


def test_many_writers_at_once_leave_one_whole_row_of_lines(site: Settings) -> None:
    engine = open_engine(site.platform_url, size=6, overflow=0, name="test")

    def several(number: int) -> None:
        for _ in range(5):
            with Session(engine) as session:
                write(session, number)
                session.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(several, range(6)))
    with Session(engine) as session:
        found = verify(session)
        assert found.fault == ""
        assert found.lines >= 30
    engine.dispose()


@pytest.mark.parametrize("statement", [delete(OperatorLog), update(OperatorLog).values(actor="x")])
def test_the_running_application_may_only_add(site: Settings, statement: object) -> None:
    engine = open_engine(site.platform_url, size=1, overflow=0, name="test")
    with Session(engine) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(statement)  # type: ignore[call-overload]
    engine.dispose()
