"""Lines of a list as the page shows them: words, place, unit, what is left, the days as ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g, url_for

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Status
from jaki_replica.complaints.worklist import Line, Listed, Page
from jaki_replica.desk import timing
from jaki_replica.desk.timing import Due
from jaki_replica.desk.words import STEPS
from jaki_replica.foundation.recent import Recent
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.language import current, words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

LONGEST = 90
MOST_SAID = 20_000  # lines, a kilobyte each
LIMITS = STEPS | {"red": _l("Batas merah"), "finish": _l("Selesai")}
AWAITING = {
    Status.COORDINATION: "accept",
    Status.AWAITING_VALIDATION: "validate",
    Status.RESOLVED: "reporter",
    Status.REFERRED: "acknowledge",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says for as long as nobody takes a step.

    `asked` is what somebody must decide about it, empty where nothing is.
    """

    number: str
    address: str
    words: str
    category: str
    area: str
    unit: str
    asked: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `step` names the limit that `due` speaks of, `days` says in words what the ticks show."""

    said: Said
    status: str
    step: object
    due: Due
    sorted_at: datetime
    ticks: tuple[str, ...]
    days: str


_said: Recent[tuple[str, int, int, str, Line], Said] = Recent(MOST_SAID)


def rows(page: Page) -> list[Row]:
    """The lines of a page, with what is left of the limit that comes next."""
    book = rulebook()
    return [_row(book, listed) for listed in page.rows]


def _row(book: Rulebook, listed: Listed) -> Row:
    line = listed.line
    drawn = timing.drawn(book, line, listed.history)
    key = (g.tenant.key, book.revision, book.ground.number, current(), line)
    return Row(
        said=_said.get(key) or _said.keep(key, _say(book, line)),
        status=line.status,
        step="" if line.status == Status.NEEDS_INFO else LIMITS[coming(line)],
        due=_due(book, line),
        sorted_at=listed.sorted_at,
        ticks=drawn.classes,
        days=drawn.words,
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


def _due(book: Rulebook, line: Line) -> Due:
    """What is left of the next step's limit; a question to the reporter stops it."""
    scale = timing.scale_of(book, line.category, line.config_revision, line.filed_at)
    if line.step_due_at is None or line.status == Status.NEEDS_INFO:
        return timing.due(line.status, line.due_at, line.amber_at, book.at, scale)
    amber = coming(line) in {"red", "finish"} and line.amber_at <= book.at
    return timing.left(line.step_due_at, book.at, amber=amber, scale=scale)


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
