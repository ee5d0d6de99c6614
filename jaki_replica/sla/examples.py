"""Deadlines of a complaint that nobody filed: what limits and a calendar come to on real dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jaki_replica.sla.calendar import WorkingCalendar, working_calendar
from jaki_replica.sla.national import NationalDay
from jaki_replica.sla.rules.clock import deadlines, escalations
from jaki_replica.sla.terms import Fact, Happened, policy_of
from jaki_replica.tenancy.configuration.terms import Counting, RegionConfig

STEPS = ("verify", "answer", "amber", "red", "finish", "legal")
FRIDAY = 4
SOON_DAYS = 120


@dataclass(frozen=True, slots=True)
class Example:
    """A complaint filed at an instant, the deadline of each step (UTC), and when whose superior is told of it.

    `told` is by step and number of superiors up, as long as nobody does anything about it. `hours` are the opening
    hours of the day of a deadline counted in working time, where they are others than those of the day of filing.
    """

    filed_at: datetime
    due: dict[str, datetime]
    told: dict[tuple[str, int], datetime]
    hours: dict[str, tuple[tuple[time, time], ...]]


def moments(config: RegionConfig, national: Sequence[NationalDay], at: datetime) -> tuple[datetime, ...]:
    """When the examples are filed: the next Friday 16:30, the next Monday 09:00, noon before the next holiday."""
    zone = config.identity.timezone
    today = at.astimezone(zone).date()
    friday = today + timedelta((FRIDAY - today.weekday()) % 7 or 7)
    monday = friday + timedelta(3)
    calendar = working_calendar(config, national, revision=0, on=today)
    found = [(friday, time(16, 30)), (monday, time(9))]
    holiday = _next_holiday(calendar, today)
    if holiday is not None:
        found.append((holiday - timedelta(1), time(12)))
    return tuple(datetime.combine(on, hour, tzinfo=zone) for on, hour in sorted(found))


def _next_holiday(calendar: WorkingCalendar, today: date) -> date | None:
    soon = (on for on in calendar.days_off if today + timedelta(1) < on <= today + timedelta(SOON_DAYS))
    return next((on for on in soon if on.weekday() <= FRIDAY), None)


def example(config: RegionConfig, national: Sequence[NationalDay], category: str, at: datetime) -> Example:
    """The deadlines of a complaint of `category` filed at `at` under `config`."""
    calendar = working_calendar(config, national, revision=0, on=at.date())
    found = deadlines([Fact(Happened.FILED, at)], policy_of(config, category, 0), calendar)
    told = {(one.step, one.up): one.at for one in escalations(found, config.sla.escalation, calendar)}
    due = {name: deadline.due_at for name, deadline in found.steps() if name in STEPS}
    return Example(at, due, told, _other_hours(config, category, calendar, at, due))


def _other_hours(
    config: RegionConfig, category: str, calendar: WorkingCalendar, at: datetime, due: dict[str, datetime]
) -> dict[str, tuple[tuple[time, time], ...]]:
    limits, usual = config.sla.limits(category), calendar.hours(at.astimezone(calendar.zone).date())
    found = {
        name: calendar.hours(one.astimezone(calendar.zone).date())
        for name, one in due.items()
        if getattr(limits, name).counting is Counting.WORKING
    }
    return {name: hours for name, hours in found.items() if hours != usual}
