"""What each step changes in a complaint beside its state, and which facts of it go into the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint, Escalation
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import words
from jaki_replica.complaints.rules.moves import Move
from jaki_replica.complaints.terms import Action, Actor, Status, Step
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.actions import attach

LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that the rules allow, and how often a later date was approved before."""

    session: Session
    book: Rulebook
    complaint: Complaint
    move: Move
    step: Step
    by: Actor
    at: datetime
    dates: int


type_effect = Callable[[Taken], dict[str, object]]


def _move_to(taken: Taken, unit: str) -> dict[str, object]:
    complaint = taken.complaint
    complaint.previous_unit, complaint.unit, complaint.assigned_at = complaint.unit, unit, taken.at
    return {"from_unit": complaint.previous_unit, "to_unit": unit}


def _pass_on(taken: Taken) -> dict[str, object]:
    taken.complaint.coordinations += 1
    return _move_to(taken, _unit(taken))


def _return(taken: Taken) -> dict[str, object]:
    return _move_to(taken, taken.complaint.previous_unit or taken.complaint.unit)


def _instruct(taken: Taken) -> dict[str, object]:
    moved = _move_to(taken, _unit(taken))
    taken.complaint.category_owner = taken.complaint.unit
    return moved


def _decide(taken: Taken) -> dict[str, object]:
    moved = _move_to(taken, _unit(taken))
    taken.complaint.category_owner = taken.complaint.unit
    return moved


def _unit(taken: Taken) -> str:
    if taken.step.unit is None:
        raise Invalid("A unit is missing", (Fault("unit", "is missing", "choose a unit"),))
    return taken.step.unit


def _claim(taken: Taken) -> dict[str, object]:
    complaint, proof = taken.complaint, taken.step.evidence
    least = taken.book.config.workflow.evidence.photos
    if proof is None or len(proof.photo_ids) < least:
        raise Invalid("There are too few photos", (Fault("photo", "too_few", f"{least} at least"),))
    complaint.claimed_at, complaint.claimed_by = taken.at, taken.by.account_id
    attach(taken.session, proof.photo_ids, complaint.id)
    photos = [photo.hex for photo in proof.photo_ids]
    return {"photos": photos, "findings": list(proof.findings), "evidence_reason": words.cleaned(proof.reason)}


def _accept_fix(taken: Taken) -> dict[str, object]:
    taken.complaint.resolved_at = taken.at
    return {}


def _reopen(taken: Taken) -> dict[str, object]:
    complaint = taken.complaint
    complaint.reopenings += 1
    complaint.disputed_at = complaint.resolved_at = complaint.claimed_at = complaint.claimed_by = None
    proof = taken.step.evidence
    if proof is not None and proof.photo_ids:
        attach(taken.session, proof.photo_ids, complaint.id)
        return {"photos": [photo.hex for photo in proof.photo_ids], **_rated(taken)}
    return _rated(taken)


def _rated(taken: Taken) -> dict[str, object]:
    if taken.step.rating is None:
        return {}
    if not 1 <= taken.step.rating <= 5:
        raise Invalid("The rating cannot be used", (Fault("rating", "out_of_range", "1 to 5"),))
    taken.complaint.rating = taken.step.rating
    return {"rating": taken.step.rating}


def _dispute(taken: Taken) -> dict[str, object]:
    taken.complaint.disputed_at = taken.at
    return _rated(taken)


def _request_date(taken: Taken) -> dict[str, object]:
    date, ews = taken.step.date, taken.book.config.workflow.ews
    if date is None or date <= taken.at:
        raise Invalid("The date cannot be used", (Fault("date", "in_the_past", "choose a later date"),))
    last = taken.book.calendar.add(taken.at, ews.longest)
    if date > last:
        raise Invalid("The date cannot be used", (Fault("date", "too_far", f"choose {last:%Y-%m-%d} or earlier"),))
    if taken.dates >= ews.times:
        raise Conflict("A later date was given before", remedy="finish the work, or let the arbiter decide")
    taken.complaint.requested_date, taken.complaint.requested_by = date, taken.by.account_id
    return {"requested": date.isoformat()}


def _approve_date(taken: Taken) -> dict[str, object]:
    date = taken.complaint.requested_date
    taken.complaint.requested_date = None
    return {"date": date.isoformat()} if date else {}


def _decline_date(taken: Taken) -> dict[str, object]:
    taken.complaint.requested_date = None
    return {}


