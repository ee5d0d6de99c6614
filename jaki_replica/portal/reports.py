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
    choices = _choices(book)
    after = keyset.read(request.args.get("sesudah", ""))
    sought = Sought(STATES[choices.state], choices.category, choices.area)
    page = public_list.newest(session(), sought, book.at, after=after)
    chosen = choices.chosen
    return render_template(
        "portal/reports/newest.html",
        choices=choices,
        tabs=[(_address(chosen | {"keadaan": key}), word, key == choices.state) for key, word in _states()],
        reports=_reports(book, page.lines),
        days=public_list.WINDOW.days,
        first=_address(chosen) if after else "",
        following=_address(chosen | {"sesudah": keyset.written(page.following)}) if page.following else "",
    )


def _reports(book: Rulebook, lines: Sequence[PublicLine]) -> list[Report]:
    pages = url_for("portal.following.public", typed="X").removesuffix("X")
    return [_report(book, line, pages) for line in lines]


def _report(book: Rulebook, line: PublicLine, pages: str) -> Report:
    return Report(
        matter=matter_words(book, line.category),
        address=f"{pages}{line.number}",
        state=line.status,
        area=area_name(book, line.area) if line.area else "",
        when=ago(line.filed_at, book.at),
        picture=address(line.photo, Variant.SMALL) if line.photo else "",
    )


def _states() -> type_options:
    return ("", _("Semua")), (OPEN, _("Belum beres")), (FIXED, _("Beres"))


def _choices(book: Rulebook) -> Choices:
    config = book.config
    groups = tuple(
        (words(group.name), tuple((one.key, words(one.name)) for one in config.categories if one.group == group.key))
        for group in config.groups
    )
    areas = tuple((area.code, area_name(book, area.code)) for area in book.ground.tree.children(config.identity.code))
    given = {name: request.args.get(name, "") for name in ("keadaan", "kategori", "wilayah")}
    known = {key for _group, options in groups for key, _word in options}
    return Choices(
        state=given["keadaan"] if given["keadaan"] in STATES else "",
        category=given["kategori"] if given["kategori"] in known else "",
        area=given["wilayah"] if given["wilayah"] in dict(areas) else "",
        categories=groups,
        areas=areas,
    )


def _address(values: dict[str, str]) -> str:
    kept = {name: value for name, value in values.items() if value}
    return url_for("portal.reports.newest", **kept)  # type: ignore[arg-type]
