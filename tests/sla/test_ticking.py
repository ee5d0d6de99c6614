"""The days of a promise as they are drawn."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.sla import rules
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.rules.ticking import TODAY
from jaki_replica.sla.terms import Fact, Happened, Policy, Run, TickKind, Ticks
from jaki_replica.tenancy.configuration.terms import TimeUnit
from tests.sla.calendars import CITY, OFFICIAL, calendar, local
from tests.sla.test_clock import ANY_CALENDAR, INSTANTS, POLICIES, STEPS_APART, happened, history_of

H = Happened
SIGNS = {TickKind.USED: "x", TickKind.AMBER: "a", TickKind.RED: "r", TickKind.PAUSED: "p", TickKind.LEFT: "."}


def drawn(found: Ticks) -> str:
    """One letter a day, the letter of today large."""
    return "".join(SIGNS[one.kind].upper() if one.today else SIGNS[one.kind] for one in found.days)


def city(at: str, *events: tuple[str, Happened]) -> Ticks:
    history = happened(("2026-11-16 08:00", H.FILED), *events)
    return rules.ticks(history, CITY, calendar(), local(at))


def test_the_first_day_begins_with_receipt() -> None:
    assert drawn(city("2026-11-16 08:00")) == "X......"
    assert (city("2026-11-16 08:00").day, city("2026-11-16 08:00").promised) == (1, 7)


def test_days_turn_amber_after_the_fourth_and_red_after_the_sixth() -> None:
    assert drawn(city("2026-11-18 12:00")) == "xxX...."
    assert drawn(city("2026-11-20 12:00")) == "xxxxA.."
    assert drawn(city("2026-11-22 12:00")) == "xxxxaaR"
    assert drawn(city("2026-11-25 12:00")) == "xxxxaarrrR"
    assert city("2026-11-25 12:00").day == 10


def test_days_of_waiting_for_the_reporter_are_drawn_and_not_counted() -> None:
    found = city("2026-11-21 12:00", ("2026-11-18 08:00", H.PAUSED), ("2026-11-20 08:00", H.RESUMED))
    assert drawn(found) == "xxppxX..."
    assert (found.day, found.promised) == (4, 7)
    assert found.paused == (3, 4)


def test_while_waiting_today_is_a_paused_day() -> None:
    found = city("2026-11-18 12:00", ("2026-11-18 08:00", H.PAUSED))
    assert drawn(found) == "xxPpp....."
    assert found.promised == 7


def test_a_question_answered_within_minutes_makes_no_day_more() -> None:
    history = happened(("2026-11-13 09:00", H.FILED), ("2026-11-16 10:00", H.PAUSED), ("2026-11-16 10:01", H.RESUMED))
    found = rules.ticks(history, OFFICIAL, calendar(), local("2026-11-16 11:00"))
    assert (found.day, found.promised, len(found.days)) == (2, 14, 14)
    assert drawn(found) == "xX" + 12 * "."


def test_a_wait_that_begins_in_the_middle_of_a_day_stands_beside_it() -> None:
    early = city("2026-11-19 12:00", ("2026-11-18 12:00", H.PAUSED))
    assert drawn(early) == "xxpPp....."
    late = city("2026-11-20 12:00", ("2026-11-18 23:00", H.PAUSED))
    assert drawn(late) == "xxxpPp...."
    assert {early.promised, late.promised} == {7}


def test_a_claimed_fix_stands_still_at_the_day_it_was_claimed() -> None:
    found = city("2026-12-24 12:00", ("2026-11-21 12:00", H.CLAIMED))
    assert drawn(found) == "xxxxaA."
    back = city("2026-12-24 13:00", ("2026-11-21 12:00", H.CLAIMED), ("2026-12-24 12:00", H.REFUSED))
    assert drawn(back) == "xxxxaA."


def test_a_promised_date_makes_the_promise_longer() -> None:
    scheduled = Fact(H.SCHEDULED, local("2026-11-18 08:00"), local("2026-11-30 08:00"))
    history = [*happened(("2026-11-16 08:00", H.FILED)), scheduled]
    found = rules.ticks(history, CITY, calendar(), local("2026-11-24 12:00"))
    assert drawn(found) == "xxxxxxxxX....."
    assert found.promised == 14


def test_fourteen_working_days_are_fourteen_ticks() -> None:
    history = happened(("2026-11-13 18:00", H.FILED))
    friday_night = rules.ticks(history, OFFICIAL, calendar(), local("2026-11-14 12:00"))
    assert drawn(friday_night) == "X" + 13 * "."
    third = rules.ticks(history, OFFICIAL, calendar(), local("2026-11-18 20:00"))
    assert drawn(third) == "xxX" + 11 * "."
    eleventh = rules.ticks(history, OFFICIAL, calendar(), local("2026-11-30 10:00"))
    assert drawn(eleventh) == "xxxxxxxxxxA..."


def test_of_a_very_late_complaint_only_so_many_days_are_drawn() -> None:
    found = city("2027-11-16 12:00")
    assert (len(found.days), found.day, found.promised) == (90, 366, 7)
    assert found.days[-1].today


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES, st.integers(0, 60 * 24 * 60))
def test_ticks_agree_with_the_clock(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy, later: int
) -> None:
    history = history_of(at, gaps)
    now = history[-1].at + timedelta(minutes=later)
    found = rules.deadlines(history, policy, cal)
    shown = rules.ticks(history, policy, cal, now)
    assert sum(one.today for one in shown.days) == 1
    assert shown.day >= 1
    assert shown.promised >= 1
    today = next(one for one in shown.days if one.today)
    if found.run is Run.RUNNING:
        assert today.kind is TODAY[found.colour(now)]
    after = shown.days[shown.days.index(today) + 1 :]
    assert all(one.kind in {TickKind.LEFT, TickKind.PAUSED} for one in after)


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES, st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=6))
def test_days_measured_once_are_drawn_as_if_measured_anew(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy, later: list[int]
) -> None:
    history = history_of(at, gaps)
    days = rules.Days(history, policy, cal)
    instants = [history[-1].at + timedelta(minutes=minutes) for minutes in later]
    assert [days.at(one) for one in instants] == [rules.ticks(history, policy, cal, one) for one in instants]


@given(
    ANY_CALENDAR,
    INSTANTS,
    STEPS_APART,
    POLICIES,
    st.integers(0, 60 * 24 * 60),
    st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=4),
)
def test_days_stay_as_they_are_drawn_for_as_long_as_they_say(
    cal: WorkingCalendar,
    at: datetime,
    gaps: list[tuple[int, Happened]],
    policy: Policy,
    later: int,
    parts: list[float],
) -> None:
    history = history_of(at, gaps)
    days = rules.Days(history, policy, cal)
    now = history[-1].at + timedelta(minutes=later)
    until = min(days.steady_until(now), now + timedelta(days=400))
    between = [now + (until - now) * part for part in parts] + [until - timedelta(microseconds=1)]
    assert until >= now
    assert {days.at(one) for one in between if now <= one < until} <= {days.at(now)}


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2026-11-16 12:00", "2026-11-17 08:00"),
        ("2026-11-17 07:59", "2026-11-17 08:00"),
        ("2026-11-19 20:00", "2026-11-20 08:00"),
        ("2027-11-16 12:00", "2027-11-17 08:00"),
    ],
)
def test_days_of_a_running_clock_change_with_the_day_or_a_limit(when: str, until: str) -> None:
    filed = local("2026-11-16 08:00")
    days = rules.Days([Fact(Happened.FILED, filed)], CITY, calendar())
    assert days.steady_until(local(when)) == local(until)


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES, st.integers(0, 60 * 24 * 60))
def test_whatever_is_asked_the_promise_is_as_many_days_as_the_region_promised(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy, later: int
) -> None:
    history = history_of(at, [gap for gap in gaps if gap[1] is not Happened.SCHEDULED])
    shown = rules.ticks(history, policy, cal, history[-1].at + timedelta(minutes=later))
    finish = policy.limits.finish
    if finish.unit is TimeUnit.DAY:
        assert shown.promised == finish.amount
    assert len(shown.days) - len(shown.paused) >= min(shown.promised, 90 - len(shown.paused)) - 1
