"""Somebody takes a step: checked against the table of moves, applied, recorded, timed anew, told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.recording import Entry, events, record
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import moves, words
from jaki_replica.complaints.rules.clock import facts
from jaki_replica.complaints.rules.moves import Move, Situation
from jaki_replica.complaints.telling import tell
from jaki_replica.complaints.terms import ENDED, Action, Actor, Need, Status, Step
from jaki_replica.foundation.errors import Conflict, Fault, Invalid, NotFound
from jaki_replica.photos.actions import attach
from jaki_replica.sla.rules import deadlines, next_due
from jaki_replica.sla.terms import Deadlines, policy_of

LONGEST_TEXT = 2000


class Overtaken(Conflict):
    """Somebody else was faster. `last` is what they did."""

    code = "overtaken"

    def __init__(self, last: ComplaintEvent) -> None:
        """Nothing of the slower step was kept; the page shows what happened and keeps what was typed."""
        super().__init__(f"Somebody else was faster: {last.action}", remedy="look at what happened, then decide again")
        self.last = last


def situation(book: Rulebook, complaint: Complaint) -> Situation:
    """What the table of moves must know."""
    workflow = book.config.workflow
    return Situation(
        status=Status(complaint.status),
        unit=complaint.unit,
        category_owner=complaint.category_owner,
        coordinations=complaint.coordinations,
        most_coordinations=workflow.coordinations,
        reopenings=complaint.reopenings,
        most_reopenings=workflow.reopenings,
        claimed_by=complaint.claimed_by,
        date_requested=complaint.requested_date is not None,
        requested_by=complaint.requested_by,
        rejection_proposed=complaint.proposed_rejection is not None,
        proposed_by=complaint.proposed_by,
        disputed=complaint.disputed_at is not None,
        units_below=book.units_below(complaint.unit),
        others=book.all_units,
    )


def held(session: Session, number: str) -> Complaint:
    """The complaint, with its row held until the transaction ends. Raises NotFound."""
    found = session.scalar(select(Complaint).where(Complaint.number == number).with_for_update())
    if found is None:
        raise NotFound("There is no complaint of this number")
    return found


def deadlines_of(
    session: Session, book: Rulebook, complaint: Complaint, history: Sequence[ComplaintEvent]
) -> Deadlines:
    """The deadlines of a complaint from its whole history, under the policy of the day of filing."""
    revision = complaint.config_revision
    policy = policy_of(book.config_of(session, revision), complaint.category, revision)
    return deadlines(facts(history), policy, book.calendar)


def act(  # noqa: PLR0913  # the one place where all that makes a step comes together
    session: Session,
    book: Rulebook,
    complaint: Complaint,
    action: Action,
    step: Step,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> ComplaintEvent:
    """Take a step on a complaint that is held. `seen` is the version the actor looked at.

    Raises Overtaken, Forbidden, Conflict or Invalid, and then nothing has changed; flushes, never commits.
    """
    history = events(session, complaint.id)
    if seen is not None and seen != complaint.version:
        raise Overtaken(history[-1])
    step = replace(step, text=words.cleaned(step.text))
    if len(step.text) > LONGEST_TEXT:
        raise Invalid("The text is too long", (Fault("text", f"too_long:{len(step.text)}", str(LONGEST_TEXT)),))
    move = moves.check(action, situation(book, complaint), by, step)
    taken = _Taken(session, book, complaint, move, step, by, at)
    before = complaint.status
    data = EFFECTS.get(action, _nothing)(taken) | step.data
    _change_status(taken)
    entry = Entry(action, by, before, complaint.status, move.public, step.text, data)
    history.append(record(session, complaint, entry, config_revision=book.revision, at=at))
    _time_anew(taken, history)
    complaint.changed_at = at
    session.flush()
    tell(session, book, complaint, action, at=at, text=step.text)
    return history[-1]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step that the rules allow."""

    session: Session
    book: Rulebook
    complaint: Complaint
    move: Move
    step: Step
    by: Actor
    at: datetime


def _change_status(taken: _Taken) -> None:
    complaint, move = taken.complaint, taken.move
    if move.action in {Action.REPLY, Action.STOP_WAITING}:
        complaint.status = complaint.status_before or Status.IN_PROGRESS
        complaint.status_before = None
        return
    if move.to is None:
        return
    if move.to is Status.NEEDS_INFO:
        complaint.status_before = complaint.status
    complaint.status = move.to
    complaint.closed_at = taken.at if move.to in ENDED else None


def _time_anew(taken: _Taken, history: list[ComplaintEvent]) -> None:
    """Deadlines follow from the whole history, never from this step alone."""
    complaint = taken.complaint
    due = deadlines_of(taken.session, taken.book, complaint, history)
    following = next_due(due)
    complaint.verify_due_at, complaint.answer_due_at = due.verify.due_at, due.answer.due_at
    complaint.amber_at, complaint.red_at, complaint.due_at = due.amber.due_at, due.red.due_at, due.finish.due_at
    complaint.step_due_at = following.due_at if following else None
    complaint.verified_at, complaint.answered_at = due.verify.met_at, due.answer.met_at


type_effect = Callable[[_Taken], dict[str, object]]


def _nothing(taken: _Taken) -> dict[str, object]:
    return {}


