"""What happens to complaints without anybody: questions end, silence closes, the day's audit head is made.

Late steps climb to the superiors in `escalating`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.acting import act, deadlines_of, held
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import AuditHead, Complaint, ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.chain import day_sha256
from jaki_replica.complaints.terms import SYSTEM, Action, Status, Step
from jaki_replica.sla.terms import Run

MOST_AT_ONCE = 100


def end_questions(session: Session, book: Rulebook, at: datetime) -> int:
    """Questions whose time is over: the complaint goes on where it was. Returns how many."""
    return sum(_end_question(session, book, number, at) for number in _in_state(session, Status.NEEDS_INFO))


def _in_state(session: Session, status: Status) -> list[str]:
    query = select(Complaint.number).where(Complaint.status == status, Complaint.closed_at.is_(None))
    return list(session.scalars(query.order_by(Complaint.changed_at).limit(MOST_AT_ONCE)))


def _end_question(session: Session, book: Rulebook, number: str, at: datetime) -> bool:
    complaint = held(session, number)
    due = deadlines_of(session, book, complaint, events(session, complaint.id))
    if complaint.status != Status.NEEDS_INFO or due.run_at(at) is Run.PAUSED:
        return False
    act(session, book, complaint, Action.STOP_WAITING, Step(), by=SYSTEM, at=at)
    return True


def close_silent(session: Session, book: Rulebook, at: datetime) -> int:
    """Accepted fixes that nobody objected to in time. Disputed ones wait for the arbiter. Returns how many."""
    query = select(Complaint.number).where(
        Complaint.status == Status.RESOLVED,
        Complaint.closed_at.is_(None),
        Complaint.disputed_at.is_(None),
        Complaint.step_due_at < at,
    )
    found = list(session.scalars(query.order_by(Complaint.step_due_at).limit(MOST_AT_ONCE)))
    return sum(_close(session, book, number, at) for number in found)


def _close(session: Session, book: Rulebook, number: str, at: datetime) -> bool:
    complaint = held(session, number)
    due = deadlines_of(session, book, complaint, events(session, complaint.id))
    if complaint.status != Status.RESOLVED or due.reporter is None or due.reporter.due_at > at:
        return False
    act(session, book, complaint, Action.CLOSE, Step(), by=SYSTEM, at=at)
    return True


def make_heads(session: Session, book: Rulebook, at: datetime) -> int:
    """Seal every finished day (of UTC) that has no head yet, in order. Returns how many days were sealed."""
    last = session.execute(select(AuditHead.day, AuditHead.sha256).order_by(AuditHead.day.desc()).limit(1)).first()
    first = last.day + timedelta(days=1) if last else session.scalar(select(func.min(ComplaintEvent.at)))
    if first is None:
        return 0
    day = first.date() if isinstance(first, datetime) else first
    previous = last.sha256 if last else None
    sealed = 0
    while day < at.date():
        hashes = day_hashes(session, day)
        previous = day_sha256(previous, hashes)
        head = insert(AuditHead).values(day=day, events=len(hashes), sha256=previous, made_at=at)
        session.execute(head.on_conflict_do_nothing())
        day += timedelta(days=1)
        sealed += 1
    return sealed


def day_hashes(session: Session, day: date) -> list[str]:
    """The hashes of a day's events (UTC), in the order of time and id."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    query = select(ComplaintEvent.sha256).where(
        ComplaintEvent.at >= start, ComplaintEvent.at < start + timedelta(days=1)
    )
    return list(session.scalars(query.order_by(ComplaintEvent.at, ComplaintEvent.id)))


def complaints_with_events(session: Session, after: UUID | None, limit: int = 500) -> list[UUID]:
    """Ids of complaints in order, for walks over everything."""
    query = select(Complaint.id).order_by(Complaint.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(Complaint.id > after)))
