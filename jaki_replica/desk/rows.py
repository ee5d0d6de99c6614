"""Lines of a list as the page shows them: words, place, unit, what is left, the days as ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import g, url_for

from jaki_replica.complaints import worklist
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Status
from jaki_replica.complaints.worklist import Clock, Happening, Page, type_line
from jaki_replica.desk import timing
from jaki_replica.desk.timing import Due
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _

LONGEST = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `asked` is what somebody must decide about it, empty where nothing is."""

    number: str
    address: str
    words: str
    category: str
    area: str
    unit: str
    status: str
    due: Due
    sorted_at: datetime
    ticks: list[str]
    days: str
    asked: str


def rows(page: Page, clock: Clock) -> list[Row]:
    """The lines of a page, with what is left by the clock it is sorted by; all histories come in one statement."""
    book = rulebook()
    lines = [_Line(row) for row in page.rows]
    histories = worklist.histories(g.scope.session, [line.id for line in lines])
    return [_row(book, line, histories[line.id], clock) for line in lines]


class _Line:
    """The columns of `worklist.LINE` with their types."""

    def __init__(self, row: type_line) -> None:
        values = row._mapping
        self.id = cast("UUID", values["id"])
        self.number, self.status = str(values["number"]), str(values["status"])
        self.category, self.description = str(values["category"]), str(values["description"])
        self.unit, self.area = str(values["unit"]), cast("str | None", values["area"])
        self.due_at, self.amber_at = cast("datetime", values["due_at"]), cast("datetime", values["amber_at"])
        self.step_due_at = cast("datetime | None", values["step_due_at"])
        self.sorted_at, self.filed_at = cast("datetime", values["sorted_at"]), cast("datetime", values["filed_at"])
        self.revision = cast("int", values["config_revision"])
        self.date_requested = values["requested_date"] is not None
        self.rejection_proposed = values["proposed_rejection"] is not None


def _row(book: Rulebook, line: _Line, history: list[Happening], clock: Clock) -> Row:
    days = timing.ticks(book, line.category, line.revision, history)
    return Row(
        number=numbers.grouped(line.number),
        address=url_for("desk.case", number=line.number),
        words=first_line(line.description),
        category=category_name(book, line.category),
        area=area_name(book, line.area),
        unit=short_name(book, line.unit),
        status=line.status,
        due=_due(book, line, clock),
        sorted_at=line.sorted_at,
        ticks=timing.classes(days) if days else [],
        days=timing.label(days) if days else "",
        asked=_asked(line),
    )


def _due(book: Rulebook, line: _Line, clock: Clock) -> Due:
    """What is left of the next step's limit or of the owner's; a question to the reporter stops both."""
    scale = timing.scale_of(book, line.category, line.revision, line.filed_at)
    if clock is Clock.STEP and line.step_due_at is not None and line.status != Status.NEEDS_INFO:
        return timing.left(line.step_due_at, book.at, scale=scale)
    return timing.due(line.status, line.due_at, line.amber_at, book.at, scale)


def _asked(line: _Line) -> str:
    if line.rejection_proposed:
        return _("Penolakan diusulkan")
    return _("Tanggal menunggu persetujuan") if line.date_requested else ""


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
