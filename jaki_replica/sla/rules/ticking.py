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
    line = timeline(history, policy.pause, calendar)
    found = deadlines_on(line, history, policy, calendar)
    ruler = _ruler(line, calendar, policy.limits.finish.counting)
    now = min(at, line.stopped_at or at)
    used = _days_up_to(ruler.passed(now))
    promised = _days_up_to(ruler.passed(found.finish.due_at))
    waited = ruler.days_waited()
    places = [*range(1, min(max(used, promised), most) + 1)]
    if used > most:
        places[-1] = used
    amber, red = ruler.passed(found.amber.due_at), ruler.passed(found.red.due_at)
    past = [Tick(_kind_of_past_day(day, waited, amber, red)) for day in places if day < used]
    left = [Tick(TickKind.PAUSED if day in waited else TickKind.LEFT) for day in places if day > used]
    days = (*past, Tick(_kind_of_today(found, now), today=True), *left)
    return Ticks(days, _counted(used, waited), _counted(promised, waited), policy.limits.finish.counting)


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
