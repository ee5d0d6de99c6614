"""Reads of complaints: what pages, the API and the timetable show. Hot lists select columns, not objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint, ComplaintDay, ComplaintEvent
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.complaints.terms import OWNER_AT_WORK
from jaki_replica.foundation.errors import Forbidden, NotFound

COMPLAINTS, EVENTS = Complaint.__table__.c, ComplaintEvent.__table__.c

type_rows = Sequence[Row[*tuple[Any, ...]]]

PUBLIC_LINE = (
    Complaint.id,
    Complaint.number,
    Complaint.status,
    Complaint.category,
    Complaint.area,
    Complaint.unit,
    Complaint.filed_at,
    Complaint.resolved_at,
    Complaint.private,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A complaint as a page reads it that changes nothing."""

    id: UUID
    number: str
    status: str
    category: str
    description: str
    private: bool
    area: str | None
    lat: float | None
    lon: float | None
    landmark: str
    unit: str
    config_revision: int
    filed_at: datetime
    due_at: datetime
    resolved_at: datetime | None
    disputed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event as pages read it: all but what ties it to the one before."""

    action: str
    at: datetime
    role: str
    account_id: UUID | None
    unit: str | None
    title: str
    to_status: str
    public: bool
    text: str
    data: dict[str, object]


# Made once: building a statement costs more than running it.
BY_NUMBER = select(Complaint).where(Complaint.number == bindparam("number"))
TOLD = (
    select(*(EVENTS[field.name] for field in fields(Told)))
    .where(EVENTS.complaint_id == bindparam("complaint_id"))
    .order_by(EVENTS.position.desc())
)


def by_number(session: Session, typed: str) -> Complaint:
    """The complaint of a number, however it was typed. Raises NotFound, also for another region's number."""
    number = numbers.read(typed)
    found = session.scalar(BY_NUMBER, {"number": number}) if number else None
    if found is None:
        raise NotFound("There is no complaint of this number here")
    return found


def by_secret(session: Session, typed: str, secret: str, key: bytes) -> Complaint:
    """The complaint, for somebody who has its secret. Raises NotFound or Forbidden."""
    found = by_number(session, typed)
    if not secrets.is_right(secret, key, found.id, found.secret_version):
        raise Forbidden("This link is not right, or no longer")
    return found


def by_key(session: Session, key: str) -> Complaint | None:
    """The complaint that was filed under this key, if it was: whoever sends again under his own key is told."""
    return session.scalar(select(Complaint).where(Complaint.idempotency_key == key))


def timeline(session: Session, complaint_id: UUID) -> list[Told]:
    """The history, newest first, with what is internal."""
    return [Told(*row) for row in session.execute(TOLD, {"complaint_id": complaint_id})]


def newest_public(session: Session) -> str | None:
    """The number of the newest complaint that its reporter made public."""
    query = select(Complaint.number).where(Complaint.private.is_(False))
    return session.scalar(query.order_by(Complaint.filed_at.desc(), Complaint.id.desc()).limit(1))


def open_matters(session: Session) -> type_rows:
    """Of all open complaints: category, area, unit, and how many; one row for each that differs."""
    what = (Complaint.category, Complaint.area, Complaint.unit)
    query = select(*what, func.count().label("complaints")).where(Complaint.closed_at.is_(None))
    return session.execute(query.group_by(*what).order_by(*what)).all()


def near(session: Session, lat: float, lon: float, degrees: float, category: str) -> type_rows:
    """The nearest open public complaints of a category in a small square around a point: they may be about the same."""
    query = select(*PUBLIC_LINE, Complaint.lat, Complaint.lon).where(
        Complaint.closed_at.is_(None),
        Complaint.private.is_(False),
        Complaint.category == category,
        Complaint.lat.between(lat - degrees, lat + degrees),
        Complaint.lon.between(lon - degrees, lon + degrees),
    )
    apart = func.abs(Complaint.lat - lat) + func.abs(Complaint.lon - lon)
    return session.execute(query.order_by(apart, Complaint.id).limit(10)).all()


def filed_by_day(session: Session, last: date, days: int) -> list[int]:
    """How many complaints were filed on each of `days` days of the region, the oldest first and `last` at the end.

    Each is the last number that was given on its day, so no complaint is read.
    """
    first = last - timedelta(days=days - 1)
    query = select(ComplaintDay.day, ComplaintDay.last).where(ComplaintDay.day.between(first, last))
    known = {row.day: row.last for row in session.execute(query)}
    return [known.get(first + timedelta(days=n), 0) for n in range(days)]


def red(session: Session, at: datetime) -> int:
    """How many open complaints are past their red line while their owner has to work on them."""
    query = select(func.count()).select_from(Complaint).where(Complaint.closed_at.is_(None), Complaint.red_at < at)
    return session.scalar(query.where(Complaint.status.in_(OWNER_AT_WORK))) or 0


@dataclass(frozen=True, slots=True)
class Burden:
    """How many complaints lie open with a unit, and how many of them are past their limit."""

    open: int
    late: int


def burdens(session: Session, units: Iterable[str], at: datetime) -> dict[str, Burden]:
    """What lies with each of these units; one with nothing is not in it. One query over the index of open ones."""
    wanted = set(units)
    if not wanted:
        return {}
    query = (
        select(Complaint.unit, func.count(), func.count().filter(Complaint.due_at < at))
        .where(Complaint.closed_at.is_(None), Complaint.unit.in_(wanted))
        .group_by(Complaint.unit)
    )
    return {unit: Burden(count, late) for unit, count, late in session.execute(query)}
