"""Questions to the reporter stop the clock for a while, and never longer in all than twice the limit of one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jaki_replica.sla import rules
from jaki_replica.sla.calendar import WorkingCalendar, length
from jaki_replica.sla.rules import timeline
from jaki_replica.sla.terms import Fact, Happened, Run
from jaki_replica.tenancy.configuration.terms import Duration
from tests.sla.calendars import ANY_CALENDAR, CITY, DURATIONS, INSTANTS, calendar, days, filed, local

KINDS = st.sampled_from(
    [
        Happened.PAUSED,
        Happened.PAUSED,
        Happened.RESUMED,
        Happened.ANSWERED,
        Happened.CLAIMED,
        Happened.REFUSED,
        Happened.RESOLVED,
        Happened.REOPENED,
        Happened.REFERRED,
    ]
)
STEPS = st.lists(st.tuples(st.integers(0, 20 * 24 * 60), KINDS), max_size=25)


def history(at: datetime, steps: list[tuple[int, Happened]]) -> list[Fact]:
    found = [filed(at)]
    for minutes, what in steps:
        found.append(Fact(what, found[-1].at + timedelta(minutes=minutes)))
    return found


@settings(max_examples=300)
@given(at=INSTANTS, steps=STEPS, pause=DURATIONS, cal=ANY_CALENDAR)
def test_whatever_happens_the_clock_waits_twice_the_limit_at_most(
    at: datetime, steps: list[tuple[int, Happened]], pause: Duration, cal: WorkingCalendar
) -> None:
    scale = (pause.counting, pause.unit)
    waited = [one for one in timeline(history(at, steps), pause, cal).stretches if not one.counts]
    # An end is the first whole microsecond that stands there, so one earlier nothing may be over.
    ends = [(one, one.end - timedelta(microseconds=1)) for one in waited if one.end]
    spent = [cal.position(end, *scale) - cal.position(one.start, *scale) for one, end in ends]
    assert len(spent) == len(waited)
    assert all(one <= length(pause) for one in spent)
    assert sum(spent) <= 2 * length(pause)


def test_two_whole_questions_use_it_up_and_a_third_stops_nothing() -> None:
    asked = ["2026-11-16 08:00", "2026-11-20 08:00", "2026-11-25 08:00"]
    facts = [filed(local("2026-11-16 07:00")), *(Fact(Happened.PAUSED, local(one)) for one in asked)]
    twice, thrice = (rules.deadlines(facts[:n], CITY, calendar()) for n in (3, 4))
    assert thrice.finish.due_at == twice.finish.due_at == local("2026-11-29 07:00")
    assert thrice.pause_ends_at == local("2026-11-25 08:00")
    assert thrice.run_at(local("2026-11-25 08:00")) is Run.RUNNING


def test_short_questions_share_what_is_left() -> None:
    facts = [filed(local("2026-11-16 07:00"))]
    for day in range(17, 24):
        facts.append(Fact(Happened.PAUSED, local(f"2026-11-{day} 08:00")))
        facts.append(Fact(Happened.RESUMED, local(f"2026-11-{day + 1} 08:00")))
    found = rules.deadlines(facts, CITY, calendar())
    assert found.finish.due_at == local("2026-11-23 07:00") + timedelta(days=2 * CITY.pause.amount)
    assert CITY.pause == days(3)
