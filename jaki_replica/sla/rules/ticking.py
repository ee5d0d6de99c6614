"""The days of a promise, drawn one by one.

A day is a day of the scale that the limit to finish is counted on: 24 hours of the region's clock from receipt, or
a working day. The time in which the clock stood still is no day at all; days mostly spent waiting for the reporter
are drawn and not counted. Past days are red or amber where they reach beyond that limit; today has the colour of now.
Of a complaint that is very late the first days and today are drawn; `Ticks.day` still says which day it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jaki_replica.sla.calendar import DAY, WorkingCalendar
from jaki_replica.sla.rules.clock import deadlines_on
from jaki_replica.sla.rules.timeline import Stretch, Timeline, timeline
from jaki_replica.sla.terms import Colour, Deadlines, Fact, Policy, Run, Tick, TickKind, Ticks
from jaki_replica.tenancy.configuration.terms import Counting, TimeUnit

MOST = 90
TODAY = {Colour.ON_TIME: TickKind.USED, Colour.AMBER: TickKind.AMBER, Colour.RED: TickKind.RED}


def ticks(
    history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar, at: datetime, *, most: int = MOST
) -> Ticks:
    """The days used and left at an instant, `most` at most. Raises Invalid for a history that cannot be."""
    return Days(history, policy, calendar, most=most).at(at)


class Days:
    """The days of one history, measured once and drawn for any instant; what was drawn last is kept."""

    __slots__ = (
        "_amber",
        "_counting",
        "_drawn",
        "_found",
        "_line",
        "_most",
        "_promised",
        "_red",
        "_ruler",
        "_waited",
        "calendar",
    )

    def __init__(self, history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar, *, most: int = MOST) -> None:
        """As `ticks`."""
        self.calendar = calendar
        self._most = most
        self._counting = policy.limits.finish.counting
        self._line = timeline(history, policy.pause, calendar)
        self._found = found = deadlines_on(self._line, history, policy, calendar)
        self._ruler = ruler = _ruler(self._line, calendar, policy.limits.finish.counting)
        self._waited = ruler.days_waited()
        self._promised = _days_up_to(ruler.passed(found.finish.due_at))
        self._amber, self._red = ruler.passed(found.amber.due_at), ruler.passed(found.red.due_at)
        self._drawn: tuple[int, TickKind, Ticks] | None = None

    def at(self, at: datetime) -> Ticks:
        """The days used and left at an instant."""
        now = min(at, self._line.stopped_at or at)
        used, today = _days_up_to(self._ruler.passed(now)), _kind_of_today(self._found, now)
        if self._drawn is None or self._drawn[:2] != (used, today):
            self._drawn = used, today, self._draw(used, today)
        return self._drawn[2]

    def _draw(self, used: int, today: TickKind) -> Ticks:
        waited = self._waited
        places = [*range(1, min(max(used, self._promised), self._most) + 1)]
        if used > self._most:
            places[-1] = used
        past = [Tick(_kind_of_past_day(day, waited, self._amber, self._red)) for day in places if day < used]
        left = [Tick(TickKind.PAUSED if day in waited else TickKind.LEFT) for day in places if day > used]
        days = (*past, Tick(today, today=True), *left)
        return Ticks(days, _counted(used, waited), _counted(self._promised, waited), self._counting)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch laid on the ruler: from where, its instant and position there, its end, and whether it counts."""

    reached: int
    stretch: Stretch
    position: int
    length: int | None


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures from receipt along the stretches, those of waiting included and stops left out."""

    parts: tuple[_Part, ...]
    calendar: WorkingCalendar
    counting: Counting

    def passed(self, at: datetime) -> int:
        """How much lies between receipt and `at`."""
        part = next((one for one in reversed(self.parts) if one.stretch.start <= at), self.parts[0])
        there = self.calendar.position(at, self.counting, TimeUnit.DAY) - part.position
        return part.reached + max(0, there if part.length is None else min(there, part.length))

    def days_waited(self) -> frozenset[int]:
        """The days of which at least half was spent waiting for the reporter."""
        waited: Counter[int] = Counter()
        for part in self.parts:
            if part.stretch.counts or part.length is None:
                continue
            start, end = part.reached, part.reached + part.length
            for day in range(start // DAY + 1, _days_up_to(end) + 1):
                waited[day] += min(end, day * DAY) - max(start, (day - 1) * DAY)
        return frozenset(day for day, length in waited.items() if 2 * length >= DAY)


def _ruler(line: Timeline, calendar: WorkingCalendar, counting: Counting) -> _Ruler:
    parts = []
    reached = 0
    for stretch in line.stretches:
        position = calendar.position(stretch.start, counting, TimeUnit.DAY)
        length = None if stretch.end is None else calendar.position(stretch.end, counting, TimeUnit.DAY) - position
        parts.append(_Part(reached, stretch, position, length))
        reached += length or 0
    return _Ruler(tuple(parts), calendar, counting)


def _counted(days: int, waited: frozenset[int]) -> int:
    return max(1, days - sum(day <= days for day in waited))


def _days_up_to(passed: int) -> int:
    return max(1, -(-passed // DAY))


def _kind_of_past_day(day: int, waited: frozenset[int], amber: int, red: int) -> TickKind:
    """`amber` and `red` are where those limits lie on the ruler."""
    if day in waited:
        return TickKind.PAUSED
    if day * DAY > red:
        return TickKind.RED
    return TickKind.AMBER if day * DAY > amber else TickKind.USED


def _kind_of_today(found: Deadlines, now: datetime) -> TickKind:
    return TickKind.PAUSED if found.run_at(now) is Run.PAUSED else TODAY[found.colour(now)]
