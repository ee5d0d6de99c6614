"""The groups of categories and the exceptions by area, with the editors that the region's own admins have."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.editing import catalogue, exceptions, groups, rows
from jaki_replica.editing.choices import categories_and_heads
from jaki_replica.editing.proposals import type_typed
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.preparing.editors import BASE, Editor, Sheet, kept, opened, tried
from jaki_replica.operator_console.preparing.here import found, page, region_of

GROUPS = Editor(Step.CATEGORIES, groups.fields, groups.propose, confirms=False)
EXCEPTIONS = Editor(Step.CATEGORIES, exceptions.fields, exceptions.propose, confirms=False)


def edit_groups(slug: str) -> ResponseReturnValue:
    """The groups and the order of the tiles."""
    preparation = found(slug)
    return _groups(preparation, opened(preparation, GROUPS))


def change_groups(slug: str) -> ResponseReturnValue:
    """Keep them as a revision, or move a row."""
    preparation = found(slug)
    left = _answered(preparation, GROUPS, groups.read(request.form))
    return _groups(preparation, left) if left else redirect(url_for(".categories", slug=slug), 303)


def edit_exceptions(slug: str) -> ResponseReturnValue:
    """Who owns a category in one area, against the general rule."""
    preparation = found(slug)
    return _exceptions(preparation, opened(preparation, EXCEPTIONS))


def change_exceptions(slug: str) -> ResponseReturnValue:
    """Keep them as a revision, or add, move and remove a row."""
    preparation = found(slug)
    typed = exceptions.read(request.form)
    with region_of(preparation) as region:
        typed = exceptions.with_codes(typed, region.book.ground.tree) if region.book else typed
    left = _answered(preparation, EXCEPTIONS, typed)
    return _exceptions(preparation, left) if left else redirect(url_for(".categories", slug=slug), 303)


def _answered(preparation: Preparation, editor: Editor, typed: type_typed) -> Sheet | None:
    """What a button did: None where all was kept, else the form as it stands."""
    sheet = Sheet(typed, request.form.get(BASE, 0, type=int))
    if "simpan" in request.form:
        return kept(preparation, editor, sheet)
    return sheet if request.form.get("baris") else tried(preparation, editor, sheet)


def _groups(preparation: Preparation, sheet: Sheet) -> ResponseReturnValue:
    count = sum(1 for name in sheet.typed if name.endswith(".key"))
    return _page(preparation, "groups", sheet, {"rows": count})


def _exceptions(preparation: Preparation, sheet: Sheet) -> ResponseReturnValue:
    typed = rows.rows(sheet.typed, "routes")
    with region_of(preparation) as region:
        places = region.book.organisation.places if region.book else {}
        values = {
            "rows": len(typed),
            "named": [places[row["area"]].full_name if row["area"] in places else "" for row in typed],
            "categories": categories_and_heads(region.config),
            "owners": catalogue.owners(region.config),
            "firsts": catalogue.FIRSTS,
        }
    return _page(preparation, "exceptions", sheet, values)


def _page(preparation: Preparation, name: str, sheet: Sheet, values: Mapping[str, object]) -> ResponseReturnValue:
    return page(preparation, Step.CATEGORIES, name, status=sheet.status, sheet=sheet, refused=sheet.refused, **values)


def add_pages(blueprint: Blueprint) -> None:
    """Add both forms."""
    blueprint.add_url_rule("/<slug>/kelompok", "edit_groups", edit_groups)
    blueprint.add_url_rule("/<slug>/kelompok", "change_groups", change_groups, methods=["POST"])
    blueprint.add_url_rule("/<slug>/pengecualian", "edit_exceptions", edit_exceptions)
    blueprint.add_url_rule("/<slug>/pengecualian", "change_exceptions", change_exceptions, methods=["POST"])
