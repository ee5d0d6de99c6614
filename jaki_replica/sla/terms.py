"""What happens to a complaint as its clock sees it, and what the clock answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from jaki_replica.tenancy.configuration.terms import Counting, Duration, RegionConfig, SlaLimits

type_value = str | int | date | datetime


class Happened(StrEnum):
    """What the clock needs to know of an event. Everything else (comments, edits, reassignments) is `NOTED`."""

    FILED = "filed"
    VERIFIED = "verified"
    PASSED_ON = "passed_on"
    TAKEN = "taken"
    ANSWERED = "answered"
    PAUSED = "paused"
    RESUMED = "resumed"
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    REFUSED = "refused"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    REFERRED = "referred"
    ACKNOWLEDGED = "acknowledged"
    ENDED = "ended"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Fact:
    """One event: what happened, at which aware instant, and for `SCHEDULED` the promised instant.

    `TAKEN` is a hand-over accepted or returned, `PAUSED` a question to the reporter, `SCHEDULED` an *approved*
    later date, `CLAIMED` a claimed fix, `ENDED` closed, merged, rejected or withdrawn.
    """

    what: Happened
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits a complaint was filed under. `revision` is the number of the configuration they come from."""

    limits: SlaLimits
    pause: Duration
    revision: int


def policy_of(config: RegionConfig, category: str, revision: int) -> Policy:
    """The policy for a category in one revision of a configuration."""
    return Policy(config.sla.limits(category), config.workflow.pause, revision)


class Run(StrEnum):
    """How the owner's clock stands: it goes, waits for the reporter, or has stopped for one of four reasons."""

    RUNNING = "running"
    PAUSED = "paused"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    REFERRED = "referred"
    ENDED = "ended"


class Colour(StrEnum):
    """How urgent a complaint is: on time, close to its red line, or past it."""

    ON_TIME = "on_time"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Reason:
    """Where a deadline comes from: a limit counted from an instant, under a policy and calendar revision."""

    limit: Duration
    since: datetime
    policy: int
    calendar: int

    def __str__(self) -> str:
        """On one line, for logs and the audit."""
        return f"{self.limit} since {self.since.isoformat()} (policy {self.policy}, calendar {self.calendar})"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a step is due (UTC), and why. `met_at` is when it was done, or when the owner's clock stopped."""

    due_at: datetime
    reason: Reason
    met_at: datetime | None = None

    def is_late(self, at: datetime) -> bool:
        """Whether the limit was missed: done after it, or open and past it. The due instant itself is in time."""
        return (self.met_at or at) > self.due_at


@dataclass(frozen=True, slots=True)
class Deadlines:
    """All deadlines of a complaint, derived from its history and nothing else.

    While the owner's clock stands still for good (claimed, resolved, referred, ended), `amber`, `red` and `finish`
    have `met_at`, and are due where they would have been. During a pause they are due as if the pause lasted its
    longest. `accept` is of the last hand-over, `validate` of the last claim, `reporter` of the last acceptance,
    `acknowledge` of the last referral to another body.
    """

    verify: Deadline
    answer: Deadline
    amber: Deadline
    red: Deadline
    finish: Deadline
    legal: Deadline
    run: Run
    accept: Deadline | None = None
    validate: Deadline | None = None
    reporter: Deadline | None = None
    acknowledge: Deadline | None = None
    promised_at: datetime | None = None
    pause_ends_at: datetime | None = None

    def steps(self) -> Iterator[tuple[str, Deadline]]:
        """Name and deadline of every step there is."""
        for name in STEPS:
            deadline: Deadline | None = getattr(self, name)
            if deadline is not None:
                yield name, deadline

    def run_at(self, at: datetime) -> Run:
        """As `run`, knowing that a pause ends by itself."""
        over = self.pause_ends_at is not None and at >= self.pause_ends_at
        return Run.RUNNING if self.run is Run.PAUSED and over else self.run

    def colour(self, at: datetime) -> Colour:
        """The colour at an instant; once the owner's clock has stopped, that of the moment it stopped."""
        if self.red.is_late(at):
            return Colour.RED
        return Colour.AMBER if self.amber.is_late(at) else Colour.ON_TIME


STEPS = tuple(field.name for field in fields(SlaLimits))


@dataclass(frozen=True, slots=True)
class EscalationDue:
    """At `at`, the superior `up` steps above is told that `step` was missed: begun at `since`, due at `due_at`."""

    step: str
    at: datetime
    up: int
    since: datetime
    due_at: datetime


class LineCode(StrEnum):
    """What a line of an explanation says; `sentences` has the words."""

    FILED = "filed"
    POLICY = "policy"
    CALENDAR = "calendar"
    HOLIDAYS = "holidays"
    STARTS_LATER = "starts_later"
    LIMIT = "limit"
    PASSED_ON = "passed_on"
    PAUSED = "paused"
    PAUSE_LIMIT = "pause_limit"
    STOPPED = "stopped"
    STOPPED_SINCE = "stopped_since"
    SCHEDULED = "scheduled"
    DAY_OFF = "day_off"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: a code and the values its sentence names. Instants are UTC."""

    code: LineCode
    values: Mapping[str, type_value]


class TickKind(StrEnum):
    """How a day of the promise is drawn."""

    USED = "used"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Tick:
    """One day; `today` is the day the clock stands in."""

    kind: TickKind
    today: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """The days of a promise, oldest first. `day` of `promised` says it in words; paused days count in neither.

    `counting` tells what a day is: one of the calendar, or a working day.
    """

    days: tuple[Tick, ...]
    day: int
    promised: int
    counting: Counting = Counting.CALENDAR

    @property
    def paused(self) -> tuple[int, ...]:
        """The places of the paused days, from 1."""
        return tuple(place for place, tick in enumerate(self.days, 1) if tick.kind is TickKind.PAUSED)
