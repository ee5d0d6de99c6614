"""Reads of officials' lists: what waits for somebody, what is due first, and the histories behind the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from jaki_replica.complaints import counting
from jaki_replica.complaints.models import Complaint, ComplaintEvent, Escalation
from jaki_replica.complaints.terms import ENDED, Status
from jaki_replica.officials.models import Account
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind

PAGE = 20
WORDS = 240
OPEN = frozenset(Status) - ENDED

LINE = (
    Complaint.id,
    Complaint.number,
    Complaint.status,
    Complaint.category,
    func.left(Complaint.description, WORDS).label("description"),
    Complaint.area,
    Complaint.unit,
    Complaint.filed_at,
    Complaint.due_at,
    Complaint.red_at,
    Complaint.amber_at,
    Complaint.step_due_at,
    Complaint.private,
    Complaint.landmark,
    Complaint.config_revision,
    Complaint.requested_date,
    Complaint.proposed_rejection,
)

EVENTS = ComplaintEvent.__table__.c
# Of what is told of a step the clock reads a promised date alone; the rest is long and stays where it is.
HISTORIES = (
    select(EVENTS.complaint_id, EVENTS.action, EVENTS.at, EVENTS.data["date"].astext)
    .where(EVENTS.complaint_id.in_(bindparam("ids", expanding=True)))
    .order_by(EVENTS.complaint_id, EVENTS.position)
)

type_key = tuple[datetime, UUID]
type_line = Row[tuple[object, ...]]


class Asked(StrEnum):
    """What somebody else must decide about a complaint, beside its state."""

    NOTHING = ""
    DATE = "date"
    REJECTION = "rejection"
    DISPUTE = "dispute"
    OWNER = "owner"
    TOLD = "told"
    RECEIPT = "receipt"


class Clock(StrEnum):
    """By which clock a list is sorted: the limit to finish, or the limit of the step that comes next."""

    FINISH = "finish"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list holds: open complaints of `units` (None: of all) that fit every other field.

    For `Asked.OWNER`, those passed on at least `passes` times; for `Asked.TOLD`, those that one of the units `told`
    was told are late; for `Asked.RECEIPT`, those that another body has not acknowledged.
    """

    units: frozenset[str] | None
    states: frozenset[Status] = frozenset()
    asked: Asked = Asked.NOTHING
    category: str = ""
    area: str = ""
    clock: Clock = Clock.FINISH
    passes: int = 0
    told: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether unit and state alone decide what is in it: then the counters know how many there are."""
        return self.asked is Asked.NOTHING and not self.category and not self.area


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, what is due first first, and the key of the next page, or None at the end."""

    rows: Sequence[type_line]
    following: type_key | None


@dataclass(slots=True)
class Happening:
    """One step of a history as the clock reads it."""

    action: str
    at: datetime
    data: dict[str, object]


def page(session: Session, wanted: Wanted, *, after: type_key | None = None, size: int = PAGE) -> Page:
    """One page of a list."""
    due = _due(wanted.clock)
    query = select(*LINE, due.label("sorted_at")).where(*_conditions(wanted))
    if after is not None:
        query = query.where(tuple_(due, Complaint.id) > tuple_(*after))
    rows = session.execute(query.order_by(due, Complaint.id).limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], (last.sorted_at, last.id) if last else None)


def counts(session: Session, wanted: Wanted, edges: Sequence[datetime], total: int | None = None) -> tuple[int, ...]:
    """How many fit: due before the first edge, between the edges, and after the last.

    With `total`, as `how_many` gives it, what is due after the last edge is the rest and is not read.
    """
    due = _due(wanted.clock)
    bounds = [(None, edges[0]), *pairwise(edges), (edges[-1], None)]
    conditions = _conditions(wanted)
    if total is not None:
        bounds.pop()
        conditions.append(due < edges[-1])
    columns = [func.count().filter(_between(due, low, high)) for low, high in bounds]
    found = tuple(session.execute(select(*columns).select_from(Complaint).where(*conditions)).one())
    return found if total is None else (*found, max(0, total - sum(found)))


def how_many(session: Session, lists: Sequence[Wanted]) -> tuple[int, ...]:
    """The length of each list: from the counters where they know it, the others by their own small indexes."""
    known = {units: counting.by_status(session, units) for units in {one.units for one in lists if one.is_whole}}
    read = [one for one in lists if not one.is_whole]
    columns = [select(func.count()).select_from(Complaint).where(*_conditions(one)).scalar_subquery() for one in read]
    rest = iter(session.execute(select(*columns)).one() if columns else ())
    return tuple(_counted(one, known[one.units]) if one.is_whole else next(rest) for one in lists)


def _counted(wanted: Wanted, known: Mapping[str, int]) -> int:
    return sum(known.get(state, 0) for state in wanted.states or OPEN)


def histories(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Happening]]:
    """The histories of several complaints, oldest step first, in one statement."""
    wanted = list(ids)
    found: dict[UUID, list[Happening]] = {one: [] for one in wanted}
    for complaint_id, action, at, date in session.execute(HISTORIES, {"ids": wanted}):
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


def _due(clock: Clock) -> ColumnElement[datetime]:
    finish: InstrumentedAttribute[datetime] = Complaint.due_at
    return func.coalesce(Complaint.step_due_at, finish) if clock is Clock.STEP else finish.expression


def _between(due: ColumnElement[datetime], low: datetime | None, high: datetime | None) -> ColumnElement[bool]:
    parts = [due >= low] if low is not None else []
    return and_(*parts, *([due < high] if high is not None else []))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.asked is Asked.RECEIPT:
        found: list[ColumnElement[bool]] = [
            Complaint.status == literal_column("'referred'"),
            Complaint.acknowledged_at.is_(None),
        ]
    else:
        found = [Complaint.closed_at.is_(None)]
    if wanted.units is not None:
        found.append(Complaint.unit.in_(wanted.units))
    if wanted.states:
        found.append(Complaint.status.in_(wanted.states))
    if wanted.asked not in {Asked.NOTHING, Asked.RECEIPT}:
        found.append(_is_asked(wanted))
    for column, value in ((Complaint.category, wanted.category), (Complaint.area, wanted.area)):
        if value:
            found.append(or_(column == value, column.startswith(f"{value}.", autoescape=True)))
    return found


def _is_asked(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.asked is Asked.OWNER:
        return Complaint.coordinations >= wanted.passes
    if wanted.asked is Asked.TOLD:
        return Complaint.id.in_(select(Escalation.complaint_id).where(Escalation.unit.in_(wanted.told)))
    columns = {
        Asked.DATE: Complaint.requested_date,
        Asked.REJECTION: Complaint.proposed_rejection,
        Asked.DISPUTE: Complaint.disputed_at,
    }
    return columns[wanted.asked].is_not(None)
