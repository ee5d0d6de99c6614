"""What the page of coverage draws: a matrix of areas and categories, the signs of owners, points of villages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians

from jaki_replica.areas.terms import Area
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.telling_names import Names
from jaki_replica.officials.presence import Staffing, staffing
from jaki_replica.routing.rules.mapping import Cell, Owned, Ownership
from jaki_replica.routing.rules.receiving import Receivers
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Category, CategoryGroup
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

COLOURS, PATTERNS = 6, 5
WIDE = 640.0
MARGIN = 14.0
MOST_POINTS = 3000


@dataclass(frozen=True, slots=True)
class Sign:
    """How an owner is drawn: a colour and a pattern, both counted from 1, beside its short and its full name."""

    key: str
    colour: int
    pattern: int
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell: the sign of who owns most in it, the words in it, and all of it in words."""

    sign: Sign
    label: str
    others: int
    gaps: int
    vacant: int
    unfilled: int
    above: int
    excepted: int
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A village on the map of points, by the shape of its state: owner, excepted, above, unfilled, vacant or gap."""

    x: float
    y: float
    shape: str
    colour: int
    title: str


@dataclass(frozen=True, slots=True)
class PointMap:
    """The points of a category, on a drawing `WIDE` wide and `high` high, and how many are of which owner and state."""

    points: tuple[Point, ...]
    high: float
    owners: tuple[tuple[Sign, int], ...]
    shapes: Mapping[str, int]


@dataclass(frozen=True)
class CoverageMap:
    """The coverage of one region, to be drawn area by area. `here` is the area that is opened."""

    book: Rulebook
    here: Area

    @cached_property
    def ownership(self) -> Ownership:
        """Who owns what; decided once for the whole page."""
        return Ownership(self.book.config, self.book.organisation, self.book.standing)

    @cached_property
    def staffing(self) -> Staffing:
        """How the posts are filled that get complaints somewhere in the region."""
        book = self.book
        return staffing(Receivers(book.config, book.organisation).of_all(), book.organisation, book.standing)

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """The owners by key, the official of the area first."""
        config = self.book.config
        names = Names(None, config)
        keys = dict.fromkeys([AREA_OWNER, *(c.owner for c in config.categories), *(r.owner for r in config.routes)])
        return {
            key: Sign(key, n % COLOURS + 1, n // COLOURS % PATTERNS + 1, self._short(key, names), names.owner(key))
            for n, key in enumerate(keys)
        }

    def _short(self, key: str, names: Names) -> str:
        agency = self.book.config.agency(key)
        return (agency.short if agency else "") or names.owner(key)

    @cached_property
    def rows(self) -> tuple[Area, ...]:
        """The areas right below the opened one; itself where nothing is below it."""
        return self.book.ground.tree.children(self.here.code) or (self.here,)

    @cached_property
    def leaves(self) -> Mapping[str, tuple[str, ...]]:
        """Of each row the areas in which complaints lie."""
        return {row.code: tuple(self._below(row.code)) for row in self.rows}

    def _below(self, code: str) -> Iterable[str]:
        children = self.book.ground.tree.children(code)
        if not children:
            yield code
        for child in children:
            yield from self._below(child.code)

    def is_open(self, code: str) -> bool:
        """Whether there is something below an area to go down to."""
        return bool(self.book.ground.tree.children(code))

    def cells(self, columns: Mapping[str, Sequence[Category]]) -> dict[tuple[str, str], Drawn]:
        """Every row and column, ready to be shown."""
        return {
            key: self._drawn(cell) for key, cell in self.ownership.cells(self.leaves, columns).items() if cell.pairs
        }

    def _drawn(self, cell: Cell) -> Drawn:
        ((owner, _most),) = cell.owners.most_common(1)
        sign = self.signs[owner]
        unit = self.book.unit(next(iter(cell.units))) if len(cell.units) == 1 else None
        label = unit.short if unit and not cell.gaps and self.book.config.referral(owner) is None else sign.short
        return Drawn(
            sign,
            label,
            others=len(cell.owners) - 1,
            gaps=cell.gaps,
            vacant=cell.vacant,
            unfilled=cell.unfilled,
            above=cell.above,
            excepted=cell.excepted,
            words=self._words(cell),
        )

    def _words(self, cell: Cell) -> str:
        owners = [f"{self.signs[key].name} {count}" for key, count in cell.owners.most_common()]
        marks = [
            ngettext("%(num)s tanpa pemilik", "%(num)s tanpa pemilik", cell.gaps) if cell.gaps else "",
            ngettext("%(num)s jabatan kosong", "%(num)s jabatan kosong", cell.vacant) if cell.vacant else "",
            ngettext("%(num)s belum ada orangnya", "%(num)s belum ada orangnya", cell.unfilled)
            if cell.unfilled
            else "",
            ngettext("%(num)s naik ke wilayah di atasnya", "%(num)s naik ke wilayah di atasnya", cell.above)
            if cell.above
            else "",
            ngettext("%(num)s dengan pengecualian", "%(num)s dengan pengecualian", cell.excepted)
            if cell.excepted
            else "",
        ]
        return "; ".join([", ".join(owners), *(mark for mark in marks if mark)])

    def points(self, category: Category) -> PointMap | None:
        """The villages below the opened area as points for one category; None where there are none, or too many."""
        tree = self.book.ground.tree
        codes = [code for codes in self.leaves.values() for code in codes]
        places = [area for code in codes if (area := tree.by_code[code]).lat is not None and area.lon is not None]
        if len(places) < 2 or len(places) > MOST_POINTS:
            return None
        fit = _Fit(places)
        owners: Counter[str] = Counter()
        shapes: Counter[str] = Counter()
        found = []
        for area in places:
            one, excepted = self.ownership.of(category, area.code)
            shape = _shape(one, excepted=excepted)
            owners[one.owner] += 1
            shapes[shape] += 1
            found.append(Point(*fit.at(area), shape, self.signs[one.owner].colour, self._title(area, one)))
        listed = tuple((self.signs[key], count) for key, count in owners.most_common())
        return PointMap(tuple(found), fit.high, listed, shapes)

    def _title(self, area: Area, one: Owned) -> str:
        place = self.book.organisation.places[area.code].full_name
        if one.gap:
            return _("%(place)s: belum ada pemilik", place=place)
        return f"{place}: {self.book.unit_name(one.unit)}"


def _shape(one: Owned, *, excepted: bool) -> str:
    found = {"gap": one.gap, "vacant": one.vacant, "unfilled": one.unfilled, "above": one.above, "excepted": excepted}
    return next((name for name, is_so in found.items() if is_so), "owner")


class _Fit:
    """Turns places on earth into places of the drawing."""

    def __init__(self, places: Sequence[Area]) -> None:
        lats, lons = [area.lat or 0.0 for area in places], [area.lon or 0.0 for area in places]
        self._top, self._left = max(lats), min(lons)
        self._shrink = cos(radians((max(lats) + min(lats)) / 2))
        wide, high = (max(lons) - self._left) * self._shrink, self._top - min(lats)
        self._scale = (WIDE - 2 * MARGIN) / max(wide, high, 1e-6)
        self._shift = (WIDE - 2 * MARGIN - wide * self._scale) / 2
        self.high = round(high * self._scale + 2 * MARGIN, 1)

    def at(self, area: Area) -> tuple[float, float]:
        """Where an area's point is drawn."""
        x = ((area.lon or 0.0) - self._left) * self._shrink * self._scale + MARGIN + self._shift
        return round(x, 1), round((self._top - (area.lat or 0.0)) * self._scale + MARGIN, 1)


def columns_of(
    groups: Iterable[CategoryGroup], categories: Iterable[Category], opened: str
) -> dict[str, tuple[Category, ...]]:
    """The columns: every group with its categories or, where a group is opened, each of its categories alone."""
    known = list(categories)
    if any(one.key == opened for one in groups):
        return {one.key: (one,) for one in known if one.group == opened}
    by_group = {one.key: tuple(each for each in known if each.group == one.key) for one in groups}
    return {key: inside for key, inside in by_group.items() if inside}
