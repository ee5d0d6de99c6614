"""The operator's log: every act from page or command as one line, tied to the line before by its hash."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from jaki_replica.foundation.chain import entry_sha256
from jaki_replica.foundation.ids import new_id
from jaki_replica.tenancy.models import OperatorLog

OURS = 0x4A414B49  # the first half of every lock of ours; each is held for one transaction
LOG = zlib.crc32(b"operator_log") - 2**31
OLDER = ("id", "at", "actor", "action", "tenant_id", "details")
FIELDS = (*OLDER, "position", "previous_sha256")
PAGE = 1000
OPENED = "tenant.active"


def note(session: Session, *, actor: str, action: str, tenant_id: UUID | None, at: datetime, **details: object) -> None:
    """Add a line. `details` are plain values without secrets or people's words beside a reason; the caller commits.

    Until then nobody else can add one, so that lines follow each other in one row.
    """
    session.flush()
    session.execute(text("SELECT pg_advisory_xact_lock(:ours, :log)"), {"ours": OURS, "log": LOG})
    last = session.execute(
        select(OperatorLog.position, OperatorLog.sha256)
        .where(OperatorLog.position.is_not(None))
        .order_by(OperatorLog.position.desc())
        .limit(1)
    ).first()
    line: dict[str, object] = {
        "id": new_id(),
        "at": at,
        "actor": actor,
        "action": action,
        "tenant_id": tenant_id,
        "details": details,
        "position": (last.position or 0) + 1 if last else 1,
        "previous_sha256": last.sha256 if last else _seal(session),
    }
    session.add(OperatorLog(**line, sha256=entry_sha256(line, FIELDS)))
    session.flush()


def _values(line: OperatorLog, fields: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(line, name) for name in fields}


def _seal(session: Session) -> str:
    """Over the lines from before the chain, in the order of their ids."""
    digest = hashlib.sha256()
    for line in session.scalars(select(OperatorLog).where(OperatorLog.position.is_(None)).order_by(OperatorLog.id)):
        digest.update(entry_sha256(_values(line, OLDER), OLDER).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class LogAudit:
    """How many lines were looked at, the hash of the last, and the first fault in words; empty where it is whole."""

    lines: int
    head: str
    fault: str = ""


def _pages(session: Session) -> Iterator[OperatorLog]:
    after = 0
    while True:
        query = select(OperatorLog).where(OperatorLog.position > after).order_by(OperatorLog.position).limit(PAGE)
        lines = session.scalars(query).all()
        if not lines:
            return
        yield from lines
        after = lines[-1].position or 0
        session.expunge_all()


def verify(session: Session) -> LogAudit:
    """Walk the whole log. Writes nothing."""
    previous, expected = _seal(session), 0
    for line in _pages(session):
        expected += 1
        if line.position != expected:
            return LogAudit(expected - 1, previous, f"line {expected} is missing")
        if line.previous_sha256 != previous:
            why = (
                "the lines from before the chain were changed"
                if expected == 1
                else "it does not follow the line before"
            )
            return LogAudit(expected - 1, previous, f"line {expected}: {why}")
        if line.sha256 != entry_sha256(_values(line, FIELDS), FIELDS):
            return LogAudit(expected - 1, previous, f"line {expected}: it was changed after it was written")
        previous = line.sha256
    return LogAudit(expected, previous)


def opened_since(session: Session, since: datetime) -> dict[UUID, datetime]:
    """The regions that began to answer citizens at `since` or later, opened or resumed, each with when it last did."""
    newest = func.max(OperatorLog.at)
    query = select(OperatorLog.tenant_id, newest).where(
        OperatorLog.action == OPENED, OperatorLog.at >= since, OperatorLog.tenant_id.is_not(None)
    )
    return {key: at for key, at in session.execute(query.group_by(OperatorLog.tenant_id)) if key is not None}


def head(session: Session) -> tuple[int, str]:
    """The position and hash of the last line; 0 and an empty text where there is none."""
    query = select(OperatorLog.position, OperatorLog.sha256).where(OperatorLog.position.is_not(None))
    row = session.execute(query.order_by(OperatorLog.position.desc()).limit(1)).first()
    return (row.position or 0, row.sha256 or "") if row else (0, "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `tenant_key` is the tenant's id as hex, or empty."""

    position: int
    at: datetime
    actor: str
    action: str
    tenant_key: str
    details: Mapping[str, object]
    sha256: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: everything empty is not asked for. `before` and `after` are positions, neither included."""

    actor: str = ""
    action: str = ""
    tenant_key: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0
    after: int = 0

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same in SQL."""
        row = OperatorLog
        asked: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
            (True, lambda: row.position.is_not(None)),
            (self.actor, lambda: row.actor == self.actor),
            (self.action, lambda: row.action == self.action),
            (self.tenant_key, lambda: row.tenant_id == UUID(hex=self.tenant_key)),
            (self.since, lambda: row.at >= self.since),
            (self.until, lambda: row.at < self.until),
            (self.before, lambda: row.position < self.before),
            (self.after, lambda: row.position > self.after),
        ]
        return [condition() for value, condition in asked if value]


def lines(session: Session, wanted: Wanted, *, before: int = 0, after: int = 0, limit: int = 50) -> list[Line]:
    """Lines, newest first: the ones next to a position, or the newest."""
    row = OperatorLog
    query = select(row).where(*replace(wanted, before=before, after=after).conditions()).limit(limit)
    found = list(session.scalars(query.order_by(row.position if after else row.position.desc())))
    return [_as_line(one) for one in (reversed(found) if after else found)]


def latest(session: Session, tenant_id: UUID, limit: int) -> list[Line]:
    """The newest lines about one tenant."""
    return lines(session, Wanted(tenant_key=tenant_id.hex), limit=limit)


def any_beyond(session: Session, wanted: Wanted) -> bool:
    """Whether there is a line that is wanted."""
    return session.scalar(select(OperatorLog.id).where(*wanted.conditions()).limit(1)) is not None


def actors(session: Session) -> list[str]:
    """Everybody who ever did something."""
    return list(session.scalars(select(OperatorLog.actor).distinct().order_by(OperatorLog.actor)))


def _as_line(row: OperatorLog) -> Line:
    key = row.tenant_id.hex if row.tenant_id else ""
    return Line(row.position or 0, row.at, row.actor, row.action, key, row.details, row.sha256 or "")
