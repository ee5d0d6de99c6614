"""Checks of time limits and the calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time

from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.rules.declared import Declared, covers_any, unknown
from jaki_replica.tenancy.configuration.terms import (
    Calendar,
    Counting,
    DayHours,
    Duration,
    RegionConfig,
    SlaLimits,
    TimeUnit,
)

ORDER = (
    ("amber", "red", "the warning comes after the red line"),
    ("red", "finish", "the red line comes after the limit"),
    ("finish", "legal", "the limit comes after the end set by law"),
    ("verify", "finish", "verifying may take longer than the whole fix"),
    ("answer", "finish", "the first answer may come after the limit"),
)
DAY = 24 * 60
WEEK = 7


def limits_are_in_order(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """amber <= red <= finish <= legal, in the default and in what each override makes of it."""
    default = set(_disorder(config.sla.default, config.calendar))
    for name, message, remedy, code in sorted(default):
        yield Finding(("sla", "default", name), message, remedy, code=code)
    for index, override in enumerate(config.sla.overrides):
        made = set(_disorder(config.sla.limits(override.category), config.calendar))
        for name, message, remedy, code in sorted(made - default):
            yield Finding(("sla", "overrides", index, name), message, remedy, code=code)


def _disorder(limits: SlaLimits, calendar: Calendar) -> Iterator[tuple[str, str, str, str]]:
    mixed = [name for name in ("amber", "red") if getattr(limits, name).counting is not limits.finish.counting]
    for name in mixed:
        message = f"{getattr(limits, name)} and finish {limits.finish} count different days"
        yield name, message, f"expected {limits.finish.counting} time, as finish has", "mixed_counting"
    for earlier, later, message in ORDER:
        first, second = getattr(limits, earlier), getattr(limits, later)
        if not {earlier, later} & set(mixed) and not _may_be_before(first, second, calendar):
            words = f"{message}: {earlier} {first}, {later} {second}"
            yield earlier, words, f"expected {second} or less", f"{earlier}_after_{later}"


def _may_be_before(first: Duration, second: Duration, calendar: Calendar) -> bool:
    """Whether `first` ends no later than `second`; working time in calendar terms takes the days off with it."""
    if first.counting is second.counting:
        return _minutes(first, calendar) <= _minutes(second, calendar)
    return _elapsed(first, calendar) <= _elapsed(second, calendar)


def _minutes(length: Duration, calendar: Calendar) -> float:
    if length.unit is TimeUnit.HOUR:
        return length.amount * 60
    return length.amount * (DAY if length.counting is Counting.CALENDAR else _working_minutes(calendar))


def _elapsed(length: Duration, calendar: Calendar) -> float:
    """About how many calendar minutes pass."""
    if length.counting is Counting.CALENDAR:
        return _minutes(length, calendar)
    days = _minutes(length, calendar) / _working_minutes(calendar)
    return days * DAY * WEEK / max(1, len(calendar.hours))


def _working_minutes(calendar: Calendar) -> float:
    open_minutes = [_open_minutes(day) for day in calendar.hours]
    return max(1.0, sum(open_minutes) / max(1, len(open_minutes)))


def _open_minutes(day: DayHours) -> float:
    return sum(_minute(one.end) - _minute(one.start) for one in day.open)


def _minute(at: time) -> float:
    return DAY if at == time.max else at.hour * 60 + at.minute


def overrides_name_categories(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Each override is of a category that exists, and the only one of it."""
    seen: set[str] = set()
    for index, override in enumerate(config.sla.overrides):
        path: type_path = ("sla", "overrides", index, "category")
        if not covers_any(override.category, declared.categories):
            yield from unknown(path, override.category, declared.categories, "category")
        if override.category in seen:
            yield Finding(path, f"a second override of {override.category}", "put both into one", code="twice")
        seen.add(override.category)


def some_time_is_worked(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A week without opening hours would never let a working day pass."""
    if not config.calendar.hours:
        yield Finding(
            ("calendar", "hours"), "no weekday is worked", "expected at least one weekday with hours", code="no_weekday"
        )


def days_are_named_once(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """No date twice, and none both holiday and worked."""
    calendar = config.calendar
    counted = Counter(day.on for day in (*calendar.holidays, *calendar.worked))
    seen = set()
    for section in ("holidays", "worked"):
        for index, day in enumerate(getattr(calendar, section)):
            if counted[day.on] > 1 and day.on in seen:
                yield Finding(("calendar", section, index, "on"), f"{day.on} is given twice", "keep one", code="twice")
            seen.add(day.on)


def periods_are_apart(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A period ends after it begins, before the next one begins."""
    ordered = sorted(enumerate(config.calendar.periods), key=lambda one: one[1].first)
    end = date.min
    for index, period in ordered:
        path: type_path = ("calendar", "periods", index)
        if period.last < period.first:
            yield Finding((*path, "last"), "ends before it begins", f"expected {period.first} or later")
        elif period.first <= end:
            yield Finding((*path, "first"), "overlaps another period", f"expected a day after {end}")
        end = max(end, period.last)
