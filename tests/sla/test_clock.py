"""Deadlines of a complaint from its history: what moves them, and what never does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.errors import Invalid
from jaki_replica.sla import rules
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.rules.timeline import MOVES
from jaki_replica.sla.terms import Colour, Deadlines, EscalationDue, Fact, Happened, Policy, Run
from jaki_replica.tenancy.configuration.terms import Counting, Escalation, SlaStep, TimeUnit
from tests.sla.calendars import (
    ANY_CALENDAR,
    CITY,
    INSTANTS,
    OFFICIAL,
    calendar,
    days,
    filed,
    hours,
    local,
    shown,
    working_days,
)

H = Happened
SILENT = sorted(set(H) - set(MOVES) - {H.FILED, H.SCHEDULED})
ROUNDING = timedelta(microseconds=2)
POLICIES = st.sampled_from([CITY, OFFICIAL])


def happened(*events: tuple[str, Happened]) -> tuple[Fact, ...]:
    return tuple(Fact(what, local(at)) for at, what in events)


def city(*events: tuple[str, Happened]) -> Deadlines:
    return rules.deadlines(happened(*events), CITY, calendar())


def test_the_limits_of_the_capital_count_from_receipt() -> None:
    found = city(("2026-11-16 07:42", H.FILED))
    assert {name: shown(one.due_at) for name, one in found.steps()} == {
        "verify": "Mon 2026-11-16 13:42",
        "answer": "Thu 2026-11-19 07:42",
        "amber": "Fri 2026-11-20 07:42",
        "red": "Sun 2026-11-22 07:42",
        "finish": "Mon 2026-11-23 07:42",
        "legal": "Fri 2027-01-15 07:42",
    }
    assert str(found.red.reason) == "6d since 2026-11-16T07:42:00+07:00 (policy 4, calendar 7)"


def test_the_limits_of_other_regions_count_working_days() -> None:
    found = rules.deadlines(happened(("2026-02-12 10:00", H.FILED)), OFFICIAL, calendar())
    assert shown(found.verify.due_at) == "Fri 2026-02-13 10:08:49"
    assert shown(found.answer.due_at) == "Thu 2026-02-19 10:03:31"


def test_a_question_to_the_reporter_pauses_until_he_answers() -> None:
    found = city(("2026-11-16 08:00", H.FILED), ("2026-11-17 08:00", H.PAUSED), ("2026-11-18 20:00", H.RESUMED))
    assert shown(found.finish.due_at) == "Tue 2026-11-24 20:00"
    assert shown(found.legal.due_at) == "Fri 2027-01-15 08:00"


def test_a_question_nobody_answers_pauses_three_days_and_no_more() -> None:
    events = [("2026-11-16 08:00", H.FILED), ("2026-11-17 08:00", H.PAUSED)]
    waiting = city(*events)
    assert shown(waiting.finish.due_at) == "Thu 2026-11-26 08:00"
    assert waiting.pause_ends_at == local("2026-11-20 08:00")
    assert waiting.run_at(local("2026-11-20 07:59")) is Run.PAUSED
    assert waiting.run_at(local("2026-11-20 08:00")) is Run.RUNNING
    answered_late = city(*events, ("2026-11-25 08:00", H.RESUMED))
    assert answered_late.finish.due_at == waiting.finish.due_at


def test_asking_again_while_waiting_does_not_wait_longer() -> None:
    once = city(("2026-11-16 08:00", H.FILED), ("2026-11-17 08:00", H.PAUSED))
    twice = city(("2026-11-16 08:00", H.FILED), ("2026-11-17 08:00", H.PAUSED), ("2026-11-19 08:00", H.PAUSED))
    assert once.finish.due_at == twice.finish.due_at


def test_a_refused_claim_goes_on_where_the_clock_stood() -> None:
    claimed = [("2026-11-16 08:00", H.FILED), ("2026-11-18 08:00", H.CLAIMED)]
    standing = city(*claimed)
    assert standing.run is Run.CLAIMED
    assert standing.finish.met_at == local("2026-11-18 08:00")
    assert not standing.finish.is_late(local("2027-11-18 08:00"))
    assert standing.validate is not None
    assert shown(standing.validate.due_at) == "Fri 2026-11-20 08:00"
    refused = city(*claimed, ("2026-11-19 08:00", H.REFUSED))
    assert shown(refused.finish.due_at) == "Tue 2026-11-24 08:00"
    assert refused.finish.met_at is None
    assert refused.validate is not None
    assert refused.validate.met_at == local("2026-11-19 08:00")


def test_a_reopened_complaint_goes_on_where_the_clock_stood() -> None:
    events = [("2026-11-16 08:00", H.FILED), ("2026-11-18 08:00", H.CLAIMED), ("2026-11-19 08:00", H.RESOLVED)]
    resolved = city(*events)
    assert resolved.reporter is not None
    assert shown(resolved.reporter.due_at) == "Sun 2026-11-29 08:00"
    assert rules.next_due(resolved) == resolved.reporter
    reopened = city(*events, ("2026-11-25 08:00", H.REOPENED))
    assert shown(reopened.finish.due_at) == "Mon 2026-11-30 08:00"
    assert reopened.reporter is not None
    assert reopened.reporter.met_at == local("2026-11-25 08:00")


def test_a_missed_limit_stays_missed_after_a_refused_claim() -> None:
    late = city(("2026-11-16 08:00", H.FILED), ("2026-11-30 08:00", H.CLAIMED), ("2026-12-01 08:00", H.REFUSED))
    assert shown(late.red.due_at) == "Sun 2026-11-22 08:00"
    assert late.colour(local("2026-12-01 08:00")) is Colour.RED


def test_the_colour_is_that_of_the_moment_the_clock_stopped() -> None:
    amber = city(("2026-11-16 08:00", H.FILED), ("2026-11-21 08:00", H.CLAIMED))
    assert amber.colour(local("2026-11-22 09:00")) is Colour.AMBER
    running = city(("2026-11-16 08:00", H.FILED))
    colours = [running.colour(local(f"2026-11-{day} 08:00")) for day in (20, 21, 22, 23)]
    assert colours == [Colour.ON_TIME, Colour.AMBER, Colour.AMBER, Colour.RED]


def promised(until: str, *events: tuple[str, Happened], approved: str = "2026-11-18 08:00") -> Deadlines:
    scheduled = Fact(H.SCHEDULED, local(approved), local(until))
    history = [filed(local("2026-11-16 08:00")), scheduled, *happened(*events)]
    return rules.deadlines(history, CITY, calendar())


def test_an_approved_later_date_takes_the_place_of_the_limits() -> None:
    found = promised("2026-12-18 08:00")
    assert [shown(one.due_at) for one in (found.amber, found.red, found.finish)] == [
        "Wed 2026-12-16 08:00",
        "Fri 2026-12-18 08:00",
        "Fri 2026-12-18 08:00",
    ]
    assert shown(found.legal.due_at) == "Fri 2027-01-15 08:00"
    assert found.promised_at == local("2026-12-18 08:00")


def test_a_promised_date_before_the_limit_changes_nothing() -> None:
    found = promised("2026-11-19 08:00")
    assert shown(found.finish.due_at) == "Mon 2026-11-23 08:00"


def test_a_refused_claim_moves_the_promised_date_by_the_time_it_lay_with_the_validator() -> None:
    found = promised("2026-12-18 08:00", ("2026-12-17 08:00", H.CLAIMED), ("2026-12-19 08:00", H.REFUSED))
    assert shown(found.finish.due_at) == "Sun 2026-12-20 08:00"


def test_a_promise_approved_after_the_red_line_does_not_wipe_the_breach_out() -> None:
    found = promised("2026-12-18 08:00", approved="2026-11-22 20:00")
    assert shown(found.red.due_at) == "Sun 2026-11-22 08:00"
    assert shown(found.finish.due_at) == "Fri 2026-12-18 08:00"


def test_the_last_promise_counts() -> None:
    first = Fact(H.SCHEDULED, local("2026-11-18 08:00"), local("2026-12-18 08:00"))
    second = Fact(H.SCHEDULED, local("2026-12-01 08:00"), local("2026-12-20 08:00"))
    found = rules.deadlines([filed(local("2026-11-16 08:00")), first, second], CITY, calendar())
    assert shown(found.red.due_at) == "Sun 2026-12-20 08:00"


def test_a_hand_over_has_its_own_limit_and_ends_verifying() -> None:
    found = city(("2026-11-16 08:00", H.FILED), ("2026-11-16 09:00", H.PASSED_ON))
    assert found.verify.met_at == local("2026-11-16 09:00")
    assert found.accept is not None
    assert shown(found.accept.due_at) == "Mon 2026-11-16 15:00"
    assert rules.next_due(found) == found.accept
    again = city(
        ("2026-11-16 08:00", H.FILED),
        ("2026-11-16 09:00", H.PASSED_ON),
        ("2026-11-16 10:00", H.TAKEN),
        ("2026-11-16 11:00", H.PASSED_ON),
    )
    assert again.accept is not None
    assert shown(again.accept.due_at) == "Mon 2026-11-16 17:00"
    assert again.accept.met_at is None


def test_a_complaint_that_is_over_is_waited_for_by_nobody() -> None:
    over = city(("2026-11-16 08:00", H.FILED), ("2026-11-16 09:00", H.ENDED))
    assert rules.next_due(over) is None
    assert not any(one.is_late(local("2028-01-01 00:00")) for _, one in over.steps())


def test_a_referral_stops_the_owner_and_not_the_law() -> None:
    found = city(("2026-11-16 08:00", H.FILED), ("2026-11-16 09:00", H.REFERRED))
    assert found.run is Run.REFERRED
    assert rules.next_due(found) == found.acknowledge
    known = city(("2026-11-16 08:00", H.FILED), ("2026-11-16 09:00", H.REFERRED), ("2026-11-17 09:00", H.ACKNOWLEDGED))
    assert rules.next_due(known) == known.legal
    back = city(("2026-11-16 08:00", H.FILED), ("2026-11-16 09:00", H.REFERRED), ("2026-11-17 09:00", H.RESUMED))
    assert shown(back.finish.due_at) == "Tue 2026-11-24 08:00"


def test_the_law_is_kept_by_the_last_acceptance() -> None:
    found = city(
        ("2026-11-16 08:00", H.FILED),
        ("2026-11-17 08:00", H.CLAIMED),
        ("2026-11-18 08:00", H.RESOLVED),
        ("2026-11-19 08:00", H.REOPENED),
        ("2027-01-19 08:00", H.CLAIMED),
        ("2027-01-20 08:00", H.RESOLVED),
        ("2027-01-30 08:00", H.ENDED),
    )
    assert found.legal.met_at == local("2027-01-20 08:00")
    assert found.legal.is_late(local("2027-02-01 08:00"))


def test_escalations_climb_when_a_step_is_late_and_not_when_it_was_done() -> None:
    table = (
        Escalation(SlaStep.VERIFY, hours(18), 1),
        Escalation(SlaStep.RED, hours(0), 1),
        Escalation(SlaStep.FINISH, days(1), 2),
        Escalation(SlaStep.ACCEPT, hours(0), 1),
    )
    found = city(("2026-11-16 08:00", H.FILED))
    since = local("2026-11-16 08:00")
    assert rules.escalations(found, table, calendar()) == (
        EscalationDue("verify", local("2026-11-17 08:00"), 1, since, local("2026-11-16 14:00")),
        EscalationDue("red", local("2026-11-22 08:00"), 1, since, local("2026-11-22 08:00")),
        EscalationDue("finish", local("2026-11-24 08:00"), 2, since, local("2026-11-23 08:00")),
    )
    verified = city(("2026-11-16 08:00", H.FILED), ("2026-11-17 07:00", H.VERIFIED))
    assert [one.step for one in rules.escalations(verified, table, calendar())] == ["red", "finish"]


@pytest.mark.parametrize(
    ("history", "why"),
    [
        ((), "begins with its filing"),
        (happened(("2026-11-16 08:00", H.CLAIMED)), "begins with its filing"),
        (happened(("2026-11-16 08:00", H.FILED), ("2026-11-16 07:59", H.NOTED)), "goes forward"),
        ((Fact(H.FILED, datetime.fromisoformat("2026-11-16")),), "without a zone"),
    ],
)
def test_a_history_that_cannot_be_is_refused(history: tuple[Fact, ...], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        rules.deadlines(history, CITY, calendar())


STEPS_APART = st.lists(st.tuples(st.integers(1, 10 * 24 * 60), st.sampled_from(H)), max_size=12)


def history_of(at: datetime, gaps: list[tuple[int, Happened]]) -> list[Fact]:
    history = [filed(at)]
    for minutes, what in gaps:
        moment = history[-1].at + timedelta(minutes=minutes)
        until = moment + timedelta(days=30) if what is H.SCHEDULED else None
        history.append(Fact(H.NOTED if what is H.FILED else what, moment, until))
    return history


def owners(found: Deadlines) -> tuple[datetime, ...]:
    """What the owner is held to."""
    return tuple(one.due_at for one in (found.amber, found.red, found.finish, found.legal))


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES)
def test_any_history_has_deadlines_in_order_and_after_filing(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy
) -> None:
    history = history_of(at, gaps)
    found = rules.deadlines(history, policy, cal)
    assert found.amber.due_at <= found.red.due_at <= max(found.red.due_at, found.finish.due_at)
    assert all(one.due_at > at for _, one in found.steps())
    assert found == rules.deadlines(tuple(history), policy, cal)


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES, st.data())
def test_passing_on_never_resets_and_comments_buy_no_time(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy, data: st.DataObject
) -> None:
    history = history_of(at, gaps)
    expected = owners(rules.deadlines(history, policy, cal))
    place = data.draw(st.integers(1, len(history)))
    what = data.draw(st.sampled_from(SILENT))
    more = [*history[:place], Fact(what, history[place - 1].at), *history[place:]]
    assert owners(rules.deadlines(more, policy, cal)) == expected
    without = [fact for fact in history if fact.what not in SILENT]
    assert owners(rules.deadlines(without, policy, cal)) == expected


@given(ANY_CALENDAR, INSTANTS, st.integers(1, 3 * 24 * 60), st.integers(1, 3 * 24 * 60 - 1), POLICIES)
def test_a_pause_moves_the_limit_by_exactly_what_it_lasted(
    cal: WorkingCalendar, at: datetime, before: int, lasted: int, policy: Policy
) -> None:
    asked = at + timedelta(minutes=before)
    answered = asked + timedelta(minutes=lasted)
    plain = rules.deadlines([filed(at)], policy, cal)
    paused = rules.deadlines([filed(at), Fact(H.PAUSED, asked), Fact(H.RESUMED, answered)], policy, cal)
    limit = policy.limits.finish
    scale = (limit.counting, limit.unit)
    shift = cal.position(paused.finish.due_at, *scale) - cal.position(plain.finish.due_at, *scale)
    lost = cal.position(answered, *scale) - cal.position(asked, *scale)
    assert abs(shift - lost) <= 4
    if limit.counting is Counting.CALENDAR:
        assert paused.finish.due_at - plain.finish.due_at == answered - asked


@given(ANY_CALENDAR, INSTANTS, st.lists(st.integers(1, 6 * 60), min_size=1, max_size=8), POLICIES)
def test_any_number_of_refused_claims_leaves_the_owner_the_same_time(
    cal: WorkingCalendar, at: datetime, gaps: list[int], policy: Policy
) -> None:
    history = [filed(at)]
    worked = 0
    scale = (policy.limits.finish.counting, TimeUnit.DAY)
    for gap in gaps:
        claimed = history[-1].at + timedelta(minutes=gap)
        worked += cal.position(claimed, *scale) - cal.position(history[-1].at, *scale)
        history += [Fact(H.CLAIMED, claimed), Fact(H.REFUSED, claimed + timedelta(minutes=3 * gap))]
    due_at = rules.deadlines(history, policy, cal).finish.due_at
    left = cal.position(due_at, *scale) - cal.position(history[-1].at, *scale)
    plain_due = cal.add(at, policy.limits.finish)
    whole = cal.position(plain_due, *scale) - cal.position(at, *scale)
    assert abs(worked + left - whole) <= 4 * len(history)


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES)
def test_what_is_missed_stays_missed_whatever_follows(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy
) -> None:
    history = history_of(at, gaps)
    for end in range(1, len(history) + 1):
        before = rules.deadlines(history[:end], policy, cal)
        if history[end - 1].at > before.red.due_at and before.red.met_at is None:
            after = rules.deadlines(history, policy, cal)
            assert after.red.due_at == before.red.due_at


def test_an_evening_on_the_eve_of_a_holiday_waits_for_the_next_working_day() -> None:
    found = rules.deadlines(happened(("2026-02-13 18:00", H.FILED)), OFFICIAL, calendar())
    assert shown(found.verify.due_at) == "Wed 2026-02-18 15:00"
    assert found.verify.reason.limit == working_days(1)


def test_an_approved_promise_takes_a_warning_back() -> None:
    found = promised("2026-12-18 08:00", approved="2026-11-21 08:00")
    assert found.colour(local("2026-11-25 08:00")) is Colour.ON_TIME
    assert found.colour(local("2026-12-17 08:00")) is Colour.AMBER
