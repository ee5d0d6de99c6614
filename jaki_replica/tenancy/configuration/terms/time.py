"""Durations, policies of time limits, and the calendar that working time is counted in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from functools import reduce


class Counting(StrEnum):
    """Whether every hour and day counts, or only those of the working calendar."""

    CALENDAR = "calendar"
    WORKING = "working"


class TimeUnit(StrEnum):
    """The unit of a duration."""

    HOUR = "h"
    DAY = "d"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. Written 6h, 3d (calendar) or 6wh, 3wd (working hours and days)."""

    amount: int
    unit: TimeUnit = TimeUnit.DAY
    counting: Counting = Counting.CALENDAR

    def __str__(self) -> str:
        """The canonical text, as in the file."""
        working = "w" if self.counting is Counting.WORKING else ""
        return f"{self.amount}{working}{self.unit.value}"


def _working(days: int) -> Duration:
    return Duration(days, TimeUnit.DAY, Counting.WORKING)


DAYS_3 = Duration(3)
DAYS_7 = Duration(7)
DAYS_10 = Duration(10)
DAYS_14 = Duration(14)
DAYS_60 = Duration(60)
WORKING_1 = _working(1)
WORKING_2 = _working(2)
WORKING_3 = _working(3)
WORKING_5 = _working(5)
WORKING_10 = _working(10)
WORKING_14 = _working(14)


@dataclass(frozen=True, slots=True)
class SlaLimits:
    """The time limits of one policy. All but `accept`, `validate` and `reporter` count from receipt."""

    verify: Duration = WORKING_1
    accept: Duration = WORKING_1
    answer: Duration = WORKING_3
    amber: Duration = WORKING_10
    red: Duration = WORKING_14
    finish: Duration = WORKING_14
    validate: Duration = WORKING_2
    reporter: Duration = DAYS_10
    acknowledge: Duration = WORKING_5
    legal: Duration = DAYS_60


LIMITS = tuple(field.name for field in fields(SlaLimits))
DEFAULT_LIMITS = SlaLimits()


@dataclass(frozen=True, slots=True)
class SlaOverride:
    """Limits of one category (and of all below it); what is None stays as the next more general policy says."""

    category: str
    verify: Duration | None = None
    accept: Duration | None = None
    answer: Duration | None = None
    amber: Duration | None = None
    red: Duration | None = None
    finish: Duration | None = None
    validate: Duration | None = None
    reporter: Duration | None = None
    acknowledge: Duration | None = None
    legal: Duration | None = None

    def covers(self, category: str) -> bool:
        """Whether `category` is this one or below it."""
        return category == self.category or category.startswith(self.category + ".")

    def over(self, limits: SlaLimits) -> SlaLimits:
        """`limits` with this override's own put in."""
        own = {name: getattr(self, name) for name in LIMITS}
        return replace(limits, **{name: limit for name, limit in own.items() if limit is not None})


class SlaStep(StrEnum):
    """A limit that can be missed and escalated."""

    VERIFY = "verify"
    ACCEPT = "accept"
    ANSWER = "answer"
    RED = "red"
    FINISH = "finish"
    VALIDATE = "validate"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class Escalation:
    """When `step` is missed by `late_by`, tell the superior `up` steps above the owner."""

    step: SlaStep
    late_by: Duration
    up: int = 1


@dataclass(frozen=True, slots=True)
class Sla:
    """All time limits: the default, what some categories have instead, and who is told when one is missed."""

    default: SlaLimits = DEFAULT_LIMITS
    overrides: tuple[SlaOverride, ...] = ()
    escalation: tuple[Escalation, ...] = ()

    def limits(self, category: str) -> SlaLimits:
        """The limits of a category: the default, then every override that covers it, the most special last."""
        covering = sorted((o for o in self.overrides if o.covers(category)), key=lambda o: len(o.category))
        return reduce(lambda limits, override: override.over(limits), covering, self.default)


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday, as in `datetime.date.weekday`."""
        return tuple(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from `start` until `end` in the region's zone, on one day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class DayHours:
    """The opening hours of one weekday, in order and apart. A weekday that is not named is not worked."""

    day: Weekday
    open: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A regional holiday, or a day worked although the week says otherwise."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """Other opening hours between two dates (both included), such as those of Ramadan."""

    first: date
    last: date
    name: str
    hours: tuple[DayHours, ...]


def _office(day: Weekday, end: time) -> DayHours:
    return DayHours(day, (Opening(time(7, 30), end),))


OFFICE_WEEK = (
    *(_office(day, time(16, 0)) for day in tuple(Weekday)[:4]),
    _office(Weekday.FRIDAY, time(16, 30)),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar: week, national holidays and joint leave (*cuti bersama*) or not, regional days."""

    hours: tuple[DayHours, ...] = OFFICE_WEEK
    national_holidays: bool = True
    joint_leave: bool = True
    holidays: tuple[NamedDay, ...] = ()
    worked: tuple[NamedDay, ...] = ()
    periods: tuple[HoursPeriod, ...] = ()
