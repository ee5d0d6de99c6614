"""Time as the desk shows it: what is left, the days as ticks, and every deadline with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import g

from jaki_replica.complaints import worklist
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.clock import Event, facts
from jaki_replica.complaints.terms import ENDED, Status
from jaki_replica.complaints.worklist import Line
from jaki_replica.desk.words import STEPS
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.recent import Recent
from jaki_replica.sla import terms
from jaki_replica.sla.calendar import DAY, WorkingCalendar
from jaki_replica.sla.rules import Days, deadlines, explain
from jaki_replica.sla.rules import ticks as draw
from jaki_replica.sla.sentences import SENTENCES
from jaki_replica.sla.terms import Deadlines, Policy, Ticks, policy_of
from jaki_replica.tenancy.configuration.terms import Counting, Duration, TimeUnit
from jaki_replica.ui import formats
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

STOPPED = frozenset({Status.AWAITING_VALIDATION, Status.RESOLVED}) | ENDED
NEAR = timedelta(hours=24)
MONTH = 31  # ticks; a row of more cannot be counted by eye
MOST_MEASURED = 20_000  # complaints, a kilobyte each
WRITTEN = re.compile(r"(\d+)(w?)([hd])")  # a Duration as text: 6h, 3wd


@dataclass(frozen=True, slots=True)
class Due:
    """What is left, as the kind of its shape (ok, near, late, paused) and words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What the limits of a complaint are counted in, so that everything said of its time is in one unit."""

    calendar: WorkingCalendar
    counting: Counting

    def between(self, start: datetime, end: datetime) -> str:
        """2 hari, or 2 hari kerja; hours and minutes are those of every clock."""
        if self.counting is Counting.CALENDAR or end - start < NEAR:
            return length(end - start)
        first, last = (self.calendar.position(at, Counting.WORKING, TimeUnit.DAY) for at in (start, end))
        whole = (last - first) // DAY
        return formats.working_days(whole) if whole else _("kurang dari 1 hari kerja")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A complaint's clock: the deadlines, the ticks and the lines that explain them."""

    deadlines: Deadlines
    ticks: Ticks
    lines: tuple[terms.Line, ...]
    scale: Scale


_measured: Recent[tuple[str, UUID, int, str, int], Days] = Recent(MOST_MEASURED)


def due(status: str, due_at: datetime, amber_at: datetime, at: datetime, scale: Scale | None = None) -> Due:
    """The sign of the owner's limit."""
    if status in STOPPED:
        return Due("paused", _("Hitungan berhenti"))
    if status == Status.NEEDS_INFO:
        return Due("paused", _("Menunggu pelapor"))
    return left(due_at, at, amber=amber_at <= at, scale=scale)


def left(due_at: datetime, at: datetime, *, amber: bool = False, scale: Scale | None = None) -> Due:
    """How long until an instant, or since; near within a day or once amber. In working days on a `scale` of them."""
    if due_at < at:
        return Due("late", _("Lewat %(length)s", length=between(due_at, at, scale)))
    near = amber or due_at - at <= NEAR
    return Due("near" if near else "ok", _("%(length)s lagi", length=between(at, due_at, scale)))


def between(start: datetime, end: datetime, scale: Scale | None = None) -> str:
    """How long from one instant to a later one, in the unit that the limits of a complaint are counted in."""
    return scale.between(start, end) if scale else length(end - start)


def length(span: timedelta) -> str:
    """2 hari, 6 jam, 20 menit: one unit, rounded down."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 48 * 60:
        return formats.days(minutes // (24 * 60))
    if minutes >= 60:
        return formats.hours(minutes // 60)
    return ngettext("%(num)s menit", "%(num)s menit", max(minutes, 1))


def edges(at: datetime) -> tuple[datetime, datetime, datetime]:
    """Now, the end of today and the end of this week (Sunday) in the region's zone."""
    zone = formats.zone()
    today = at.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    return at, _midnight(tomorrow), max(_midnight(monday), _midnight(tomorrow))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=formats.zone())


def end_of(on: date) -> datetime:
    """The last minute of a day in the region's zone."""
    return datetime.combine(on, time(23, 59), tzinfo=formats.zone())


