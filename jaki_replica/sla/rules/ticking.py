"""The days of a promise, drawn one by one.

A day is a day of the scale that the limit to finish is counted on: 24 hours of the region's clock from receipt, or
a working day; only time in which the owner's clock ran makes up days. A time of waiting for the reporter is drawn
between them, as many days as it lasted to the nearest, and counts in nothing; time in which the clock stood still is
not drawn. Past days are red or amber where they reach beyond that limit; today has the colour of now. Of a complaint
that is very late the first days and today are drawn; `Ticks.day` still says which day it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from jaki_replica.foundation.errors import Invalid
from jaki_replica.sla.calendar import DAY, WorkingCalendar
from jaki_replica.sla.rules.clock import deadlines_on
from jaki_replica.sla.rules.timeline import Stretch, Timeline, timeline
from jaki_replica.sla.terms import Colour, Deadlines, Fact, Policy, Run, Tick, TickKind, Ticks
from jaki_replica.tenancy.configuration.terms import Counting, TimeUnit

MOST = 90
LATEST = datetime.max.replace(tzinfo=UTC)
ROUNDING = 1000  # of DAY: a thousandth of a second of working time at most
TODAY = {Colour.ON_TIME: TickKind.USED, Colour.AMBER: TickKind.AMBER, Colour.RED: TickKind.RED}


def ticks(
    history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar, at: datetime, *, most: int = MOST
) -> Ticks:
    """The days used and left at an instant, `most` at most. Raises Invalid for a history that cannot be."""
    return Days(history, policy, calendar, most=most).at(at)


class Days:
    """The days of one history, measured once and drawn for any instant; what was drawn last is kept."""

    def __init__(self, history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar, *, most: int = MOST) -> None:
        """As `ticks`."""
        self.calendar = calendar
        self._most = most
        self._counting = policy.limits.finish.counting
        self._line = timeline(history, policy.pause, calendar)
        self._found = found = deadlines_on(self._line, history, policy, calendar)
        self._ruler = ruler = _ruler(self._line, calendar, self._counting)
        self._promised = _days_up_to(ruler.counted(found.finish.due_at))
        self._amber, self._red = ruler.counted(found.amber.due_at), ruler.counted(found.red.due_at)
        self._drawn: tuple[_Now, Ticks] | None = None

    @property
    def deadlines(self) -> Deadlines:
        """Every deadline of that history."""
        return self._found

    def at(self, at: datetime) -> Ticks:
        """The days used and left at an instant."""
        ruler, instant = self._ruler, min(at, self._line.stopped_at or at)
        today = _kind_of_today(self._found, instant)
        now = _Now(_days_up_to(ruler.counted(instant)), ruler.waiting(instant), today)
        if self._drawn is None or self._drawn[0] != now:
            self._drawn = now, self._draw(now)
        return self._drawn[1]

    def steady_until(self, at: datetime) -> datetime:
        """`at` answers the same from this instant up to the one given; often for longer. That may be `at` itself."""
        found = self._found
        ends = (one.end for one in self._line.stretches)
        turns = (found.amber.due_at, found.red.due_at, found.pause_ends_at, self._line.stopped_at, *ends)
        coming = [turn for turn in turns if turn is not None and turn > at]
        stands = self._line.stopped_at is not None and at >= self._line.stopped_at
        return min([LATEST if stands else max(at, self._ruler.next_day(at)), *coming])

    def _draw(self, now: _Now) -> Ticks:
        days: list[Tick] = []
        reached = 0
        for wait, (after, length) in enumerate(self._ruler.waits):
            days += self._counted(reached, after, now, begun=now.waiting is None or wait <= now.waiting[0])
            reached = max(reached, after)
            days += [Tick(TickKind.PAUSED, today=(wait, day) == now.waiting) for day in range(1, length + 1)]
        days += self._counted(reached, max(now.day, self._promised), now, begun=now.waiting is None)
        return Ticks(tuple(self._few(days)), now.day, self._promised, self._counting)

    def _counted(self, after: int, last: int, now: _Now, *, begun: bool) -> list[Tick]:
        """The counted days after one day up to another, today among them unless today is a day of waiting.

        Those behind that day of waiting have not `begun`, though a part of the first was used before it.
        """
        found = []
        for day in range(after + 1, last + 1):
            if not begun or day > now.day:
                found.append(Tick(TickKind.LEFT))
            elif day == now.day and now.waiting is None:
                found.append(Tick(now.kind, today=True))
            else:
                found.append(Tick(_kind_of_past_day(day, self._amber, self._red)))
        return found

    def _few(self, days: list[Tick]) -> list[Tick]:
        """At most so many, today always among them."""
        few = days[: self._most]
        if not any(day.today for day in few):
            few[-1] = next(day for day in days if day.today)
        return few


@dataclass(frozen=True, slots=True)
class _Now:
    """Where the clock stands: the counted day, which day of which wait if it is one that is drawn, and its colour."""

    day: int
    waiting: tuple[int, int] | None
    kind: TickKind


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch laid on the ruler: how much had counted before it, its instant and position there, and its length."""

    reached: int
    stretch: Stretch
    position: int
    length: int | None


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures from receipt along the stretches; those of waiting have a length of their own and count in nothing."""

    parts: tuple[_Part, ...]
    calendar: WorkingCalendar
    counting: Counting

    def counted(self, at: datetime) -> int:
        """How much lies between receipt and `at` of the time in which the owner's clock ran."""
        part = self._part(at)
        return part.reached + (self._into(part, at) if part.stretch.counts else 0)

    def waiting(self, at: datetime) -> tuple[int, int] | None:
        """Which wait, and which day of it; None outside one, and in one that is too short to be drawn."""
        part = self._part(at)
        if part.stretch.counts:
            return None
        place = [one for one in self.parts if not one.stretch.counts].index(part)
        length = self.waits[place][1]
        return (place, min(length, self._into(part, at) // DAY + 1)) if length else None

    def next_day(self, at: datetime) -> datetime:
        """When the day that is drawn as today is over; where that cannot be told, `at` itself."""
        part = self._part(at)
        into = self._into(part, at)
        whole = (
            _days_up_to(part.reached + into) * DAY - part.reached if part.stretch.counts else (into // DAY + 1) * DAY
        )
        try:
            return self.calendar.instant(part.position + whole, self.counting, TimeUnit.DAY)
        except Invalid:  # beyond the years that the calendar covers
            return at

    @property
    def waits(self) -> list[tuple[int, int]]:
        """Each wait for the reporter: after how many counted days it is drawn, and how many days it takes."""
        return [(_nearest(one.reached), _nearest(one.length or 0)) for one in self.parts if not one.stretch.counts]

    def _part(self, at: datetime) -> _Part:
        return next((one for one in reversed(self.parts) if one.stretch.start <= at), self.parts[0])

    def _into(self, part: _Part, at: datetime) -> int:
        there = max(0, self.calendar.position(at, self.counting, TimeUnit.DAY) - part.position)
        return there if part.length is None else min(there, part.length)


def _ruler(line: Timeline, calendar: WorkingCalendar, counting: Counting) -> _Ruler:
    parts = []
    reached = 0
    for stretch in line.stretches:
        position = calendar.position(stretch.start, counting, TimeUnit.DAY)
        length = None if stretch.end is None else calendar.position(stretch.end, counting, TimeUnit.DAY) - position
        parts.append(_Part(reached, stretch, position, length))
        reached += (length or 0) if stretch.counts else 0
    return _Ruler(tuple(parts), calendar, counting)


def _days_up_to(passed: int) -> int:
    """Days begun; what a scale loses in rounding begins none."""
    return max(1, -(-(passed - ROUNDING) // DAY))


def _nearest(length: int) -> int:
    return (2 * length + DAY) // (2 * DAY)


def _kind_of_past_day(day: int, amber: int, red: int) -> TickKind:
    """`amber` and `red` are where those limits lie on the ruler."""
    if day * DAY > red + ROUNDING:
        return TickKind.RED
    return TickKind.AMBER if day * DAY > amber + ROUNDING else TickKind.USED


def _kind_of_today(found: Deadlines, now: datetime) -> TickKind:
    return TickKind.PAUSED if found.run_at(now) is Run.PAUSED else TODAY[found.colour(now)]
