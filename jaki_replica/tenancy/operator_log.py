"""The operator's log: every act from page or command as one line, tied to the line before by its hash."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from jaki_replica.foundation.chain import entry_sha256
from jaki_replica.foundation.ids import new_id
from jaki_replica.tenancy.models import OperatorLog

OURS = 0x4A414B49  # the first half of every lock of ours; each is held for one transaction
LOG = zlib.crc32(b"operator_log") - 2**31
OLDER = ("id", "at", "actor", "action", "tenant_id", "details")
FIELDS = (*OLDER, "position", "previous_sha256")
PAGE = 1000


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


def head(session: Session) -> tuple[int, str]:
    """The position and hash of the last line; 0 and an empty text where there is none."""
    query = select(OperatorLog.position, OperatorLog.sha256).where(OperatorLog.position.is_not(None))
    row = session.execute(query.order_by(OperatorLog.position.desc()).limit(1)).first()
    return (row.position or 0, row.sha256 or "") if row else (0, "")
