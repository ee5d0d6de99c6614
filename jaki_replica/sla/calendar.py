"""The working calendar: measures time in opening hours and in working days, and back.

A position is an integer number of microseconds on one of four scales. Each scale only grows with time, so adding
a duration is adding a number, and durations add up.

- calendar hours: time as it passes.
- calendar days: the clock on the wall of the region. Three days later is the same time of day three days later.
- working hours: only time within opening hours.
- working days: each working day counts as one, however long it is open, and a part of its hours as that part of
  a day. One working day after noon of an eight-hour day is the middle of the next working day, in Ramadan too.

On the two working scales nothing passes between closing and the next opening. An instant outside opening hours
stands where the next opening does; a whole number of working days from there ends at a closing time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jaki_replica.foundation.errors import Invalid
from jaki_replica.sla.national import NationalDay
from jaki_replica.tenancy.configuration.terms import (
    Calendar,
    Counting,
    DayHours,
    Duration,
    RegionConfig,
    TimeUnit,
)

HOUR = 3_600_000_000
DAY = 24 * HOUR
SPAN_YEARS = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

type_span = tuple[int, int]
type_week = tuple[tuple[type_span, ...], ...]


class WorkingCalendar:
    """The opening hours of every day of some years, in one zone. Never changes once made."""

    __slots__ = (
        *("_before", "_counted", "_first", "_open", "_spans", "_week", "_worked"),
        *("days_off", "edition", "revision", "zone"),
    )

    days_off: Mapping[date, str]

    def __init__(
        self,
        terms: Calendar,
        zone: ZoneInfo,
        national: Iterable[NationalDay],
        *,
        years: range,
        revision: int,
        edition: int = 0,
    ) -> None:
        """`years` are those it covers, `national` the nation's days off.

        `revision` is the configuration's number, `edition` that of the list of national days (0 for none).
        """
        self.zone = zone
        self.revision = revision
        self.edition = edition
        self.days_off = _days_off(terms, national)
        self._week = _week(terms.hours)
        self._first = date(years[0], 1, 1).toordinal()
        self._spans = tuple(_days(terms, self.days_off, self._first, date(years[-1], 12, 31).toordinal()))
        self._open = [sum(end - start for start, end in spans) for spans in self._spans]
        self._before = [0]
        self._counted = [0]
        self._worked: list[int] = []
        for place, opened in enumerate(self._open):
            self._before.append(self._before[-1] + opened)
            self._counted.append(self._counted[-1] + (opened > 0))
            if opened:
                self._worked.append(place)

    def add(self, at: datetime, duration: Duration) -> datetime:
        """`at` and a duration after it, in UTC; never before `at`. See the module for what a day means."""
        position = self.position(at, duration.counting, duration.unit)
        return max(at.astimezone(UTC), self.instant(position + length(duration), duration.counting, duration.unit))

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies within opening hours."""
        day, passed = self._local(at)
        return any(start <= passed < end for start, end in self._spans_of(day))

    def hours(self, on: date) -> tuple[tuple[time, time], ...]:
        """From when to when it is open on a day; nothing where it is not."""
        spans = self._spans_of(on.toordinal())
        return tuple((_time_of(start), _time_of(end)) for start, end in spans)

    def opening(self, at: datetime) -> datetime:
        """`at` itself within opening hours, else the next opening."""
        if self.is_open(at):
            return at.astimezone(UTC)
        after = self.instant(self.position(at, Counting.WORKING, TimeUnit.HOUR) + 1, Counting.WORKING, TimeUnit.HOUR)
        return after - _MICROSECOND

    def position(self, at: datetime, counting: Counting, unit: TimeUnit) -> int:
        """Where `at` stands on a scale."""
        if counting is Counting.CALENDAR:
            if unit is TimeUnit.HOUR:
                return (at - _EPOCH) // _MICROSECOND
            day, passed = self._local(at)
            return day * DAY + passed
        day, passed = self._local(at)
        worked = _passed(self._spans_of(day), passed)
        place = day - self._first
        if unit is TimeUnit.HOUR:
            return self._before[place] + worked
        opened = self._open[place]
        return self._counted[place] * DAY + (worked * DAY // opened if opened else 0)

    def instant(self, position: int, counting: Counting, unit: TimeUnit) -> datetime:
        """The first instant, in UTC, that stands there. Raises Invalid beyond the years covered."""
        if counting is Counting.CALENDAR:
            if unit is TimeUnit.HOUR:
                return _EPOCH + timedelta(microseconds=position)
            return self._utc(*divmod(position, DAY))
        if unit is TimeUnit.HOUR:
            place = bisect_left(self._before, position) - 1
            worked = position - self._before[max(0, place)]
        else:
            place, worked = self._working_day(position)
        if not 0 <= place < len(self._spans):
            raise _beyond()
        return self._utc(self._first + place, _reached(self._spans[place], worked))

    def off_between(self, start: datetime, end: datetime) -> tuple[tuple[date, str], ...]:
        """Date and name of the days from that of `start` to that of `end` that would be worked but for a holiday."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        usual = ((on, name) for on, name in self.days_off.items() if self._week[on.weekday()])
        return tuple((on, name) for on, name in usual if first <= on <= last)

    def _working_day(self, position: int) -> tuple[int, int]:
        count, part = divmod(position, DAY)
        if part == 0:
            count, part = count - 1, DAY
        if not 0 <= count < len(self._worked):
            raise _beyond()
        place = self._worked[count]
        return place, -(-part * self._open[place] // DAY)

    def _local(self, at: datetime) -> type_span:
        """Ordinal day in the zone, and microseconds passed in it."""
        local = at.astimezone(self.zone)
        seconds = (local.hour * 60 + local.minute) * 60 + local.second
        return local.toordinal(), seconds * 1_000_000 + local.microsecond

    def _utc(self, day: int, passed: int) -> datetime:
        local = datetime.fromordinal(day) + timedelta(microseconds=passed)
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _spans_of(self, day: int) -> tuple[type_span, ...]:
        place = day - self._first
        if not 0 <= place < len(self._spans):
            raise _beyond()
        return self._spans[place]


def working_calendar(
    config: RegionConfig, national: Iterable[NationalDay], *, revision: int, on: date, edition: int = 0
) -> WorkingCalendar:
    """The calendar of a region, ten years to either side of `on`. To be kept per region, revision, edition and year."""
    years = range(on.year - SPAN_YEARS, on.year + SPAN_YEARS + 1)
    zone = config.identity.timezone
    return WorkingCalendar(config.calendar, zone, national, years=years, revision=revision, edition=edition)


def length(duration: Duration) -> int:
    """A duration on its scale, in microseconds."""
    return duration.amount * (HOUR if duration.unit is TimeUnit.HOUR else DAY)


def _days_off(terms: Calendar, national: Iterable[NationalDay]) -> Mapping[date, str]:
    named = {day.on: day.name for day in national if (terms.joint_leave if day.joint else terms.national_holidays)} | {
        day.on: day.name for day in terms.holidays
    }
    for day in terms.worked:
        named.pop(day.on, None)
    return dict(sorted(named.items()))


def _days(terms: Calendar, off: Mapping[date, str], first: int, last: int) -> Iterator[tuple[type_span, ...]]:
    """The openings of each day: none on a day off, those of the period or of the week otherwise."""
    week = _week(terms.hours)
    closed = {on.toordinal() for on in off}
    worked = {day.on.toordinal() for day in terms.worked}
    others: dict[int, type_week] = {}
    for period in terms.periods:
        days = range(period.first.toordinal(), period.last.toordinal() + 1)
        others.update(dict.fromkeys(days, _week(period.hours)))
    for day in range(first, last + 1):
        hours = others.get(day, week)
        spans = () if day in closed else hours[(day - 1) % 7]
        yield _usual(hours) if day in worked and not spans else spans


def _usual(week: type_week) -> tuple[type_span, ...]:
    """The hours of a day worked although its weekday is free: those of the first weekday that is worked."""
    return next((spans for spans in week if spans), ())


def _week(hours: tuple[DayHours, ...]) -> type_week:
    opened = {day.day.number: tuple((_of_day(o.start), _of_day(o.end)) for o in day.open) for day in hours}
    return tuple(opened.get(number, ()) for number in range(7))


def _of_day(at: time) -> int:
    """Microseconds since midnight; the last instant of a day stands for midnight."""
    if at == time.max:
        return DAY
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def _time_of(passed: int) -> time:
    seconds = min(passed, DAY - 1) // 1_000_000
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _passed(spans: tuple[type_span, ...], passed: int) -> int:
    return sum(min(passed, end) - start for start, end in spans if passed > start)


def _reached(spans: tuple[type_span, ...], worked: int) -> int:
    """The time of day by which `worked` has passed within the openings."""
    for start, end in spans:
        if worked <= end - start:
            return start + worked
        worked -= end - start
    return spans[-1][1] if spans else 0


def _beyond() -> Invalid:
    return Invalid("This moment lies beyond the working calendar.", remedy="Give a date within ten years of today.")
