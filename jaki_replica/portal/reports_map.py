"""The map of what everybody may read: how many reports each area has, to go down into, beside the newest of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for

from jaki_replica.areas.outlines import Outline, Sheet
from jaki_replica.areas.terms import Area
from jaki_replica.complaints import public_list
from jaki_replica.complaints.public_list import Sought
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.portal import reports
from jaki_replica.portal.filing_places import area_name, level
from jaki_replica.portal.here import here, session
from jaki_replica.portal.reports import FIXED, OPEN, Choices
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.formats import number
from jaki_replica.ui.kept_pages import same_for_everybody
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

blueprint = Blueprint("reports_map", __name__)

SHADES = 3  # beside the one of areas without any
MARK_HIGH, MARK_DIGIT, MARK_PADDING = 36, 11, 22
NAME_BELOW, NAME_LETTER = 34, 7
SHOWN = 10  # of the newest reports


@dataclass(frozen=True, slots=True)
class Shade:
    """One step of the legend: from how many reports to how many."""

    step: int
    least: int
    most: int

    @property
    def words(self) -> str:
        """5 sampai 9."""
        if self.least == self.most:
            return number(self.least)
        return _("%(least)s sampai %(most)s", least=number(self.least), most=number(self.most))


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area on the map or in its list: where it leads, what it has, how it is drawn."""

    name: str
    count: int
    words: str
    address: str
    shade: int
    is_here: bool
    path: str = ""
    frame: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on the map, its middle and half its width; and the area's name below it where that finds room."""

    word: str
    x: int
    y: int
    half: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: an area of the region, or all of it under "", and what the reports are narrowed to."""

    book: Rulebook
    area: str
    choices: Choices

    @property
    def sought(self) -> Sought:
        """What the list beside the map holds."""
        return Sought(self.choices.state == FIXED, self.choices.category, self.area)

    @property
    def drawn_below(self) -> str:
        """The area whose parts are shown: this one, or what lies directly above one without parts."""
        tree, top = self.book.ground.tree, self.book.config.identity.code
        return self.area if tree.children(self.area) else parent(tree.by_code.get(self.area)) or top

    def address(self, area: str, **changed: str) -> str:
        """Where another area, or another choice, is shown."""
        values = self.choices.chosen | {"wilayah": ""} | changed
        kept = {name: value for name, value in values.items() if value and (name, value) != ("keadaan", OPEN)}
        if not area or area == self.book.config.identity.code:
            return url_for("portal.reports_map.whole", **kept)  # type: ignore[arg-type]
        return url_for("portal.reports_map.one", code=area, **kept)  # type: ignore[arg-type]

    def counted(self, n: int) -> str:
        """47 laporan terbuka."""
        if self.choices.state == FIXED:
            return ngettext("%(num)s laporan beres", "%(num)s laporan beres", n)
        return ngettext("%(num)s laporan terbuka", "%(num)s laporan terbuka", n)


@blueprint.get("/peta")
@same_for_everybody
def whole() -> str:
    """The parts of the region."""
    here()
    return _page("")


@blueprint.get("/peta/<code>")
@same_for_everybody
def one(code: str) -> str:
    """The parts of an area, or a smallest one among its neighbours."""
    here()
    area = rulebook().ground.tree.by_code.get(code)
    if area is None:
        abort(404)
    return _page(code if area.parent else "")


def _page(area: str) -> str:
    book = rulebook()
    view = View(book, area, reports.choices(book, area))
    # Where a smallest area is shown, so are its neighbours: their numbers are those of the area above.
    top = book.config.identity.code
    above = "" if view.drawn_below == top else view.drawn_below
    sought = view.sought
    counts = public_list.by_area(session(), Sought(sought.fixed, sought.category, above), book.at)
    parts = book.ground.tree.children(view.drawn_below)
    shades = _shades(counts[part.code] for part in parts)
    sheet = book.ground.sheet(view.drawn_below)
    total = counts[area]
    page = public_list.newest(session(), sought, book.at)
    return render_template(
        "portal/reports/map.html",
        choices=view.choices,
        place=area_name(book, area or top),
        path=[(view.address(code), area_name(book, code)) for code in _above(view)],
        tabs=_tabs(view),
        total=view.counted(total),
        elsewhere=total - sum(counts[part.code] for part in parts) if view.drawn_below == (area or top) else 0,
        kind=_kind(view),
        areas=sorted(_listed(view, parts, counts, shades), key=lambda one: (-one.count, one.name)),
        sheet=sheet,
        drawn=_drawn(view, sheet, counts, shades),
        marks=_marks(view, sheet, counts),
        shades=shades,
        approximate=book.ground.approximate,
        reports=reports.lines(book, page.lines[:SHOWN]),
        days=public_list.WINDOW.days if sought.fixed else 0,
        everything=_in_the_list(view),
        clear=view.address(area, kategori=""),
        without=view.address(area, keadaan="", kategori=""),
    )


def parent(area: Area | None) -> str:
    """The code of what lies directly above."""
    return (area.parent if area else None) or ""


def _above(view: View) -> list[str]:
    """What lies above the area shown, the region first; nothing above the region itself."""
    return [area.code for area in view.book.ground.tree.path(view.area)[:-1]]


def _tabs(view: View) -> list[tuple[str, str, bool]]:
    choices = (OPEN, _("Terbuka")), (FIXED, _("Baru beres"))
    fixed = view.choices.state == FIXED
    return [(view.address(view.area, keadaan=key), word, (key == FIXED) is fixed) for key, word in choices]


def _kind(view: View) -> str:
    """What the parts are called here."""
    below = level(view.book, view.drawn_below)
    return below.label if below else ""


def _in_the_list(view: View) -> str:
    """The same reports on the page of all of them."""
    return reports.address_of({**view.choices.chosen, "keadaan": view.choices.state or OPEN, "wilayah": view.area})


def _shades(found: Iterable[int]) -> tuple[Shade, ...]:
    """Steps with about as many areas in each, the darkest last; those without a report are one of their own."""
    some = sorted(n for n in found if n)
    ends = sorted({some[-(-len(some) * step // SHADES) - 1] for step in range(1, SHADES + 1)}) if some else []
    starts = [1, *(end + 1 for end in ends[:-1])] if ends else []
    steps = enumerate(zip(starts, ends, strict=True), SHADES + 2 - len(ends))
    return Shade(1, 0, 0), *(Shade(step, least, end) for step, (least, end) in steps)


def _listed(view: View, parts: Sequence[Area], counts: Counter[str], shades: tuple[Shade, ...]) -> list[Drawn]:
    return [_area(view, part.code, counts[part.code], shades) for part in parts]


def _drawn(view: View, sheet: Sheet, counts: Counter[str], shades: tuple[Shade, ...]) -> list[Drawn]:
    """The areas with an outline, the one that is here last: its line lies above those of the others."""
    found = [_area(view, one.code, counts[one.code], shades, path=one.path, frame=one.frame) for one in sheet.outlines]
    return sorted(found, key=lambda one: one.is_here)


def _area(view: View, code: str, count: int, shades: tuple[Shade, ...], **outline: object) -> Drawn:
    return Drawn(
        name=area_name(view.book, code),
        count=count,
        words=view.counted(count),
        address=view.address(code),
        shade=next(shade.step for shade in shades if count <= shade.most),
        is_here=code == view.area,
        **outline,  # type: ignore[arg-type]
    )


def _marks(view: View, sheet: Sheet, counts: Counter[str]) -> list[Mark]:
    """Numbers that do not lie on each other, the largest first; the list beside the map has them all."""
    found: list[Mark] = []
    for one in sorted(sheet.outlines, key=lambda one: (-counts[one.code], -one.room)):
        word = number(counts[one.code]) if counts[one.code] else ""
        half = max(MARK_HIGH, MARK_PADDING + MARK_DIGIT * len(word)) // 2
        mark = Mark(word, one.x, one.y, half, _fitting(view, one))
        if (mark.word or mark.name) and all(_apart(mark, other) for other in found):
            found.append(mark)
    return found


def _fitting(view: View, outline: Outline) -> str:
    """The bare name of an area, if it is not wider than the area is where it would stand."""
    place = view.book.organisation.places.get(outline.code)
    wide = 2 * math.sqrt(max(outline.room**2 - NAME_BELOW**2, 0))
    return place.name if place and len(place.name) * NAME_LETTER <= wide * (2 if outline.frame else 1) else ""


def _apart(one: Mark, other: Mark) -> bool:
    return abs(one.x - other.x) > one.half + other.half or abs(one.y - other.y) > MARK_HIGH
