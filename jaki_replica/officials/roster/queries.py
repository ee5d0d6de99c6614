"""Reads of the roster in use and of its revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from jaki_replica.foundation.errors import NotFound
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.document import load
from jaki_replica.officials.roster.models import RosterDraft, RosterRevision
from jaki_replica.officials.roster.terms import Change, Holding, Person, Roster

AN_INSTANT = timedelta(microseconds=1)
NOTE: Sequence[InstrumentedAttribute[object]] = (
    RosterRevision.number,
    RosterRevision.base_number,
    RosterRevision.kind,
    RosterRevision.sha256,
    RosterRevision.author,
    RosterRevision.reason,
    RosterRevision.created_at,
)


class RevisionKind(StrEnum):
    """How a revision came about: as it was found, from a file, from a page, or from an older one."""

    FOUND = "found"
    APPLY = "apply"
    EDIT = "edit"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Note:
    """What the history shows of a revision."""

    number: int
    base_number: int | None
    kind: RevisionKind
    sha256: str
    author: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A wanted roster that waits for a yes."""

    id: UUID
    base: int | None
    roster: Roster
    origin: str


def roster(session: Session, zone: tzinfo) -> Roster:
    """The people and tenures in use, by days of the zone; whoever left stays with what he held. Two queries."""
    person, row = OfficialRow, HolderRow
    held = select(row.official_id).where(row.withdrawn_at.is_(None))
    people = session.execute(
        select(person.id, person.name, person.nip, person.email, person.phone, person.removed_at).where(
            or_(person.removed_at.is_(None), person.id.in_(held))
        )
    )
    tenures = session.execute(
        select(row.unit, row.official_id, row.tenure, row.since_at, row.until_at, row.decree).where(
            row.withdrawn_at.is_(None)
        )
    )
    return Roster(
        (Person(one.id, one.name, one.nip or "", one.email, one.phone, one.removed_at is not None) for one in people),
        (
            Holding(unit, official, Tenure(kind), rules.day_of(since, zone), last_day(until, zone), decree)
            for unit, official, kind, since, until, decree in tenures
        ),
    )


def last_day(until: datetime | None, zone: tzinfo) -> date | None:
    """The last day that a tenure covers which ends before `until`."""
    return None if until is None else rules.day_of(until - AN_INSTANT, zone)


def current(session: Session) -> Note | None:
    """The revision in use, or None where the roster was never changed by one."""
    row = session.execute(select(*NOTE).order_by(RosterRevision.number.desc()).limit(1)).one_or_none()
    return None if row is None else _note(row)


def history(session: Session, limit: int = 100) -> tuple[Note, ...]:
    """The revisions, newest first, without their documents."""
    rows = session.execute(select(*NOTE).order_by(RosterRevision.number.desc()).limit(limit))
    return tuple(_note(row) for row in rows)


def by_number(session: Session, number: int) -> tuple[Note, Roster]:
    """One revision with its content. Raises NotFound."""
    row = session.execute(select(*NOTE, RosterRevision.document).where(RosterRevision.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no roster revision {number}.", remedy="See the history for the numbers there are.")
    return _note(row), load(row.document)


def base_of(session: Session, mark: str) -> int | None:
    """The newest revision whose content a file's mark names; None where there is no such revision."""
    same = RosterRevision.sha256.startswith(mark, autoescape=True)
    return session.scalar(select(RosterRevision.number).where(same).order_by(RosterRevision.number.desc()).limit(1))


def between(session: Session, old: int | None, new: int) -> tuple[Change, ...]:
    """What changed from one revision to another; from None, from nothing. Raises NotFound."""
    before = Roster() if old is None else by_number(session, old)[1]
    return rules.difference(before, by_number(session, new)[1])


def draft(session: Session, key: UUID, author: str, at: datetime) -> Draft:
    """A change of this author that waits. Raises NotFound for another's, and for one that is too old."""
    row = session.get(RosterDraft, key)
    if row is None or row.author != author or row.expires_at <= at:
        raise NotFound("This change does not wait any more.", remedy="Begin it again.")
    return Draft(row.id, row.base_number, load(row.document), row.origin)


def _note(row: object) -> Note:
    values = {name: getattr(row, name) for name in Note.__slots__}
    return Note(**(values | {"kind": RevisionKind(values["kind"])}))