def policy(book: Rulebook, category: str, revision: int) -> Policy:
    """The limits a complaint was filed under; each revision is read once in a request."""
    known: dict[int, object] = g.setdefault("policies", {})
    if revision not in known:
        known[revision] = book.config_of(g.scope.session, revision)
    return policy_of(known[revision], category, revision)  # type: ignore[arg-type]  # a RegionConfig


def scale_of(book: Rulebook, category: str, revision: int, filed_at: datetime) -> Scale:
    """What the limits of a complaint are counted in."""
    counting = policy(book, category, revision).limits.finish.counting
    return Scale(book.calendar_of(g.scope.session, revision, filed_at), counting)


def measured(book: Rulebook, listed: Sequence[tuple[Line, int]]) -> list[Days | None]:
    """The days of each complaint's promise, to draw a month of them at most; None where its history cannot be read.

    Each complaint comes with how many steps its history has. A history only grows and a revision stays what it is, so
    what was measured is kept until a step is added: only histories that this process has not measured yet are read,
    all at once.
    """
    keys = [(g.tenant.key, line.id, steps, line.category, line.config_revision) for line, steps in listed]
    calendars = [book.calendar_of(g.scope.session, line.config_revision, line.filed_at) for line, _steps in listed]
    found = [_measured.get(key) for key in keys]
    known = [days if days and days.calendar is own else None for days, own in zip(found, calendars, strict=True)]
    fresh = [place for place, days in enumerate(known) if days is None]
    histories = worklist.histories(g.scope.session, [listed[place][0].id for place in fresh])
    for place in fresh:
        line, _steps = listed[place]
        days = _measure(histories[line.id], policy(book, line.category, line.config_revision), calendars[place])
        known[place] = _measured.keep(keys[place], days) if days else None
    return known


def _measure(history: Sequence[Event], limits: Policy, calendar: WorkingCalendar) -> Days | None:
    try:
        return Days(facts(history), limits, calendar, most=MONTH)
    except Invalid:
        return None


def reckon(book: Rulebook, complaint: Complaint, history: Iterable[Event]) -> Reckoning:
    """Everything about a complaint's time."""
    happened = facts(history)
    limits = policy(book, complaint.category, complaint.config_revision)
    calendar = book.calendar_of(g.scope.session, complaint.config_revision, complaint.filed_at)
    return Reckoning(
        deadlines=deadlines(happened, limits, calendar),
        ticks=draw(happened, limits, calendar, book.at),
        lines=explain(happened, limits, calendar),
        scale=Scale(calendar, limits.limits.finish.counting),
    )


def sentences(lines: Iterable[terms.Line]) -> list[str]:
    """Each line of an explanation in words."""
    return [words(SENTENCES[line.code]).format(**{k: _shown(k, v) for k, v in line.values.items()}) for line in lines]


def _shown(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if name == "step":
        return str(STEPS.get(str(value), value))
    if name == "limit":
        return _length_written(str(value))
    return str(value)


def _length_written(text: str) -> str:
    found = WRITTEN.fullmatch(text)
    if found is None:
        return text
    counting = Counting.WORKING if found[2] else Counting.CALENDAR
    return formats.duration(Duration(int(found[1]), TimeUnit(found[3]), counting))


def heading(complaint: Complaint, scale: Scale, at: datetime) -> Due:
    """The sentence over a complaint's deadlines: how long until the red line, the limit, or that nothing runs."""
    status = complaint.status
    if status in STOPPED or status == Status.NEEDS_INFO:
        return due(status, complaint.due_at, complaint.amber_at, at)
    if complaint.red_at > at and complaint.red_at < complaint.due_at:
        near = complaint.amber_at <= at
        words_ = _("%(length)s lagi sampai merah", length=scale.between(at, complaint.red_at))
        return Due("near" if near else "ok", words_)
    if complaint.due_at > at:
        kind = "late" if complaint.red_at <= at else "ok"
        return Due(kind, _("%(length)s lagi", length=scale.between(at, complaint.due_at)))
    return left(complaint.due_at, at, scale=scale)
