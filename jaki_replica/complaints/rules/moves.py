"""The life cycle as one table: it draws the buttons, checks the API, and documents the workflow."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.complaints.terms import OWNER_AT_WORK, WATCHED, Action, Actor, Need, Role, Status, Step
from jaki_replica.foundation.errors import Conflict, Fault, Forbidden, Invalid

S, A, R, N = Status, Action, Role, Need


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. `to` None keeps the state; the end of a question brings back the one before it."""

    action: Action
    start: frozenset[Status]
    to: Status | None
    by: Role
    needs: frozenset[Need] = frozenset()
    public: bool = True


WORKABLE = frozenset({S.WAITING, S.DISPOSITION, S.IN_PROGRESS, S.REWORK, S.REOPENED, S.SCHEDULED})


def _move(
    action: Action, start: frozenset[Status] | Status, to: Status | None, by: Role, *needs: Need, public: bool = True
) -> Move:
    states = start if isinstance(start, frozenset) else frozenset({start})
    return Move(action, states, to, by, frozenset(needs), public)


MOVES: tuple[Move, ...] = (
    # the owner
    _move(A.START, frozenset({S.WAITING, S.DISPOSITION, S.REWORK, S.REOPENED}), S.IN_PROGRESS, R.OWNER),
    _move(A.PASS_ON, WORKABLE, S.COORDINATION, R.OWNER, N.UNIT, N.REASON),
    _move(A.ACCEPT, S.COORDINATION, S.IN_PROGRESS, R.OWNER),
    _move(A.RETURN, S.COORDINATION, S.WAITING, R.OWNER, N.REASON),
    _move(A.INSTRUCT, WORKABLE, S.DISPOSITION, R.OWNER, N.UNIT_BELOW, N.TEXT),
    _move(A.ASK, WORKABLE, S.NEEDS_INFO, R.OWNER, N.TEXT),
    _move(A.ANSWER, OWNER_AT_WORK, None, R.OWNER, N.TEXT),
    _move(A.REQUEST_DATE, frozenset({S.IN_PROGRESS}), None, R.OWNER, N.DATE, N.REASON),
    _move(
        A.CLAIM_DONE,
        frozenset({S.IN_PROGRESS, S.SCHEDULED}),
        S.AWAITING_VALIDATION,
        R.OWNER,
        N.EVIDENCE,
        N.TEXT,
        N.OWN_CATEGORY,
    ),
    _move(A.REFER, WORKABLE, S.REFERRED, R.OWNER, N.TARGET, N.REASON),
    _move(A.PROPOSE_REJECTION, WORKABLE, None, R.OWNER, N.REASON_CODE, N.REASON, public=False),
    _move(A.MERGE, WORKABLE, S.MERGED, R.OWNER, N.NUMBER),
    _move(A.RELOCATE, OWNER_AT_WORK, S.WAITING, R.OWNER, N.REASON),
    _move(A.ACKNOWLEDGE, S.REFERRED, None, R.OWNER, N.EXTERNAL_NUMBER),
    _move(A.TAKE_BACK, S.REFERRED, S.WAITING, R.OWNER, N.REASON),
    # who approves later dates: the superior or the validator, as the region has it
    _move(A.APPROVE_DATE, S.IN_PROGRESS, S.SCHEDULED, R.APPROVER, N.OTHER_PERSON),
    _move(A.DECLINE_DATE, S.IN_PROGRESS, None, R.APPROVER, N.REASON, public=False),
    # the second pair of eyes
    _move(A.ACCEPT_FIX, S.AWAITING_VALIDATION, S.RESOLVED, R.VALIDATOR, N.OTHER_PERSON),
    _move(A.REFUSE_FIX, S.AWAITING_VALIDATION, S.REWORK, R.VALIDATOR, N.REASON, N.OTHER_PERSON),
    _move(A.REJECT, WORKABLE, S.REJECTED, R.VALIDATOR, N.OTHER_PERSON),
    _move(A.DECLINE_REJECTION, WORKABLE, None, R.VALIDATOR, N.REASON, N.OTHER_PERSON, public=False),
    # the arbiter
    _move(A.DECIDE_OWNER, WORKABLE | {S.COORDINATION}, S.WAITING, R.ARBITER, N.UNIT, N.REASON),
    _move(A.REOPEN, S.RESOLVED, S.REOPENED, R.ARBITER, N.REASON),
    _move(A.UPHOLD, S.RESOLVED, S.CLOSED, R.ARBITER, N.REASON),
    # the reporter
    _move(A.REPLY, S.NEEDS_INFO, None, R.REPORTER, N.TEXT),
    _move(A.CONFIRM, S.RESOLVED, S.CLOSED, R.REPORTER),
    _move(A.NOT_FIXED, S.RESOLVED, S.REOPENED, R.REPORTER, N.TEXT),
    _move(A.DISPUTE, S.RESOLVED, None, R.REPORTER, N.TEXT),
    _move(A.WITHDRAW, OWNER_AT_WORK, S.WITHDRAWN, R.REPORTER),
    # by itself
    _move(A.STOP_WAITING, S.NEEDS_INFO, None, R.SYSTEM),
    _move(A.CLOSE, S.RESOLVED, S.CLOSED, R.SYSTEM),
    _move(A.ESCALATE, WATCHED, None, R.SYSTEM),
)