def _move_to(taken: _Taken, unit: str) -> dict[str, object]:
    complaint = taken.complaint
    complaint.previous_unit, complaint.unit, complaint.assigned_at = complaint.unit, unit, taken.at
    return {"from_unit": complaint.previous_unit, "to_unit": unit}


def _pass_on(taken: _Taken) -> dict[str, object]:
    taken.complaint.coordinations += 1
    return _move_to(taken, _unit(taken))


def _return(taken: _Taken) -> dict[str, object]:
    return _move_to(taken, taken.complaint.previous_unit or taken.complaint.unit)


def _instruct(taken: _Taken) -> dict[str, object]:
    moved = _move_to(taken, _unit(taken))
    taken.complaint.category_owner = taken.complaint.unit
    return moved


def _decide(taken: _Taken) -> dict[str, object]:
    moved = _move_to(taken, _unit(taken))
    taken.complaint.category_owner = taken.complaint.unit
    return moved


def _unit(taken: _Taken) -> str:
    if taken.step.unit is None:
        raise Invalid("A unit is missing", (Fault("unit", "is missing", "choose a unit"),))
    return taken.step.unit


def _claim(taken: _Taken) -> dict[str, object]:
    complaint, proof = taken.complaint, taken.step.evidence
    complaint.claimed_at, complaint.claimed_by = taken.at, taken.by.account_id
    if proof is None:
        return {}
    attach(taken.session, proof.photo_ids, complaint.id)
    photos = [photo.hex for photo in proof.photo_ids]
    return {"photos": photos, "findings": list(proof.findings), "evidence_reason": words.cleaned(proof.reason)}


def _accept_fix(taken: _Taken) -> dict[str, object]:
    taken.complaint.resolved_at = taken.at
    return {}


def _reopen(taken: _Taken) -> dict[str, object]:
    complaint = taken.complaint
    complaint.reopenings += 1
    complaint.disputed_at = complaint.resolved_at = complaint.claimed_at = complaint.claimed_by = None
    proof = taken.step.evidence
    if proof is not None and proof.photo_ids:
        attach(taken.session, proof.photo_ids, complaint.id)
        return {"photos": [photo.hex for photo in proof.photo_ids], **_rated(taken)}
    return _rated(taken)


def _rated(taken: _Taken) -> dict[str, object]:
    if taken.step.rating is None:
        return {}
    if not 1 <= taken.step.rating <= 5:
        raise Invalid("The rating cannot be used", (Fault("rating", "out_of_range", "1 to 5"),))
    taken.complaint.rating = taken.step.rating
    return {"rating": taken.step.rating}


def _dispute(taken: _Taken) -> dict[str, object]:
    taken.complaint.disputed_at = taken.at
    return _rated(taken)


def _request_date(taken: _Taken) -> dict[str, object]:
    date = taken.step.date
    if date is None or date <= taken.at:
        raise Invalid("The date cannot be used", (Fault("date", "in_the_past", "choose a later date"),))
    taken.complaint.requested_date, taken.complaint.requested_by = date, taken.by.account_id
    return {"requested": date.isoformat()}


def _approve_date(taken: _Taken) -> dict[str, object]:
    date = taken.complaint.requested_date
    taken.complaint.requested_date = None
    return {"date": date.isoformat()} if date else {}


def _decline_date(taken: _Taken) -> dict[str, object]:
    taken.complaint.requested_date = None
    return {}


def _propose_rejection(taken: _Taken) -> dict[str, object]:
    known = {reason.key for reason in taken.book.config.workflow.rejections}
    if taken.step.reason_code not in known:
        raise Invalid("The reason is not known", (Fault("reason_code", "unknown", "choose one from the list"),))
    taken.complaint.proposed_rejection, taken.complaint.proposed_by = taken.step.reason_code, taken.by.account_id
    return {"reason_code": taken.step.reason_code}


def _reject(taken: _Taken) -> dict[str, object]:
    return {"reason_code": taken.complaint.proposed_rejection}


def _decline_rejection(taken: _Taken) -> dict[str, object]:
    taken.complaint.proposed_rejection = None
    return {}


def _refer(taken: _Taken) -> dict[str, object]:
    target, number = taken.step.target, (taken.step.number or "")[:100]
    if target is None or taken.book.config.referral(target) is None:
        raise Invalid("The body is not known", (Fault("target", "unknown", "choose one from the list"),))
    taken.complaint.referred_to, taken.complaint.external_number = target, number or None
    return {"target": target, "number": number}


def _merge(taken: _Taken) -> dict[str, object]:
    other = taken.session.scalar(select(Complaint).where(Complaint.number == taken.step.number))
    if other is None or other.id == taken.complaint.id or other.status == Status.MERGED:
        raise Invalid("The other complaint cannot be used", (Fault("number", "unknown", "check the number"),))
    taken.complaint.parent_id = other.id
    return {"parent": other.number}


def _relocate(taken: _Taken) -> dict[str, object]:
    complaint, book = taken.complaint, taken.book
    category = str(taken.step.data.get("category") or complaint.category)
    area = str(taken.step.data.get("area") or complaint.area or "") or None
    if book.config.category(category) is None or (area is not None and area not in book.ground.tree):
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
    Action.REFER: _refer,
    Action.MERGE: _merge,
    Action.RELOCATE: _relocate,
}


def needs(action: Action) -> frozenset[Need]:
    """What a page must ask for before this action."""
    return moves.BY_ACTION[action].needs
