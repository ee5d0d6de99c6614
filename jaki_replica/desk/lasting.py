"""How long what is said of a limit stays true, so that it need not be said anew each time somebody looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from jaki_replica.desk.timing import NEAR, Scale
from jaki_replica.foundation.errors import Invalid
from jaki_replica.sla.calendar import DAY
from jaki_replica.tenancy.configuration.terms import Counting, TimeUnit

UNITS = ((timedelta(hours=48), timedelta(days=1)), (timedelta(hours=1), timedelta(hours=1)))
LEAST = timedelta(minutes=1)


def until(due_at: datetime, at: datetime, scale: Scale, amber_at: datetime | None = None) -> datetime:
    """`timing.left` says the same from `at` up to this instant, often for longer. That may be `at` itself.

    `amber_at` is when the sign turns amber, where it does.
    """
    after = [turn for turn in (due_at - NEAR, due_at) if turn >= at]  # what holds at these no longer holds behind them
    from_then = [turn for turn in (due_at + NEAR, amber_at) if turn is not None and turn > at]
    return min([max(at, _words_until(due_at, at, scale)), *after, *from_then])


def _words_until(due_at: datetime, at: datetime, scale: Scale) -> datetime:
    late = due_at < at
    span = at - due_at if late else due_at - at
    if scale.counting is Counting.WORKING and span >= NEAR:
        return _working_day_over(due_at, at, scale)
    unit = next((unit for least, unit in UNITS if span >= least), LEAST)
    whole = span // unit
    return due_at + (whole + 1) * unit if late else due_at - whole * unit


def _working_day_over(due_at: datetime, at: datetime, scale: Scale) -> datetime:
    due, here = (scale.calendar.position(one, Counting.WORKING, TimeUnit.DAY) for one in (due_at, at))
    goal = due + ((here - due) // DAY + 1) * DAY if due_at < at else due - (due - here) // DAY * DAY
    try:
        return scale.calendar.instant(goal, Counting.WORKING, TimeUnit.DAY)
    except Invalid:  # beyond the years that the calendar covers
        return at
