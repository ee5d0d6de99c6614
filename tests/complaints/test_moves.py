"""The table of moves: who may do what, when, and what it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.complaints.rules.moves import BY_ACTION, MOVES, Situation, check, possible
from jaki_replica.complaints.terms import ENDED, Action, Actor, Evidence, Need, Role, Status, Step
from jaki_replica.foundation.errors import Conflict, DomainError, Forbidden, Invalid

ANNA, BUDI = UUID(int=1), UUID(int=2)
PROOF = Evidence((UUID(int=9),))
NOW = Situation(
    status=Status.IN_PROGRESS,
    unit="agency:roads",
    category_owner="agency:roads",
    units_below=frozenset({"agency:roads:1"}),
    others=frozenset({"agency:roads", "agency:parks", "agency:roads:1"}),
)
EVERYTHING = Step(
    text="a reason",
    unit="agency:parks",
    reason_code="double",
    target="pln",
    number="JK2611230001",
    date=datetime(2026, 12, 1, tzinfo=UTC),
    evidence=PROOF,
)


def owner(account: UUID = ANNA) -> Actor:
    return Actor(Role.OWNER, account, "agency:roads", "Kepala Dinas")


def test_every_action_but_filing_looking_and_revealing_is_in_the_table_once() -> None:
    assert len(BY_ACTION) == len(MOVES)
    assert set(Action) - set(BY_ACTION) == {Action.FILE, Action.REVEAL}


def test_nothing_leaves_an_ended_state_but_what_another_body_hands_back() -> None:
    left = [m for m in MOVES if m.start & ENDED]
    assert {s for m in left for s in m.start & ENDED} == {Status.REFERRED}
    assert {m.action: m.to for m in left} == {
        Action.ACKNOWLEDGE: None,
        Action.TAKE_BACK: Status.WAITING,
        Action.ESCALATE: None,
    }


def test_the_system_alone_climbs_and_the_move_keeps_the_state() -> None:
    move = BY_ACTION[Action.ESCALATE]
    assert (move.by, move.to) == (Role.SYSTEM, None)
    for status in set(Status) - move.start:
        with pytest.raises(Conflict):
            check(Action.ESCALATE, replace(NOW, status=status), Actor(Role.SYSTEM), EVERYTHING)


def test_a_reporter_is_asked_a_few_times_only() -> None:
    assert check(Action.ASK, replace(NOW, questions=1), owner(), EVERYTHING)
    for questions, most in ((2, 2), (3, 2), (0, 0)):
        with pytest.raises(Conflict, match="often enough"):
            check(Action.ASK, replace(NOW, questions=questions, most_questions=most), owner(), EVERYTHING)


def test_an_acknowledgement_needs_the_number_there_and_is_entered_once() -> None:
    sent = replace(NOW, status=Status.REFERRED)
    with pytest.raises(Invalid) as lacking:
        check(Action.ACKNOWLEDGE, sent, owner(), replace(EVERYTHING, number=None))
    assert [fault.field for fault in lacking.value.faults] == ["external_number"]
    assert check(Action.ACKNOWLEDGE, sent, owner(), EVERYTHING).to is None
    with pytest.raises(Conflict):
        check(Action.ACKNOWLEDGE, replace(sent, acknowledged=True), owner(), EVERYTHING)


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    reached = {m.to for m in MOVES if m.to} | {Status.WAITING}
    assert reached == set(Status)
    for state in set(Status) - ENDED:
        assert any(state in m.start and (m.to is not None or m.action in {Action.REPLY}) for m in MOVES), state


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_only_the_role_in_the_table_may_take_a_step(action: Action, role: Role) -> None:
    move = BY_ACTION.get(action)
    if move is not None and move.by is role:
        return
    start = next(iter(move.start)) if move else Status.WAITING
    with pytest.raises(Forbidden):
        check(action, replace(NOW, status=start), Actor(role, ANNA), EVERYTHING)


def test_an_official_of_the_area_cannot_close_what_an_agency_owns() -> None:
    theirs = replace(NOW, unit="position:lurah:1")
    with pytest.raises(Conflict, match="Another unit owns"):
        check(Action.CLAIM_DONE, theirs, owner(), EVERYTHING)


def test_whoever_claimed_the_fix_does_not_judge_it() -> None:
    claimed = replace(NOW, status=Status.AWAITING_VALIDATION, claimed_by=ANNA)
    for action in (Action.ACCEPT_FIX, Action.REFUSE_FIX):
        with pytest.raises(Conflict):
            check(action, claimed, Actor(Role.VALIDATOR, ANNA), EVERYTHING)
        assert check(action, claimed, Actor(Role.VALIDATOR, BUDI), EVERYTHING)


def test_whoever_proposes_a_rejection_does_not_confirm_it() -> None:
    proposed = replace(NOW, rejection_proposed=True, proposed_by=ANNA)
    with pytest.raises(Conflict):
        check(Action.REJECT, proposed, Actor(Role.VALIDATOR, ANNA), EVERYTHING)
    assert check(Action.REJECT, proposed, Actor(Role.VALIDATOR, BUDI), EVERYTHING).to is Status.REJECTED


def test_after_the_last_coordination_only_the_arbiter_passes_on() -> None:
    tired = replace(NOW, coordinations=2)
    with pytest.raises(Conflict, match="arbiter"):
        check(Action.PASS_ON, tired, owner(), EVERYTHING)
    decided = check(Action.DECIDE_OWNER, tired, Actor(Role.ARBITER, BUDI), EVERYTHING)
    assert decided.to is Status.WAITING


def test_the_second_objection_goes_to_the_arbiter() -> None:
    again = replace(NOW, status=Status.RESOLVED, reopenings=1)
    reporter = Actor(Role.REPORTER)
    with pytest.raises(Conflict):
        check(Action.NOT_FIXED, again, reporter, EVERYTHING)
    assert check(Action.DISPUTE, again, reporter, EVERYTHING).to is None
    disputed = replace(again, disputed=True)
    with pytest.raises(Conflict):
        check(Action.CLOSE, disputed, Actor(Role.SYSTEM), EVERYTHING)
    assert check(Action.REOPEN, disputed, Actor(Role.ARBITER), EVERYTHING).to is Status.REOPENED


@pytest.mark.parametrize("move", [m for m in MOVES if m.needs & {Need.TEXT, Need.REASON}], ids=lambda m: m.action)
def test_a_step_that_needs_words_is_refused_without_them(move: object) -> None:
    assert hasattr(move, "action")
    action = Action(move.action)
    now = replace(
        NOW,
        status=next(iter(sorted(BY_ACTION[action].start))),
        date_requested=action in {Action.APPROVE_DATE, Action.DECLINE_DATE},
        rejection_proposed=action is Action.DECLINE_REJECTION,
        disputed=action in {Action.REOPEN, Action.UPHOLD},
        reopenings=1 if action is Action.DISPUTE else 0,
    )
    unit = "agency:roads:1" if action is Action.INSTRUCT else "agency:parks"
    step = replace(EVERYTHING, text="  \n", unit=unit)
    with pytest.raises(Invalid) as refused:
        check(action, now, Actor(BY_ACTION[action].by, BUDI), step)
    assert "text" in {f.field for f in refused.value.faults}


def test_proof_with_a_failed_check_needs_a_reason() -> None:
    weak = Evidence((UUID(int=9),), ({"code": "distance", "verdict": "warn"},))
    with pytest.raises(Invalid) as refused:
        check(Action.CLAIM_DONE, NOW, owner(), replace(EVERYTHING, evidence=weak))
    assert [f.field for f in refused.value.faults] == ["evidence_reason"]
    explained = replace(weak, reason="the pin was on the other side of the road")
    assert check(Action.CLAIM_DONE, NOW, owner(), replace(EVERYTHING, evidence=explained))


@given(
    status=st.sampled_from(Status),
    roles=st.frozensets(st.sampled_from(Role)),
    coordinations=st.integers(0, 4),
    reopenings=st.integers(0, 3),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    claimed_by=st.sampled_from([None, ANNA, BUDI]),
)
def test_a_button_is_offered_exactly_when_the_step_would_be_allowed(
    status: Status,
    roles: frozenset[Role],
    coordinations: int,
    reopenings: int,
    flags: tuple[bool, bool, bool],
    claimed_by: UUID | None,
) -> None:
    now = replace(
        NOW,
        status=status,
        coordinations=coordinations,
        reopenings=reopenings,
        date_requested=flags[0],
        rejection_proposed=flags[1],
        disputed=flags[2],
        claimed_by=claimed_by,
    )
    offered = {m.action for m in possible(now, roles, ANNA)}
    for move in MOVES:
        unit = "agency:roads:1" if move.action is Action.INSTRUCT else "agency:parks"
        try:
            check(move.action, now, Actor(move.by, ANNA), replace(EVERYTHING, unit=unit))
            allowed = move.by in roles
        except DomainError:
            allowed = False
        assert (move.action in offered) == allowed, move.action
