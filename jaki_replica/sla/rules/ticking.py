"""The days of a promise, drawn one by one.

A day is a day of the scale that the limit to finish is counted on: 24 hours of the region's clock from receipt, or
a working day. The time in which the clock stood still is no day at all; days mostly spent waiting for the reporter
are drawn and not counted. Past days are red or amber where they reach beyond that limit; today has the colour of now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jaki_replica.sla.calendar import DAY, WorkingCalendar
from jaki_replica.sla.rules.clock import deadlines
from jaki_replica.sla.rules.timeline import Timeline, timeline
from jaki_replica.sla.terms import Colour, Deadlines, Fact, Policy, Run, Tick, TickKind, Ticks
from jaki_replica.tenancy.configuration.terms import Counting, TimeUnit

TODAY = {Colour.ON_TIME: TickKind.USED, Colour.AMBER: TickKind.AMBER, Colour.RED: TickKind.RED}


def ticks(history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar, at: datetime) -> Ticks:
    """The days used and left at an instant. Raises Invalid for a history that cannot be."""
    found = deadlines(history, policy, calendar)
    ruler = _Ruler(timeline(history, policy.pause, calendar), calendar, policy.limits.finish.counting)
    now = min(at, ruler.line.stopped_at or at)
    used = _days_up_to(ruler.passed(now))
    total = max(used, _days_up_to(ruler.passed(found.finish.due_at)))
    waited = {day for day in range(1, total + 1) if 2 * ruler.waited(day) >= DAY}
    drawn = tuple(_tick(day, used, waited, found, ruler, now) for day in range(1, total + 1))
    counted = used - sum(day <= used for day in waited)
    promised = _days_up_to(ruler.passed(found.finish.due_at))
    return Ticks(drawn, max(1, counted), max(1, promised - sum(day <= promised for day in waited)))


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures from receipt along the stretches, those of waiting included."""

    line: Timeline
    calendar: WorkingCalendar
    counting: Counting

    def passed(self, at: datetime) -> int:
        """How much lies between receipt and `at`, stops left out."""
        return sum(length for length, _counts in self._parts(at))

    def waited(self, day: int) -> int:
        """How much of a day was spent waiting for the reporter."""
        start, end = (day - 1) * DAY, day * DAY
        reached = waited = 0
        for length, counts in self._parts(None):
            if not counts:
                waited += max(0, min(end, reached + length) - max(start, reached))
            reached += length
        return waited

    def _parts(self, at: datetime | None) -> list[tuple[int, bool]]:
        parts = []
        for stretch in self.line.stretches:
            end = stretch.end if at is None else min(at, stretch.end or at)
            if end is not None and end > stretch.start:
                parts.append((self._position(end) - self._position(stretch.start), stretch.counts))
        return parts

    def _position(self, at: datetime) -> int:
        return self.calendar.position(at, self.counting, TimeUnit.DAY)


def _days_up_to(passed: int) -> int:
    return max(1, -(-passed // DAY))


def _tick(day: int, used: int, waited: set[int], found: Deadlines, ruler: _Ruler, now: datetime) -> Tick:
    if day > used:
        return Tick(TickKind.PAUSED if day in waited else TickKind.LEFT)
    if day == used:
        paused = found.run_at(now) is Run.PAUSED
        return Tick(TickKind.PAUSED if paused else TODAY[found.colour(now)], today=True)
    if day in waited:
        return Tick(TickKind.PAUSED)
    if day * DAY > ruler.passed(found.red.due_at):
        return Tick(TickKind.RED)
    return Tick(TickKind.AMBER if day * DAY > ruler.passed(found.amber.due_at) else TickKind.USED)
