"""Deadlines of a complaint: a pure function of its history, its policy and the calendar.

Passing on, comments, edits and reassignments move nothing. A question to the reporter pauses the owner's limits
(verify, answer, amber, red, finish) until he answers, at most for the policy's pause and twice that in all; a claimed
fix stops them, and where it is refused or the complaint reopened they go on where they stood. An approved later date
takes the place of amber, red and finish where it lies later, but a red line crossed before the approval stays crossed;
pauses and refused claims after the approval move it as they would move a limit. The end set by law never moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jaki_replica.sla.calendar import WorkingCalendar, length
from jaki_replica.sla.rules.timeline import Stretch, Timeline, timeline
from jaki_replica.sla.terms import (
    Deadline,
    Deadlines,
    EscalationDue,
    Fact,
    Happened,
    Policy,
    Reason,
    Run,
)
from jaki_replica.tenancy.configuration.terms import Counting, Duration, Escalation, TimeUnit

ENDS_VERIFYING = frozenset(
    {
        Happened.VERIFIED,
        Happened.PASSED_ON,
        Happened.CLAIMED,
        Happened.RESOLVED,
        Happened.REFERRED,
        Happened.ENDED,
    }
)
IS_AN_ANSWER = frozenset({Happened.ANSWERED, Happened.RESOLVED, Happened.REFERRED, Happened.ENDED})
ENDS_HANDING_OVER = frozenset({Happened.TAKEN, Happened.CLAIMED, Happened.RESOLVED, Happened.REFERRED, Happened.ENDED})
ENDS_VALIDATING = frozenset({Happened.REFUSED, Happened.RESOLVED, Happened.ENDED})
ENDS_REFERRING = frozenset({Happened.ACKNOWLEDGED, Happened.RESUMED, Happened.ENDED})
ENDS_ASKING = frozenset({Happened.REOPENED, Happened.ENDED})
OVER = frozenset({Run.RESOLVED, Run.ENDED})
HOURS = (Counting.CALENDAR, TimeUnit.HOUR)

type_measured = tuple[datetime, int, int | None]


def deadlines(history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar) -> Deadlines:
    """Every deadline of a complaint. Raises Invalid for a history that cannot be (see `timeline`)."""
    return deadlines_on(timeline(history, policy.pause, calendar), history, policy, calendar)


def deadlines_on(line: Timeline, history: Sequence[Fact], policy: Policy, calendar: WorkingCalendar) -> Deadlines:
    """As `deadlines`, where the caller has drawn the timeline of that history."""
    clock = _Clock(history, policy, calendar, line)
    limits = policy.limits
    stopped = line.stopped_at
    marks = _Marks(*(clock.owners(limit, stopped) for limit in (limits.amber, limits.red, limits.finish)))
    promises = _promises(clock)
    for approved_at, until in promises:
        marks = marks.put_off(until, approved_at)
    return Deadlines(
        verify=clock.owners(limits.verify, _first(history, ENDS_VERIFYING)),
        answer=clock.owners(limits.answer, _first(history, IS_AN_ANSWER)),
        amber=marks.amber,
        red=marks.red,
        finish=marks.finish,
        legal=clock.plain(limits.legal, line.filed_at, _over_at(history) if line.run in OVER else None),
        run=line.run,
        accept=clock.after_last(Happened.PASSED_ON, limits.accept, ENDS_HANDING_OVER),
        validate=clock.after_last(Happened.CLAIMED, limits.validate, ENDS_VALIDATING),
        reporter=clock.after_last(Happened.RESOLVED, limits.reporter, ENDS_ASKING),
        acknowledge=clock.after_last(Happened.REFERRED, limits.acknowledge, ENDS_REFERRING),
        promised_at=max((until for _, until in promises), default=None),
        pause_ends_at=line.pause_ends_at,
    )


def next_due(found: Deadlines) -> Deadline | None:
    """What comes next for whoever has to act: the earliest deadline that is not met, or None where none is left.

    A missed `verify` or `answer` stays the next one until it is done; amber is a warning and never the next.
    """
    waiting = [one for name, one in found.steps() if name != "amber" and one.met_at is None]
    return min(waiting, key=lambda one: one.due_at, default=None)


def escalations(found: Deadlines, rules: Sequence[Escalation], calendar: WorkingCalendar) -> tuple[EscalationDue, ...]:
    """When each escalation falls due, by time; those whose step was done before are left out."""
    coming = []
    for rule in rules:
        deadline: Deadline | None = getattr(found, rule.step.value)
        if deadline is None:
            continue
        at = calendar.add(deadline.due_at, rule.late_by)
        if deadline.met_at is None or deadline.met_at > at:
            coming.append(EscalationDue(rule.step.value, at, rule.up, deadline.reason.since, deadline.due_at))
    return tuple(sorted(coming, key=lambda one: (one.at, one.up, one.step)))


@dataclass(frozen=True, slots=True)
class _Clock:
    """What every deadline of one complaint is made from."""

    history: Sequence[Fact]
    policy: Policy
    calendar: WorkingCalendar
    line: Timeline
    measured: dict[tuple[Counting, TimeUnit], list[type_measured]] = field(default_factory=dict)

    def owners(self, limit: Duration, met_at: datetime | None) -> Deadline:
        """A limit of the owner, counted from receipt while his clock runs."""
        scale = (limit.counting, limit.unit)
        parts = self.measured.get(scale)
        if parts is None:
            parts = self.measured[scale] = _measured(self.line.stretches, *scale, self.calendar)
        at = _due(parts, length(limit), *scale, self.calendar)
        return Deadline(at, self._reason(limit, self.line.filed_at), met_at)

    def plain(self, limit: Duration, since: datetime, met_at: datetime | None) -> Deadline:
        """A limit that nothing pauses."""
        return Deadline(self.calendar.add(since, limit), self._reason(limit, since), met_at)

    def after_last(self, what: Happened, limit: Duration, ended_by: frozenset[Happened]) -> Deadline | None:
        """A limit counted from the last event of a kind, or None where there was none."""
        place = next((p for p in range(len(self.history) - 1, -1, -1) if self.history[p].what is what), None)
        if place is None:
            return None
        return self.plain(limit, self.history[place].at, _first(self.history[place + 1 :], ended_by))

    def _reason(self, limit: Duration, since: datetime) -> Reason:
        return Reason(limit, since, self.policy.revision, self.calendar.revision)


def _measured(
    stretches: Sequence[Stretch], counting: Counting, unit: TimeUnit, calendar: WorkingCalendar
) -> list[type_measured]:
    """Start, its position and the length of each stretch that counts; the last has no length."""
    parts: list[type_measured] = []
    for stretch in stretches:
        if stretch.counts:
            position = calendar.position(stretch.start, counting, unit)
            end = None if stretch.end is None else calendar.position(stretch.end, counting, unit)
            parts.append((stretch.start, position, None if end is None else end - position))
    return parts


def _due(
    parts: Sequence[type_measured], left: int, counting: Counting, unit: TimeUnit, calendar: WorkingCalendar
) -> datetime:
    """When `left` has passed within the parts."""
    for start, position, passed in parts:
        if passed is None or passed >= left:
            return max(start, calendar.instant(position + left, counting, unit))
        left -= passed
    raise AssertionError("the last stretch has no end")


def _first(history: Sequence[Fact], kinds: frozenset[Happened]) -> datetime | None:
    return next((fact.at for fact in history if fact.what in kinds), None)


def _over_at(history: Sequence[Fact]) -> datetime | None:
    """When a complaint that is over came to its end: accepted as fixed or, where it never was, ended otherwise."""
    opened = max((place for place, fact in enumerate(history) if fact.what is Happened.REOPENED), default=0)
    since = history[opened:]
    return _first(since, frozenset({Happened.RESOLVED})) or _first(since, frozenset({Happened.ENDED}))


def _promises(clock: _Clock) -> list[tuple[datetime, datetime]]:
    """When each later date was approved, and where it lies after the pauses and stops since then."""
    found = []
    for fact in clock.history:
        if fact.what is Happened.SCHEDULED and fact.until is not None and fact.until > fact.at:
            left = _between(fact.at, fact.until, clock.calendar)
            after = [_from(one, fact.at) for one in clock.line.stretches if one.end is None or one.end > fact.at]
            parts = _measured(after, *HOURS, clock.calendar)
            found.append((fact.at, _due(parts, left, *HOURS, clock.calendar)))
    return found


def _between(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    return calendar.position(end, *HOURS) - calendar.position(start, *HOURS)


def _from(stretch: Stretch, start: datetime) -> Stretch:
    return stretch if stretch.start >= start else Stretch(start, stretch.end, stretch.counts)


@dataclass(frozen=True, slots=True)
class _Marks:
    """The warning, the red line and the limit."""

    amber: Deadline
    red: Deadline
    finish: Deadline

    def put_off(self, until: datetime, approved_at: datetime) -> _Marks:
        """Each to the promised date where that is later, the warning as long before it as before the red line."""
        lead = self.red.due_at - self.amber.due_at
        missed = self.red.due_at < approved_at
        return _Marks(
            self.amber if missed else _later(self.amber, until - lead),
            self.red if missed else _later(self.red, until),
            _later(self.finish, until),
        )


def _later(deadline: Deadline, until: datetime) -> Deadline:
    return Deadline(until, deadline.reason, deadline.met_at) if until > deadline.due_at else deadline
