"""Lines of a list as the page shows them: words, place, unit, what is left, the days as ticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import g, url_for
from jinja2.runtime import Macro
from markupsafe import Markup

from jaki_replica.complaints import worklist
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Status
from jaki_replica.complaints.worklist import Line, Page, Place
from jaki_replica.desk import lasting, timing
from jaki_replica.desk.timing import Due
from jaki_replica.desk.words import STEPS
from jaki_replica.foundation.recent import Recent
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.rules import Days
from jaki_replica.sla.rules.ticking import LATEST
from jaki_replica.sla.terms import Ticks
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.language import current, words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

LONGEST = 90
MOST_KEPT = 20_000  # lines, two kilobytes each
LIMITS = STEPS | {"red": _l("Batas merah"), "finish": _l("Selesai")}
AWAITING = {
    Status.COORDINATION: "accept",
    Status.AWAITING_VALIDATION: "validate",
    Status.RESOLVED: "reporter",
    Status.REFERRED: "acknowledge",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a complaint whatever the time. `asked` is what somebody must decide about it, if anything."""

    number: str
    address: str
    words: str
    category: str
    area: str
    unit: str
    asked: str


@dataclass(slots=True)
class Row:
    """One line; `step` names the limit that `due` speaks of. It says the same from `since` up to `until`."""

    said: Said
    status: str
    step: object
    due: Due
    ticks: Ticks | None
    since: datetime
    until: datetime
    drawn: dict[str, Markup] = field(default_factory=dict)

    def draw(self, macro: Macro) -> Markup:
        """What `macro` makes of the row, once."""
        known = self.drawn.get(macro.name)
        if known is None:
            known = self.drawn[macro.name] = Markup(macro(self))  # noqa: S704  # a component's own markup
        return known


@dataclass(frozen=True, slots=True)
class Kept:
    """A row with what it was made from: where the complaint stood, and what held in the region."""

    row: Row
    line: Line
    written: str
    steps: int
    revision: int
    ground: int
    calendar: WorkingCalendar

    def still_holds(self, book: Rulebook, place: Place) -> bool:
        """Whether it would be made the same now."""
        return (
            (self.written, self.steps) == (place.written, place.steps)
            and (self.revision, self.ground) == (book.revision, book.ground.number)
            and self.row.since <= book.at < self.row.until
            and self.calendar is _calendar(book, self.line)
        )


_kept: Recent[tuple[str, str, str], Kept] = Recent(MOST_KEPT)


def rows(page: Page) -> list[Row]:
    """The lines of a page, with what is left of the limit that comes next.

    A line is kept for as long as it says the same: until somebody takes a step, a rule changes, or time moves a word.
    Only complaints whose lines are not kept are read.
    """
    book, tenant, language = rulebook(), g.tenant.key, current()
    kept = [_kept.get((tenant, place.number, language)) for place in page.rows]
    found = [
        one.row if one and one.still_holds(book, place) else None for one, place in zip(kept, page.rows, strict=True)
    ]
    fresh = [place for place, row in zip(page.rows, found, strict=True) if row is None]
    lines = worklist.lines(book.session, fresh)
    made = iter(_rows(book, [(lines[place.number], place) for place in fresh]))
    return [row or next(made) for row in found]


def _rows(book: Rulebook, fresh: Sequence[tuple[Line, Place]]) -> Iterator[Row]:
    days = timing.measured(book, [(line, place.steps) for line, place in fresh])
    for (line, place), measured in zip(fresh, days, strict=True):
        row = _row(book, line, measured)
        calendar = _calendar(book, line)
        kept = Kept(row, line, place.written, place.steps, book.revision, book.ground.number, calendar)
        _kept.keep((g.tenant.key, line.number, current()), kept)
        yield row


def _calendar(book: Rulebook, line: Line) -> WorkingCalendar:
    return book.calendar_of(book.session, line.config_revision, line.filed_at)


def _row(book: Rulebook, line: Line, days: Days | None) -> Row:
    due, until = _due(book, line)
    return Row(
        said=_say(book, line),
        status=line.status,
        step="" if line.status == Status.NEEDS_INFO else LIMITS[coming(line)],
        due=due,
        ticks=days.at(book.at) if days else None,
        since=book.at,
        until=min(until, days.steady_until(book.at)) if days else until,
    )


def _say(book: Rulebook, line: Line) -> Said:
    return Said(
        number=numbers.grouped(line.number),
        address=url_for("desk.case", number=line.number),
        words=first_line(line.description),
        category=category_name(book, line.category),
        area=area_name(book, line.area),
        unit=short_name(book, line.unit),
        asked=_asked(line),
    )


def coming(line: Line) -> str:
    """Which limit comes next: the earliest that is not met, as the clock of the complaint has it."""
    own = {"verify": (line.verify_due_at, line.verified_at), "answer": (line.answer_due_at, line.answered_at)}
    for name, (due_at, met_at) in own.items():
        if met_at is None and due_at == line.step_due_at:
            return name
    if line.status in AWAITING:
        return AWAITING[Status(line.status)]
    lines = {"finish": line.due_at, "red": line.red_at}
    return next((name for name, due_at in lines.items() if line.step_due_at in {due_at, None}), "legal")


def _due(book: Rulebook, line: Line) -> tuple[Due, datetime]:
    """What is left of the next step's limit, and how long that holds; a question to the reporter stops it."""
    scale = timing.scale_of(book, line.category, line.config_revision, line.filed_at)
    own = line.step_due_at
    if own is None or line.status == Status.NEEDS_INFO:
        stands = line.status in timing.STOPPED or line.status == Status.NEEDS_INFO
        holds = LATEST if stands else lasting.until(line.due_at, book.at, scale, line.amber_at)
        return timing.due(line.status, line.due_at, line.amber_at, book.at, scale), holds
    amber_at = line.amber_at if coming(line) in {"red", "finish"} else None
    amber = amber_at is not None and amber_at <= book.at
    return timing.left(own, book.at, amber=amber, scale=scale), lasting.until(own, book.at, scale, amber_at)


def _asked(line: Line) -> str:
    if line.proposed_rejection is not None:
        return _("Penolakan diusulkan")
    return _("Tanggal menunggu persetujuan") if line.requested_date is not None else ""


def first_line(text: str) -> str:
    """The first line of what somebody wrote, cut at a word."""
    line = text.strip().partition("\n")[0].strip()
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + "…"


def category_name(book: Rulebook, key: str) -> str:
    """The category in the reader's language; the key of one that is no more."""
    found = book.config.category(key)
    return words(found.name) if found else key


def area_name(book: Rulebook, code: str | None) -> str:
    """The area as this region calls it."""
    place = book.organisation.places.get(code) if code else None
    return place.full_name if place else _("Tanpa wilayah")


def short_name(book: Rulebook, key: str) -> str:
    """The unit's short name."""
    unit = book.unit(key)
    return unit.short if unit else key
