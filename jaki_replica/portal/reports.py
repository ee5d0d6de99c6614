"""The complaints that everybody may read, to look before reporting the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from jaki_replica.complaints import public_list
from jaki_replica.complaints.public_list import PublicLine, Sought
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.photos.terms import Variant
from jaki_replica.portal.filing_places import area_name
from jaki_replica.portal.following_words import matter_words
from jaki_replica.portal.here import here, session
from jaki_replica.portal.photos import address
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui import keyset
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.edge import reads_only
from jaki_replica.ui.formats import ago
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("reports", __name__)

OPEN, FIXED = "belum", "beres"
STATES = {"": None, OPEN: False, FIXED: True}

type_options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One line as the page shows it."""

    matter: str
    address: str
    state: str
    area: str
    when: str
    picture: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list is narrowed to, and what it could be; a value that is not offered counts as none."""

    state: str
    category: str
    area: str
    categories: tuple[tuple[str, type_options], ...]
    areas: type_options

    @property
    def chosen(self) -> dict[str, str]:
        """The questions of an address that shows the same."""
        given = {"keadaan": self.state, "kategori": self.category, "wilayah": self.area}
        return {name: value for name, value in given.items() if value}


@blueprint.get("/laporan-warga")
@reads_only
def newest() -> str:
    """The newest first, narrowed by plain links and a form."""
    here()
    book = rulebook()
    narrowed = choices(book)
    after = keyset.read(request.args.get("sesudah", ""))
    sought = Sought(STATES[narrowed.state], narrowed.category, narrowed.area)
    page = public_list.newest(session(), sought, book.at, after=after)
    chosen = narrowed.chosen
    return render_template(
        "portal/reports/newest.html",
        choices=narrowed,
        tabs=[(address_of(chosen | {"keadaan": key}), word, key == narrowed.state) for key, word in _states()],
        reports=lines(book, page.lines),
        days=0 if sought.fixed is False else public_list.WINDOW.days,
        on_the_map=_on_the_map(narrowed),
        first=address_of(chosen) if after else "",
        following=address_of(chosen | {"sesudah": keyset.written(page.following)}) if page.following else "",
    )


def lines(book: Rulebook, found: Sequence[PublicLine]) -> list[Report]:
    """The lines of a list as pages show them."""
    pages = url_for("portal.following.public", typed="X").removesuffix("X")
    return [_report(book, line, pages) for line in found]


def _report(book: Rulebook, line: PublicLine, pages: str) -> Report:
    return Report(
        matter=matter_words(book, line.category),
        address=f"{pages}{line.number}",
        state=line.status,
        area=area_name(book, line.area) if line.area else "",
        when=ago(line.filed_at, book.at),
        picture=address(line.photo, Variant.SMALL) if line.photo else "",
    )


def _on_the_map(narrowed: Choices) -> str:
    """The same on the map, which has no page for open and fixed ones together."""
    asked = {"keadaan": narrowed.state if narrowed.state == FIXED else None, "kategori": narrowed.category or None}
    if not narrowed.area:
        return url_for("portal.reports_map.whole", **asked)  # type: ignore[arg-type]
    return url_for("portal.reports_map.one", code=narrowed.area, **asked)  # type: ignore[arg-type]


def _states() -> type_options:
    return ("", _("Semua")), (OPEN, _("Belum beres")), (FIXED, _("Beres"))


def choices(book: Rulebook, area: str | None = None) -> Choices:
    """What this request asks for; the area from its address, where that names it."""
    given = {name: request.args.get(name, "") for name in ("keadaan", "kategori", "wilayah")}
    groups = _groups(book.config)
    known = {key for _group, options in groups for key, _word in options}
    wanted = given["wilayah"] if area is None else area
    areas = _areas(book, wanted)
    return Choices(
        state=given["keadaan"] if given["keadaan"] in STATES else "",
        category=given["kategori"] if given["kategori"] in known else "",
        area=wanted if wanted in dict(areas) else "",
        categories=groups,
        areas=areas,
    )


def _groups(config: RegionConfig) -> tuple[tuple[str, type_options], ...]:
    return tuple(
        (words(group.name), tuple((one.key, words(one.name)) for one in config.categories if one.group == group.key))
        for group in config.groups
    )


def _areas(book: Rulebook, wanted: str) -> type_options:
    """The areas right below the region, and the smaller one that is asked for below its own."""
    tree, found = book.ground.tree, []
    path = [area.code for area in tree.path(wanted)]
    for area in tree.children(book.config.identity.code):
        found.append((area.code, area_name(book, area.code)))
        found += [(code, area_name(book, code)) for code in path[2:] if area.code == path[1] and code == wanted]
    return tuple(found)


def address_of(values: dict[str, str]) -> str:
    """The list that is narrowed so."""
    kept = {name: value for name, value in values.items() if value}
    return url_for("portal.reports.newest", **kept)  # type: ignore[arg-type]
