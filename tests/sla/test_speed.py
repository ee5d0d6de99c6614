"""Ten thousand complaints have their deadlines in seconds, and a calendar is made in milliseconds."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from jaki_replica.sla import rules
from jaki_replica.sla.calendar import working_calendar
from jaki_replica.sla.national import national_days
from jaki_replica.sla.terms import Fact, Happened, Policy
from tests.officials.shipped import config
from tests.sla.calendars import CITY, OFFICIAL, calendar, days, hours, working_days, working_hours

H = Happened
LIFE = (H.VERIFIED, H.PASSED_ON, H.TAKEN, H.PAUSED, H.RESUMED, H.ANSWERED, H.CLAIMED, H.REFUSED, H.CLAIMED, H.RESOLVED)
MANY = 10_000
NOW = datetime(2026, 11, 16, tzinfo=UTC)


def histories() -> list[list[Fact]]:
    dice = random.Random(1)
    made = []
    for _ in range(MANY):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(300 * 86_400))
        history = [Fact(H.FILED, at)]
        for what in LIFE[: dice.randrange(len(LIFE) + 1)]:
            at += timedelta(minutes=dice.randrange(1, 3_000))
            history.append(Fact(what, at))
        made.append(history)
    return made


def each_us(work: Callable[[list[Fact]], object], many: list[list[Fact]]) -> float:
    start = time.perf_counter()
    for history in many:
        work(history)
    return (time.perf_counter() - start) / len(many) * 1e6


@pytest.mark.benchmark
@pytest.mark.parametrize(("name", "policy"), [("calendar days", CITY), ("working days", OFFICIAL)])
def test_ten_thousand_complaints_take_seconds(name: str, policy: Policy) -> None:
    cal, many = calendar(), histories()
    took = {
        "just filed": each_us(lambda history: rules.deadlines(history[:1], policy, cal), many),
        "whole life": each_us(lambda history: rules.deadlines(history, policy, cal), many),
        "explain": each_us(lambda history: rules.explain(history, policy, cal), many[:2_000]),
        "ticks": each_us(lambda history: rules.ticks(history, policy, cal, NOW), many[:2_000]),
    }
    print(f"\n{name}: " + ", ".join(f"{what} {us:.0f} us" for what, us in took.items()))
    assert took["whole life"] * MANY / 1e6 <= 4


@pytest.mark.benchmark
def test_adding_a_duration_takes_microseconds() -> None:
    cal, many = calendar(), histories()
    for length in (hours(6), days(3), working_hours(6), working_days(3)):
        took = each_us(lambda history, length=length: cal.add(history[0].at, length), many)  # type: ignore[misc]
        print(f"\nadd {length}: {took:.1f} us")
        assert took <= 40


@pytest.mark.benchmark
def test_a_calendar_of_twenty_one_years_is_made_in_milliseconds() -> None:
    start = time.perf_counter()
    working_calendar(config("jakarta"), national_days(range(2024, 2037)), revision=1, on=date(2026, 11, 16))
    took = (time.perf_counter() - start) * 1e3
    print(f"\ncalendar: {took:.1f} ms")
    assert took <= 200