def _propose_rejection(taken: Taken) -> dict[str, object]:
    known = {reason.key for reason in taken.book.config.workflow.rejections}
    if taken.step.reason_code not in known:
        raise Invalid("The reason is not known", (Fault("reason_code", "unknown", "choose one from the list"),))
    taken.complaint.proposed_rejection, taken.complaint.proposed_by = taken.step.reason_code, taken.by.account_id
    return {"reason_code": taken.step.reason_code}


def _reject(taken: Taken) -> dict[str, object]:
    return {"reason_code": taken.complaint.proposed_rejection}


def _decline_rejection(taken: Taken) -> dict[str, object]:
    taken.complaint.proposed_rejection = None
    return {}


def _refer(taken: Taken) -> dict[str, object]:
    target, number = taken.step.target, words.cleaned(taken.step.number or "")[:LONGEST_NUMBER]
    body = taken.book.body(target, taken.complaint.area) if target else None
    if body is None:
        raise Invalid("The body is not known", (Fault("target", "unknown", "choose one from the list"),))
    taken.complaint.referred_to, taken.complaint.external_number = target, number or None
    return {"target": target, "number": number, "body": {"id": body.id, "en": body.en}}


def _acknowledge(taken: Taken) -> dict[str, object]:
    complaint, number = taken.complaint, words.cleaned(taken.step.number or "")[:LONGEST_NUMBER]
    if not number:
        raise Invalid("The number is missing", (Fault("external_number", "is missing", "give its number there"),))
    complaint.acknowledged_at, complaint.external_number = taken.at, number
    return {"target": complaint.referred_to, "external_number": number}


def _take_back(taken: Taken) -> dict[str, object]:
    complaint = taken.complaint
    target, complaint.referred_to, complaint.external_number = complaint.referred_to, None, None
    return {"target": target}


def _ask(taken: Taken) -> dict[str, object]:
    taken.complaint.questions += 1
    return {}


def _escalate(taken: Taken) -> dict[str, object]:
    """The told superior is looked up by the caller; here he gets his row, which exists once for each step and level."""
    data = taken.step.data
    row = Escalation(
        id=new_id(),
        complaint_id=taken.complaint.id,
        step=str(data["step"]),
        up=int(str(data["up"])),
        since_at=datetime.fromisoformat(str(data["since"])),
        unit=str(data["to_unit"]),
        at=taken.at,
    )
    taken.session.add(row)
    return dict(data)


def _merge(taken: Taken) -> dict[str, object]:
    other = taken.session.scalar(select(Complaint).where(Complaint.number == taken.step.number))
    if other is None or other.id == taken.complaint.id or other.status == Status.MERGED:
        raise Invalid("The other complaint cannot be used", (Fault("number", "unknown", "check the number"),))
    taken.complaint.parent_id = other.id
    return {"parent": other.number}


def _relocate(taken: Taken) -> dict[str, object]:
    complaint, book = taken.complaint, taken.book
    category = str(taken.step.data.get("category") or complaint.category)
    area = str(taken.step.data.get("area") or complaint.area or "") or None
    known = {complaint.category, *(one.key for one in book.config.offered(taken.at))}
    if category not in known or (area is not None and area not in book.ground.tree):
        raise Invalid("The new place or category is not known", (Fault("category", "unknown", "choose from the list"),))
    routed = book.route(category, area)
    complaint.category, complaint.area = category, area
    complaint.category_owner, complaint.routing = routed.owner, routed.explanation
    return _move_to(taken, routed.unit) | {"routing": routed.explanation}


EFFECTS: dict[Action, type_effect] = {
    Action.PASS_ON: _pass_on,
    Action.RETURN: _return,
    Action.INSTRUCT: _instruct,
    Action.DECIDE_OWNER: _decide,
    Action.CLAIM_DONE: _claim,
    Action.ACCEPT_FIX: _accept_fix,
    Action.NOT_FIXED: _reopen,
    Action.REOPEN: _reopen,
    Action.DISPUTE: _dispute,
    Action.CONFIRM: _rated,
    Action.REQUEST_DATE: _request_date,
    Action.APPROVE_DATE: _approve_date,
    Action.DECLINE_DATE: _decline_date,
    Action.PROPOSE_REJECTION: _propose_rejection,
    Action.REJECT: _reject,
    Action.DECLINE_REJECTION: _decline_rejection,
    Action.ASK: _ask,
    Action.REFER: _refer,
    Action.ACKNOWLEDGE: _acknowledge,
    Action.TAKE_BACK: _take_back,
    Action.ESCALATE: _escalate,
    Action.MERGE: _merge,
    Action.RELOCATE: _relocate,
}
