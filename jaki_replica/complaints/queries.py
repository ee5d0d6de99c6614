"""Reads of complaints: what pages, the API and the timetable show. Hot lists select columns, not objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.complaints.terms import Status
from jaki_replica.foundation.errors import Forbidden, NotFound

PAGE = 20

type_rows = Sequence[Row[*tuple[Any, ...]]]

LINE = (
    Complaint.id,
    Complaint.number,
    Complaint.status,
    Complaint.category,
    Complaint.description,
    Complaint.area,
    Complaint.unit,
    Complaint.filed_at,
    Complaint.due_at,
    Complaint.red_at,
    Complaint.amber_at,
    Complaint.step_due_at,
    Complaint.private,
    Complaint.landmark,
    Complaint.changed_at,
)

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


def by_number(session: Session, typed: str) -> Complaint:
    """The complaint of a number, however it was typed. Raises NotFound, also for another region's number."""
    number = numbers.read(typed)
    found = session.scalar(select(Complaint).where(Complaint.number == number)) if number else None
    if found is None:
        raise NotFound("There is no complaint of this number here")
    return found


def by_secret(session: Session, typed: str, secret: str, key: bytes) -> Complaint:
    """The complaint, for somebody who has its secret. Raises NotFound or Forbidden."""
    found = by_number(session, typed)
    if not secrets.is_right(secret, key, found.id, found.secret_version):
        raise Forbidden("This link is not right, or no longer")
    return found


def timeline(session: Session, complaint_id: UUID, *, public: bool) -> Sequence[ComplaintEvent]:
    """The history, newest first; for the public without what is internal."""
    query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint_id)
    if public:
        query = query.where(ComplaintEvent.public)
    return session.scalars(query.order_by(ComplaintEvent.position.desc())).all()


@dataclass(frozen=True, slots=True)
class Filter:
    """What an inbox shows: states, categories, an area and below, and only what is late at `late_at`."""

    states: tuple[str, ...] = ()
    category: str = ""
    area: str = ""
    late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the key of the next page, or None at the end."""

    rows: type_rows
    following: tuple[datetime, UUID] | None


def inbox(
    session: Session, units: frozenset[str] | None, wanted: Filter, *, after: tuple[datetime, UUID] | None = None
) -> Page:
    """Open complaints of these units (None: of all), what is due first comes first."""
    query: Select[*tuple[Any, ...]] = select(*LINE).where(Complaint.closed_at.is_(None))
    if units is not None:
        query = query.where(Complaint.unit.in_(units))
    query = _filtered(query, wanted)
    if after is not None:
        query = query.where(tuple_(Complaint.due_at, Complaint.id) > tuple_(*after))
    rows = session.execute(query.order_by(Complaint.due_at, Complaint.id).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (last.due_at, last.id) if last else None)


def _filtered(query: Select[*tuple[Any, ...]], wanted: Filter) -> Select[*tuple[Any, ...]]:
    if wanted.states:
        query = query.where(Complaint.status.in_(wanted.states))
    if wanted.category:
        below = Complaint.category.startswith(f"{wanted.category}.", autoescape=True)
        query = query.where(or_(Complaint.category == wanted.category, below))
    if wanted.area:
        below = Complaint.area.startswith(f"{wanted.area}.", autoescape=True)
        query = query.where(or_(Complaint.area == wanted.area, below))
    if wanted.late_at is not None:
        query = query.where(Complaint.red_at < wanted.late_at)
    return query


def counts(session: Session, units: frozenset[str] | None) -> dict[str, int]:
    """How many open complaints these units have in each state."""
    query = select(Complaint.status, func.count()).where(Complaint.closed_at.is_(None)).group_by(Complaint.status)
    if units is not None:
        query = query.where(Complaint.unit.in_(units))
    return {row[0]: row[1] for row in session.execute(query)}


def newest_public(
    session: Session, limit: int = PAGE, *, states: tuple[Status, ...] = ()
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest complaints that their reporters made public; no text, no exact place."""
    query = select(*PUBLIC_LINE).where(Complaint.private.is_(False))
    if states:
        query = query.where(Complaint.status.in_(states))
    return session.execute(query.order_by(Complaint.filed_at.desc(), Complaint.id.desc()).limit(limit)).all()


def near(session: Session, lat: float, lon: float, degrees: float, category: str) -> type_rows:
    """Open public complaints of a category within a small square around a point: they may be about the same."""
    query = select(*PUBLIC_LINE, Complaint.lat, Complaint.lon).where(
        Complaint.closed_at.is_(None),
        Complaint.private.is_(False),
        Complaint.category == category,
        Complaint.lat.between(lat - degrees, lat + degrees),
        Complaint.lon.between(lon - degrees, lon + degrees),
    )
    return session.execute(query.limit(10)).all()
