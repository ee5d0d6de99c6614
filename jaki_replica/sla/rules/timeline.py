"""When the owner's clock ran, waited and stood still, read from the event history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.sla.calendar import WorkingCalendar, length
from jaki_replica.sla.terms import Fact, Happened, Run
from jaki_replica.tenancy.configuration.terms import Duration

MOST_PAUSES = 2  # of the policy's limit: the clock never waits longer in all, however often somebody asks
_STOPPED = frozenset({Run.CLAIMED, Run.RESOLVED, Run.REFERRED, Run.ENDED})
_ANY = frozenset(Run)
MOVES: dict[Happened, tuple[frozenset[Run], Run]] = {
    Happened.PAUSED: (frozenset({Run.RUNNING}), Run.PAUSED),
    Happened.RESUMED: (frozenset({Run.PAUSED, Run.REFERRED}), Run.RUNNING),
    Happened.CLAIMED: (frozenset({Run.RUNNING, Run.PAUSED}), Run.CLAIMED),
    Happened.REFUSED: (frozenset({Run.CLAIMED}), Run.RUNNING),
    Happened.RESOLVED: (_ANY - {Run.ENDED}, Run.RESOLVED),
    Happened.REOPENED: (frozenset({Run.RESOLVED, Run.ENDED}), Run.RUNNING),
    Happened.REFERRED: (frozenset({Run.RUNNING, Run.PAUSED}), Run.REFERRED),
    Happened.ENDED: (_ANY, Run.ENDED),
}
"""What each event does to the owner's clock: from which states, to which. Events not named here do nothing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which the owner's clock ran (`counts`) or waited for the reporter. `end` is None for the last."""

    start: datetime
    end: datetime | None
    counts: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches in order; between them the clock stood still. The last always counts and has no end.

    While the clock stands still for good, `stopped_at` says since when, and the last stretch begins there as if
    it had gone on. During a pause the last stretch begins at `pause_ends_at`, when the pause ends by itself.
    """

    filed_at: datetime
    stretches: tuple[Stretch, ...]
    run: Run
    stopped_at: datetime | None = None
    pause_ends_at: datetime | None = None


def timeline(history: Sequence[Fact], pause: Duration, calendar: WorkingCalendar) -> Timeline:
    """The timeline of a history in the order of its events. Raises Invalid for one that cannot be."""
    check_history(history)
    stretches: list[Stretch] = []
    run, since = Run.RUNNING, history[0].at
    budget = _Budget(pause, calendar)
    for fact in history:
        move = MOVES.get(fact.what)
        if move is None:
            continue
        if run is Run.PAUSED and (over := budget.end_of(since)) <= fact.at:
            budget.spend(since, over)
            stretches.append(Stretch(since, over, counts=False))
            run, since = Run.RUNNING, over
        sources, target = move
        if run not in sources:
            continue
        if run is Run.PAUSED:
            budget.spend(since, fact.at)
        if run not in _STOPPED:
            stretches.append(Stretch(since, fact.at, counts=run is Run.RUNNING))
        if run not in _STOPPED or target not in _STOPPED:
            since = fact.at
        run = target
    return _ended(history[0].at, stretches, run, since, budget.end_of(since) if run is Run.PAUSED else None)


class _Budget:
    """How long the clock may still wait for the reporter: each time the limit at most, and twice that in all."""

    def __init__(self, pause: Duration, calendar: WorkingCalendar) -> None:
        self._pause, self._calendar = pause, calendar
        self._scale = (pause.counting, pause.unit)
        self._left = MOST_PAUSES * length(pause)

    def end_of(self, since: datetime) -> datetime:
        """When a pause that began then ends by itself."""
        reach = min(length(self._pause), self._left)
        position = self._calendar.position(since, *self._scale) + reach
        return max(since, self._calendar.instant(position, *self._scale)) if reach else since

    def spend(self, since: datetime, until: datetime) -> None:
        """A pause lasted from then until then."""
        spent = self._calendar.position(until, *self._scale) - self._calendar.position(since, *self._scale)
        self._left = max(0, self._left - spent)


def _ended(
    filed_at: datetime, stretches: list[Stretch], run: Run, since: datetime, pause_ends_at: datetime | None
) -> Timeline:
    if pause_ends_at is not None:
        stretches.append(Stretch(since, pause_ends_at, counts=False))
    stretches.append(Stretch(pause_ends_at or since, None, counts=True))
    return Timeline(filed_at, tuple(stretches), run, since if run in _STOPPED else None, pause_ends_at)


def check_history(history: Sequence[Fact]) -> None:
    """Refuse a history that does not begin with its filing, goes back in time, or holds a time without a zone."""
    if not history or history[0].what is not Happened.FILED:
        raise Invalid("A history begins with its filing.", (Fault("0", "no filing", "read the events in order"),))
    before = history[0].at
    for place, fact in enumerate(history):
        if fact.at.tzinfo is None:
            raise Invalid("A time without a zone.", (Fault(str(place), "no zone", "give an aware time"),))
        if fact.at < before:
            raise Invalid("A history goes forward.", (Fault(str(place), "earlier than the one before it"),))
        before = fact.at
