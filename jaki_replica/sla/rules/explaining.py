"""Why a complaint is due when it is: line by line, to be shown to officials and read in an objection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.rules.clock import deadlines
from jaki_replica.sla.rules.timeline import Timeline, timeline
from jaki_replica.sla.terms import Deadlines, Fact, Happened, Line, LineCode, Policy
from jaki_replica.tenancy.configuration.terms import Counting

COUNTED = ("verify", "answer", "amber", "red", "finish", "legal")
FOLLOWING = ("accept", "validate", "reporter", "acknowledge")


def explain(history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar) -> tuple[Line, ...]:
    """Receipt, policy and calendar with their revisions, every limit, and all that moved it or did not."""
    found = deadlines(history, policy, calendar)
    line = timeline(history, policy.pause, calendar)
    return (
        *_ground(line, policy, calendar),
        *_limits(found),
        *_moved(history, line, policy),
        *_promise(history, found),
        *_days_off(line, found, policy, calendar),
        *_outcome(found),
    )


def _ground(line: Timeline, policy: Policy, calendar: WorkingCalendar) -> Iterator[Line]:
    yield Line(LineCode.FILED, {"at": line.filed_at})
    yield Line(LineCode.POLICY, {"revision": policy.revision})
    yield Line(LineCode.CALENDAR, {"revision": calendar.revision, "zone": calendar.zone.key})
    if calendar.edition:
        yield Line(LineCode.HOLIDAYS, {"edition": calendar.edition})
    if policy.limits.finish.counting is Counting.WORKING and not calendar.is_open(line.filed_at):
        yield Line(LineCode.STARTS_LATER, {"at": calendar.opening(line.filed_at)})


def _limits(found: Deadlines) -> Iterator[Line]:
    present = dict(found.steps())
    for step in (*COUNTED, *FOLLOWING):
        if step in present:
            one = present[step]
            limit, since = str(one.reason.limit), one.reason.since
            yield Line(LineCode.LIMIT, {"step": step, "limit": limit, "since": since, "due_at": one.due_at})


def _moved(history: Sequence[Fact], line: Timeline, policy: Policy) -> Iterator[Line]:
    times = sum(fact.what is Happened.PASSED_ON for fact in history)
    if times:
        yield Line(LineCode.PASSED_ON, {"times": times})
    for stretch, following in pairwise(line.stretches):
        assert stretch.end is not None
        if not stretch.counts:
            yield Line(LineCode.PAUSED, {"start": stretch.start, "end": stretch.end})
        if stretch.end < following.start:
            yield Line(LineCode.STOPPED, {"start": stretch.end, "end": following.start})
    if line.pause_ends_at is not None:
        yield Line(LineCode.PAUSE_LIMIT, {"limit": str(policy.pause), "at": line.pause_ends_at})
    if line.stopped_at is not None:
        yield Line(LineCode.STOPPED_SINCE, {"at": line.stopped_at})


def _promise(history: Sequence[Fact], found: Deadlines) -> Iterator[Line]:
    if found.promised_at is not None:
        approved = [fact.at for fact in history if fact.what is Happened.SCHEDULED][-1]
        yield Line(LineCode.SCHEDULED, {"at": approved, "until": found.promised_at})


def _days_off(line: Timeline, found: Deadlines, policy: Policy, calendar: WorkingCalendar) -> Iterator[Line]:
    """The holidays that a limit in working time leaps over."""
    if policy.limits.finish.counting is Counting.WORKING:
        for on, name in calendar.off_between(line.filed_at, found.finish.due_at):
            yield Line(LineCode.DAY_OFF, {"on": on, "name": name})


def _outcome(found: Deadlines) -> Iterator[Line]:
    for step in (*COUNTED, *FOLLOWING):
        one = dict(found.steps()).get(step)
        if one is not None and one.met_at is not None and step not in {"amber", "red"}:
            yield Line(_verdict(one.met_at, one.due_at), {"step": step, "at": one.met_at, "due_at": one.due_at})


def _verdict(met_at: datetime, due_at: datetime) -> LineCode:
    return LineCode.IN_TIME if met_at <= due_at else LineCode.LATE
