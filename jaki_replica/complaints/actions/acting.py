"""Somebody takes a step: checked against the table of moves, applied, recorded, timed anew, told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.effects import EFFECTS, Taken
from jaki_replica.complaints.actions.recording import Entry, events, record
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import climbing, moves, words
from jaki_replica.complaints.rules.clock import facts
from jaki_replica.complaints.rules.moves import Situation
from jaki_replica.complaints.telling import tell
from jaki_replica.complaints.terms import ENDED, Action, Actor, Need, Status, Step
from jaki_replica.foundation.errors import Conflict, Fault, Invalid, NotFound
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
        questions=complaint.questions,
        most_questions=workflow.questions,
        acknowledged=complaint.acknowledged_at is not None,
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
    return deadlines(facts(history), policy, book.calendar_of(session, revision, complaint.filed_at))


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
    dates = sum(event.action == Action.APPROVE_DATE for event in history)
    taken = Taken(session, book, complaint, move, step, by, at, dates)
    before = complaint.status
    data = EFFECTS[action](taken) if action in EFFECTS else {} | step.data
    _change_status(taken)
    entry = Entry(action, by, before, complaint.status, move.public, step.text, data)
    history.append(record(session, complaint, entry, config_revision=book.revision, at=at))
    _time_anew(taken, history)
    complaint.changed_at = at
    session.flush()
    tell(session, book, complaint, action, at=at, text=step.text)
    return history[-1]


def _change_status(taken: Taken) -> None:
    complaint, move = taken.complaint, taken.move
    if move.action in {Action.REPLY, Action.STOP_WAITING}:
        complaint.status = complaint.status_before or Status.IN_PROGRESS
        complaint.status_before = None
        return
    if move.to is None:
        return
    complaint.acknowledged_at = None
    if move.to is Status.NEEDS_INFO:
        complaint.status_before = complaint.status
    complaint.status = move.to
    complaint.closed_at = taken.at if move.to in ENDED else None


def _time_anew(taken: Taken, history: list[ComplaintEvent]) -> None:
    """Deadlines follow from the whole history, never from this step alone."""
    complaint = taken.complaint
    config = taken.book.config_of(taken.session, complaint.config_revision)
    policy = policy_of(config, complaint.category, complaint.config_revision)
    calendar = taken.book.calendar_of(taken.session, complaint.config_revision, complaint.filed_at)
    due = deadlines(facts(history), policy, calendar)
    following = next_due(due)
    complaint.verify_due_at, complaint.answer_due_at = due.verify.due_at, due.answer.due_at
    complaint.amber_at, complaint.red_at, complaint.due_at = due.amber.due_at, due.red.due_at, due.finish.due_at
    complaint.step_due_at = following.due_at if following else None
    coming = climbing.untold(due, config.sla.escalation, calendar, climbing.told(history))
    complaint.escalate_at = coming[0].at if coming else None
    complaint.verified_at, complaint.answered_at = due.verify.met_at, due.answer.met_at


def needs(action: Action) -> frozenset[Need]:
    """What a page must ask for before this action."""
    return moves.BY_ACTION[action].needs
