"""Adds to a complaint's history: the one place that writes events and ties them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.counting import Cell, note
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rules.chain import FIELDS, event_sha256
from jaki_replica.complaints.terms import Action, Actor, for_everybody, for_officials, of_unit
from jaki_replica.foundation import changes
from jaki_replica.foundation.ids import new_id


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of one step."""

    action: Action
    actor: Actor
    from_status: str | None
    to_status: str
    public: bool = True
    text: str = ""
    data: dict[str, object] = field(default_factory=dict)


def record(
    session: Session, complaint: Complaint, entry: Entry, *, config_revision: int, at: datetime
) -> ComplaintEvent:
    """Append an event. The caller holds the complaint's row, so two events never take the same place."""
    last = session.execute(
        select(ComplaintEvent.position, ComplaintEvent.sha256)
        .where(ComplaintEvent.complaint_id == complaint.id)
        .order_by(ComplaintEvent.position.desc())
        .limit(1)
    ).first()
    event = ComplaintEvent(
        id=new_id(),
        complaint_id=complaint.id,
        position=last.position + 1 if last else 1,
        at=at,
        action=entry.action,
        role=entry.actor.role,
        account_id=entry.actor.account_id,
        unit=entry.actor.unit,
        title=entry.actor.title,
        from_status=entry.from_status,
        to_status=entry.to_status,
        public=entry.public,
        text=entry.text,
        data=entry.data,
        config_revision=config_revision,
        previous_sha256=last.sha256 if last else None,
    )
    event.sha256 = event_sha256({name: getattr(event, name) for name in FIELDS})
    session.add(event)
    session.flush()
    changes.note(session, *_topics(complaint, entry))
    note(session, _before(complaint, entry), Cell(complaint.unit, entry.to_status))
    return event


def _topics(complaint: Complaint, entry: Entry) -> tuple[str, ...]:
    """Which open pages this step changes."""
    units = {complaint.unit, str(entry.data.get("from_unit") or complaint.unit)}
    everybody = (for_everybody(complaint.id),) if entry.public else ()
    return (for_officials(complaint.id), *everybody, *(of_unit(unit) for unit in units))


def _before(complaint: Complaint, entry: Entry) -> Cell | None:
    """Where a complaint was counted before this step: a step that moves it says from where."""
    if entry.from_status is None:
        return None
    return Cell(str(entry.data.get("from_unit") or complaint.unit), entry.from_status)


def events(session: Session, complaint_id: UUID) -> list[ComplaintEvent]:
    """A complaint's history, oldest first."""
    query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint_id)
    return list(session.scalars(query.order_by(ComplaintEvent.position)))
