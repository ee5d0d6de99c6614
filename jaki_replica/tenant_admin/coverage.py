"""The page of coverage: who owns what where, to go down into by area and by group of categories."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, g, render_template, request

from jaki_replica.areas.terms import Area, lies_in
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.telling_names import Names
from jaki_replica.foundation import clock
from jaki_replica.officials.terms import Role
from jaki_replica.routing.terms import Gap
from jaki_replica.tenancy.configuration.terms import Category, RegionConfig
from jaki_replica.tenant_admin.coverage_map import CoverageMap, columns_of
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_coverage", __name__, url_prefix="/admin/kategori", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
MOST_GAPS = 200


@blueprint.get("/cakupan")
def show() -> str:
    """The matrix of areas and categories, what has no owner, the points of one category, and the owners."""
    book = rulebook()
    here, opened = _here(book), request.args.get("kelompok", "")
    offered = _offered(book.config)
    drawn = CoverageMap(book, here)
    columns = columns_of(book.config.groups, offered, opened)
    opened = opened if book.config.group(opened) else ""
    category = _chosen(book.config, offered, opened)
    cells = drawn.cells(columns)
    shown = dict.fromkeys(cell.sign.key for cell in cells.values())
    return render_template(
        "admin/coverage.html",
        coverage=book.rules.coverage,
        gaps=_gaps(book, here),
        map=drawn,
        cells=cells,
        columns=[(key, _column_name(book.config, key, opened)) for key in columns],
        opened=opened,
        legend=[drawn.signs[key] for key in shown],
        path=_path(book, here),
        full={area.code: book.organisation.places[area.code].full_name for area in (*drawn.rows, here)},
        category=category,
        points=drawn.points(category) if category else None,
        offered=offered,
        owners=_by_owner(book.config),
        names=Names(None, book.config),
    )


def _here(book: Rulebook) -> Area:
    """The area that is opened; the region itself where none of its areas is named."""
    tree = book.ground.tree
    found: Area = tree.by_code.get(request.args.get("di", "")) or tree.by_code[book.config.identity.code]
    return found


def _path(book: Rulebook, here: Area) -> list[tuple[str, str]]:
    """The areas above the opened one and itself, the region first: code and name."""
    codes = [code for code in book.organisation.places if lies_in(here.code, code)]
    return [(code, book.organisation.places[code].full_name) for code in sorted(codes, key=len)]


def _offered(config: RegionConfig) -> list[Category]:
    today: date = clock.now().astimezone(g.region.identity.timezone).date()
    return [one for one in config.categories if one.is_offered(today)]


def _chosen(config: RegionConfig, offered: list[Category], opened: str) -> Category | None:
    """The category whose points are shown: the one asked for, else the first of the opened group."""
    wanted = config.category(request.args.get("kategori", ""))
    if wanted is not None and (not opened or wanted.group == opened):
        return wanted
    return next((one for one in offered if not opened or one.group == opened), None)


def _column_name(config: RegionConfig, key: str, opened: str) -> str:
    found = config.category(key) if opened else config.group(key)
    return language.words(found.name) if found else key


def _gaps(book: Rulebook, here: Area) -> list[tuple[Gap, str]]:
    found = [gap for gap in book.rules.coverage.gaps if lies_in(gap.area, here.code)]
    return [(gap, book.organisation.places[gap.area].full_name) for gap in found[:MOST_GAPS]]


def _by_owner(config: RegionConfig) -> list[tuple[str, list[Category], int]]:
    """Each owner with the categories that are his everywhere, and the number of exceptions in his favour."""
    keys = dict.fromkeys([*(one.owner for one in config.categories), *(one.owner for one in config.routes)])
    return [
        (
            key,
            [one for one in config.categories if one.owner == key],
            sum(1 for route in config.routes if route.owner == key),
        )
        for key in keys
    ]
