"""Proves that no event was changed: walks every chain and every day's head, and names the first that does not fit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.by_itself import complaints_with_events, day_hashes
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import AuditHead, Complaint
from jaki_replica.complaints.rules.chain import FIELDS, day_sha256, first_break


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and the first fault in words; empty where the history is whole."""

    complaints: int
    events: int
    days: int
    fault: str = ""


def verify(session: Session) -> Audit:
    """Walk everything. Reads in pages; writes nothing."""
    complaints = seen = 0
    after = None
    while ids := complaints_with_events(session, after):
        for complaint_id in ids:
            history = [{name: getattr(e, name) for name in (*FIELDS, "sha256")} for e in events(session, complaint_id)]
            session.expunge_all()
            found = first_break(history)
            complaints, seen = complaints + 1, seen + len(history)
            if found is not None or not history:
                why = found.why if found else "it has no history"
                place = found.position if found else 1
                number = session.scalar(select(Complaint.number).where(Complaint.id == complaint_id))
                return Audit(complaints, seen, 0, f"{number}, event {place}: {why}")
        after = ids[-1]
    return _heads(session, complaints, seen)


def _heads(session: Session, complaints: int, seen: int) -> Audit:
    previous = None
    days = 0
    for head in session.scalars(select(AuditHead).order_by(AuditHead.day)):
        hashes = day_hashes(session, head.day)
        previous = day_sha256(previous, hashes)
        if head.sha256 != previous or head.events != len(hashes):
            return Audit(complaints, seen, days, f"day {head.day}: its events are not those that were sealed")
        days += 1
    return Audit(complaints, seen, days)