BY_ACTION = {move.action: move for move in MOVES}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know of a complaint to allow a step. Nothing of it is personal."""

    status: Status
    unit: str
    category_owner: str
    coordinations: int = 0
    most_coordinations: int = 2
    reopenings: int = 0
    most_reopenings: int = 1
    questions: int = 0
    most_questions: int = 2
    acknowledged: bool = False
    claimed_by: object = None
    date_requested: bool = False
    requested_by: object = None
    rejection_proposed: bool = False
    proposed_by: object = None
    disputed: bool = False
    units_below: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def possible(situation: Situation, roles: frozenset[Role], account: object = None) -> tuple[Move, ...]:
    """The moves open to somebody with these roles, in the order of the table: what a page offers as buttons."""
    return tuple(m for m in MOVES if m.by in roles and not _obstacle(m, situation, account))


def check(action: Action, situation: Situation, actor: Actor, step: Step) -> Move:
    """The move, or why not: Forbidden for the wrong role or person, Conflict for the wrong moment, Invalid for a
    lack."""
    move = BY_ACTION.get(action)
    if move is None or move.by is not actor.role:
        raise Forbidden("This step is not yours to take", remedy="ask the unit that owns the complaint")
    obstacle = _obstacle(move, situation, actor.account_id)
    if obstacle:
        raise Conflict(obstacle, remedy="reload the page to see how the complaint stands now")
    faults = tuple(_lacks(move, situation, step))
    if faults:
        raise Invalid("Something is missing", faults)
    return move


def _obstacle(move: Move, now: Situation, account: object) -> str:
    """Why the move is not open now; empty where it is."""
    if now.status not in move.start:
        return f"The complaint is {now.status} now"
    limits = {
        A.PASS_ON: (now.coordinations >= now.most_coordinations, "It was passed on often enough: the arbiter decides"),
        A.ASK: (now.questions >= now.most_questions, "The reporter was asked often enough: work with what is known"),
        A.ACKNOWLEDGE: (now.acknowledged, "The other body has acknowledged it already"),
        A.NOT_FIXED: (now.reopenings >= now.most_reopenings, "It was reopened before: the arbiter decides"),
        A.DISPUTE: (now.reopenings < now.most_reopenings or now.disputed, "It can be reopened without the arbiter"),
        A.REOPEN: (not now.disputed, "Nobody has disputed the fix"),
        A.UPHOLD: (not now.disputed, "Nobody has disputed the fix"),
        A.CLOSE: (now.disputed, "The arbiter has not decided yet"),
        A.INSTRUCT: (not now.units_below, "This unit has none below it"),
        A.REQUEST_DATE: (now.date_requested, "A date is already waiting for approval"),
        A.APPROVE_DATE: (not now.date_requested, "No date waits for approval"),
        A.DECLINE_DATE: (not now.date_requested, "No date waits for approval"),
        A.PROPOSE_REJECTION: (now.rejection_proposed, "A rejection is already proposed"),
        A.REJECT: (not now.rejection_proposed, "No rejection is proposed"),
        A.DECLINE_REJECTION: (not now.rejection_proposed, "No rejection is proposed"),
        A.CLAIM_DONE: (now.unit != now.category_owner, "Another unit owns this category: pass it on instead"),
    }
    closed, why = limits.get(move.action, (False, ""))
    if closed:
        return why
    return _same_person(move, now, account)


def _same_person(move: Move, now: Situation, account: object) -> str:
    """A second pair of eyes is never the first one's."""
    first = {
        A.ACCEPT_FIX: now.claimed_by,
        A.REFUSE_FIX: now.claimed_by,
        A.APPROVE_DATE: now.requested_by,
        A.REJECT: now.proposed_by,
        A.DECLINE_REJECTION: now.proposed_by,
    }.get(move.action)
    same = N.OTHER_PERSON in move.needs and first is not None and first == account
    return "Whoever did the work does not judge it" if same else ""


def _lacks(move: Move, now: Situation, step: Step) -> list[Fault]:
    text = step.text.strip()
    missing = {
        N.TEXT: (not text, "text", "write a few words"),
        N.REASON: (not text, "text", "give the reason"),
        N.UNIT: (step.unit is None or step.unit == now.unit or step.unit not in now.others, "unit", "choose a unit"),
        N.UNIT_BELOW: (step.unit not in now.units_below, "unit", "choose a unit below yours"),
        N.EVIDENCE: (step.evidence is None or not step.evidence.photo_ids, "photo", "add a photo of the finished work"),
        N.DATE: (step.date is None, "date", "choose a date"),
        N.REASON_CODE: (not step.reason_code, "reason_code", "choose a reason from the list"),
        N.TARGET: (not step.target, "target", "choose the body it belongs to"),
        N.EXTERNAL_NUMBER: (not step.number, "external_number", "give the number it has there"),
        N.NUMBER: (not step.number, "number", "give the number of the other complaint"),
    }
    faults = [Fault(f, "is missing", remedy) for n, (lack, f, remedy) in missing.items() if n in move.needs and lack]
    proof = step.evidence
    if N.EVIDENCE in move.needs and proof and proof.needs_second_check and not proof.reason.strip():
        faults.append(Fault("evidence_reason", "a check failed or could not be made", "say why the proof still holds"))
    return faults
