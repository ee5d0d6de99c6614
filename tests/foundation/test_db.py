"""Times without a zone, addresses of other databases and dead connections are dealt with below everything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from jaki_replica.foundation.db import normal_url, open_engine, sqlstate
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.settings import Settings


def row(at: datetime) -> OutboxRow:
    return OutboxRow(id=new_id(), job="x", arguments={}, created_at=at, due_at=at)


def test_a_time_without_a_zone_is_refused(region_session: Session) -> None:
    region_session.add(row(datetime(2026, 1, 1, 12)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="a time without a zone"):
        region_session.flush()


def test_a_time_of_any_zone_comes_back_as_the_same_instant_in_utc(region_session: Session) -> None:
    jayapura = timezone(timedelta(hours=9))
    at = datetime(2026, 1, 1, 1, 30, tzinfo=jayapura)
    region_session.add(row(at))
    region_session.commit()
    region_session.expunge_all()
    found = region_session.scalars(select(OutboxRow)).one().due_at
    assert found == at
    assert found.tzinfo is UTC


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite:///x", "http://h/d"])
def test_only_postgresql_addresses_are_taken(url: str) -> None:
    with pytest.raises(ValueError, match="not a PostgreSQL address"):
        normal_url(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_every_usual_scheme_names_our_driver(scheme: str) -> None:
    assert normal_url(f"{scheme}://u:p@h:1/d?sslmode=require").drivername == "postgresql+psycopg2"


def test_a_connection_that_died_in_the_pool_is_replaced_before_use(settings: Settings) -> None:
    assert settings.owner_url is not None
    engine = open_engine(settings.owner_url, size=1, overflow=1, name="test")
    with engine.connect() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    other = open_engine(settings.owner_url, size=1, overflow=0, name="test")
    with other.connect() as killer:
        killer.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
    other.dispose()


def test_an_error_is_told_apart_by_its_sqlstate(region_session: Session) -> None:
    with pytest.raises(Exception, match="division") as found:
        region_session.connection().exec_driver_sql("SELECT 1/0")
    assert sqlstate(found.value) == "22012"
    assert sqlstate(RuntimeError()) == ""
    assert sqlstate(OperationalError("x", None, Exception("no server"))) == ""
