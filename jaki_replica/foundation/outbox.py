"""Work that leaves the process, written in the same transaction as its cause and done at least once, in turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Index, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from jaki_replica.foundation.db import RegionBase, type_json
from jaki_replica.foundation.ids import new_id

MOST_ATTEMPTS = 8
LEASE = timedelta(seconds=30)  # a job at work holds its row, so this is only how long a dead one is waited for
WAITING_HINT = "outbox_waiting"

type_job = Callable[[Session, Mapping[str, object], datetime], None]


class OutboxRow(RegionBase):
    """One piece of later work. Open until `done_at`; a dead letter has `failed_at`."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_open", "due_at", "id", postgresql_where=text("done_at IS NULL AND failed_at IS NULL")),
        Index("ix_outbox_failed", "failed_at", postgresql_where=text("failed_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(Text)
    arguments: Mapped[type_json]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    last_error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this process may work on until its lease ends."""

    id: UUID
    job: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the outbox stands: open rows, dead letters, and since when the one longest due waits for a worker."""

    waiting: int
    failed: int
    oldest_due_at: datetime | None


def put(
    session: Session, job: str, arguments: Mapping[str, object], *, at: datetime, due: datetime | None = None
) -> UUID:
    """Add work; `arguments` are ids and small values, never objects or personal data. Returns the row's id."""
    row = OutboxRow(id=new_id(), job=job, arguments=dict(arguments), created_at=at, due_at=due or at)
    session.add(row)
    session.info[WAITING_HINT] = True
    return row.id


def is_due(session: Session, at: datetime) -> bool:
    """Whether any row is due."""
    query = select(OutboxRow.id).where(OutboxRow.done_at.is_(None), OutboxRow.failed_at.is_(None))
    return session.scalar(query.where(OutboxRow.due_at <= at).limit(1)) is not None


def claim(session: Session, at: datetime) -> Claim | None:
    """Take the row longest due. The attempt counts from now on, even if the process dies before its end.

    The caller commits; until the lease ends no other worker sees the row as due.
    """
    query = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.failed_at.is_(None))
    query = query.where(OutboxRow.due_at <= at).order_by(OutboxRow.due_at, OutboxRow.id).limit(1)
    row = session.scalar(query.with_for_update(skip_locked=True))
    if row is None:
        return None
    row.attempts += 1
    row.due_at = at + LEASE
    return Claim(row.id, row.job, row.attempts)


def perform(session: Session, claimed: Claim, jobs: Mapping[str, type_job], at: datetime) -> bool:
    """Do the work and mark it done in the same transaction; the caller commits. False where it was done already.

    Raises KeyError for a job that is not on the list, and whatever the job raises.
    """
    query = select(OutboxRow).where(OutboxRow.id == claimed.id, OutboxRow.done_at.is_(None))
    row = session.scalar(query.with_for_update())
    if row is None or row.failed_at is not None:
        return False
    jobs[row.job](session, row.arguments, at)
    row.done_at = at
    row.last_error = None
    return True


def set_back(session: Session, claimed: Claim, error: BaseException, at: datetime) -> bool:
    """After a failure: due again later, or a dead letter after the last attempt. True for a dead letter.

    Only the kind of the error is kept: its words could hold personal data.
    """
    row = session.get(OutboxRow, claimed.id, with_for_update=True)
    if row is None or row.done_at is not None:
        return False
    row.last_error = type(error).__name__
    row.due_at = at + pause(claimed.attempt)
    if claimed.attempt >= MOST_ATTEMPTS:
        row.failed_at = at
    return row.failed_at is not None


def pause(attempt: int) -> timedelta:
    """How long to wait after the n-th failed attempt: 10 s, then twice as long each time, at most an hour."""
    return min(timedelta(seconds=10 * 2 ** (attempt - 1)), timedelta(hours=1))


def backlog(session: Session, at: datetime) -> Backlog:
    """Counts for the operator's health page."""
    still_open = OutboxRow.done_at.is_(None) & OutboxRow.failed_at.is_(None)
    row = session.execute(
        select(
            func.count().filter(still_open),
            func.count().filter(OutboxRow.failed_at.is_not(None)),
            func.min(OutboxRow.due_at).filter(still_open & (OutboxRow.due_at <= at)),
        ).where(OutboxRow.done_at.is_(None))
    ).one()
    return Backlog(row[0], row[1], row[2])


def errors(session: Session, job: str = "") -> dict[str, int]:
    """How many open rows, of one job or of all, wait after which kind of error."""
    query = select(OutboxRow.last_error, func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.failed_at.is_(None))
    query = query.where(OutboxRow.last_error.is_not(None)).group_by(OutboxRow.last_error)
    rows = session.execute((query.where(OutboxRow.job == job) if job else query).order_by(OutboxRow.last_error))
    return {kind: count for kind, count in rows if kind is not None}


def failed_by_kind(session: Session) -> dict[str, int]:
    """How many dead letters there are of each job."""
    query = select(OutboxRow.job, func.count()).where(OutboxRow.failed_at.is_not(None)).group_by(OutboxRow.job)
    return dict(session.execute(query.order_by(OutboxRow.job)).all())


def requeue_failed(session: Session, at: datetime, job: str = "") -> int:
    """Give every dead letter, or those of one job, a new series of attempts. Returns how many."""
    query = select(OutboxRow).where(OutboxRow.failed_at.is_not(None))
    rows = session.scalars((query.where(OutboxRow.job == job) if job else query).with_for_update()).all()
    for row in rows:
        row.failed_at, row.attempts, row.due_at = None, 0, at
    return len(rows)
