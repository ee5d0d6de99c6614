"""Reads of officials' lists: what waits for somebody, what is due first, and the histories behind the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Integer,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from jaki_replica.complaints import lists
from jaki_replica.complaints.lists import Shape, Wanted
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.foundation.db import UtcTime
from jaki_replica.officials.models import Account
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind
from jaki_replica.tenancy.prepared import PREPARED

PAGE = 20
WORDS = 240

COMPLAINTS, EVENTS = Complaint.__table__.c, ComplaintEvent.__table__.c
WRITTEN = cast(literal_column("complaints.xmin"), Text())
STEPS = select(func.max(EVENTS.position)).where(EVENTS.complaint_id == COMPLAINTS.id).scalar_subquery()
# Of what is told of a step the clock reads a promised date alone; the rest is long and stays where it is.
HISTORIES = (
    select(EVENTS.complaint_id, EVENTS.action, EVENTS.at, EVENTS.data["date"].astext)
    .where(EVENTS.complaint_id == any_(bindparam("ids", type_=ARRAY(Uuid()))))
    .order_by(EVENTS.complaint_id, EVENTS.position)
    .execution_options(**PREPARED)
)

type_key = tuple[datetime, UUID]


@dataclass(slots=True)
class Happening:
    """One step of a history as the clock reads it."""

    action: str
    at: datetime
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """A complaint in a list. `description` is its beginning only."""

    id: UUID
    number: str
    status: str
    category: str
    description: str
    area: str | None
    unit: str
    filed_at: datetime
    verify_due_at: datetime
    answer_due_at: datetime
    amber_at: datetime
    red_at: datetime
    due_at: datetime
    step_due_at: datetime | None
    verified_at: datetime | None
    answered_at: datetime | None
    config_revision: int
    requested_date: datetime | None
    proposed_rejection: str | None


SHORTENED = func.left(COMPLAINTS.description, WORDS)
LINE = tuple(SHORTENED if f.name == "description" else COMPLAINTS[f.name] for f in fields(Line))


LINES = select(*LINE).where(COMPLAINTS.id == any_(bindparam("ids", type_=ARRAY(Uuid())))).execution_options(**PREPARED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a complaint stands in a list, and whether it is as it was when it was read last.

    Whatever changes the complaint changes `written`, the transaction that wrote it last; `steps` counts its history.
    """

    id: str
    number: str
    written: str
    steps: int
    sorted_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, what is due first first, and the key of the next page, or None at the end."""

    rows: list[Place]
    following: type_key | None


def page(session: Session, wanted: Wanted, *, after: type_key | None = None, size: int = PAGE) -> Page:
    """One page of a list."""
    given = lists.values(wanted) | {"size": size + 1}
    if after is not None:
        given |= {"after_at": after[0], "after_id": after[1]}
    found = session.execute(_page(lists.shape(wanted), after is not None), given).all()
    rows = [Place(*columns) for columns in found[:size]]
    return Page(rows, (rows[-1].sorted_at, UUID(rows[-1].id)) if len(found) > size else None)


@cache
def _page(shape: Shape, goes_on: bool) -> Select[*tuple[Any, ...]]:
    """The statement of a page; made once for each kind of list, as that costs more than running it.

    Which rows there are is read from an index alone, and the few words of those of the page from the table.
    """
    due = lists.due()
    keys = select(COMPLAINTS.id, due.label("sorted_at")).where(*lists.conditions(shape))
    if goes_on:
        after = (bindparam("after_at", type_=UtcTime()), bindparam("after_id", type_=Uuid()))
        keys = keys.where(tuple_(due, COMPLAINTS.id) > tuple_(*after))
    first = keys.order_by(due, COMPLAINTS.id).limit(bindparam("size", type_=Integer())).subquery("keys")
    query = select(cast(COMPLAINTS.id, Text()), COMPLAINTS.number, WRITTEN, STEPS, first.c.sorted_at)
    query = query.join(first, first.c.id == COMPLAINTS.id)
    return query.order_by(first.c.sorted_at, COMPLAINTS.id).execution_options(**PREPARED)


def numbers(session: Session, wanted: Wanted, size: int) -> list[str]:
    """The first numbers of a list, what is due first first."""
    shape = lists.shape(wanted)
    query = select(COMPLAINTS.number).where(*lists.conditions(shape)).order_by(lists.due(), COMPLAINTS.id)
    return list(session.scalars(query.limit(size), lists.values(wanted)))


def lines(session: Session, places: Iterable[Place]) -> dict[str, Line]:
    """The complaints that stand there, by number."""
    ids = [UUID(one.id) for one in places]
    found = (Line(*row) for row in session.execute(LINES, {"ids": ids})) if ids else ()
    return {line.number: line for line in found}


def histories(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Happening]]:
    """What happened to these complaints, oldest step first."""
    found: dict[UUID, list[Happening]] = {one: [] for one in ids}
    for complaint_id, action, at, date in session.execute(HISTORIES, {"ids": list(ids)}) if ids else ():
        found[complaint_id].append(Happening(action, at, {"date": date} if date else {}))
    return found


def names(session: Session, accounts: Iterable[UUID]) -> dict[UUID, str]:
    """The names of staff, for their colleagues at the desk."""
    wanted = set(accounts)
    if not wanted:
        return {}
    query = select(Account.id, Account.display_name).where(Account.id.in_(wanted))
    return {row.id: row.display_name for row in session.execute(query)}


def photos(session: Session, complaint_id: UUID) -> Sequence[Photo]:
    """All photos of a complaint in the order they came."""
    query = select(Photo).where(Photo.complaint_id == complaint_id)
    return session.scalars(query.order_by(Photo.created_at, Photo.position, Photo.id)).all()


def proofs(session: Session, ids: Iterable[UUID], complaint_id: UUID) -> list[Photo]:
    """Photos brought to prove a fix, in the order of `ids`; another complaint's and other kinds are left out."""
    wanted = list(dict.fromkeys(ids))
    own = or_(Photo.complaint_id.is_(None), Photo.complaint_id == complaint_id)
    query = select(Photo).where(Photo.id.in_(wanted), Photo.kind == PhotoKind.AFTER, own)
    by_id = {photo.id: photo for photo in session.scalars(query)}
    return [by_id[one] for one in wanted if one in by_id]
