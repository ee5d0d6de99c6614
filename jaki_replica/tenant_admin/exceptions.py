"""The page of exceptions to the owner of a category, by area."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from jaki_replica.complaints.consequences import consequences
from jaki_replica.editing import catalogue, rows
from jaki_replica.editing import exceptions as editing
from jaki_replica.editing.choices import categories_and_heads
from jaki_replica.editing.proposals import type_typed
from jaki_replica.officials.terms import Role
from jaki_replica.tenant_admin.edits import Editor, Sheet, answered, opened
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint(
    "admin_exceptions", __name__, url_prefix="/admin/kategori/pengecualian", template_folder="templates"
)
signing_in.inside(blueprint, Role.ADMIN)


def _read(form: Mapping[str, str]) -> type_typed:
    """As the editor; the name of an area that only one has is taken for its code."""
    return editing.with_codes(editing.read(form), rulebook().ground.tree)


EDITOR = Editor(editing.fields, _read, editing.propose)


@blueprint.get("")
def show() -> str:
    """The exceptions in force, to be edited."""
    return _page(opened(EDITOR))


@blueprint.post("")
def change() -> ResponseReturnValue:
    """Keep them as a revision, or obey a row's button."""
    return answered(EDITOR)


def _page(sheet: Sheet) -> str:
    book = rulebook()
    new = editing.propose(g.region, sheet.typed).config if sheet.changed else None
    found = rows.rows(sheet.typed, "routes")
    places = book.organisation.places
    return render_template(
        "admin/exceptions.html",
        sheet=sheet,
        rows=len(found),
        named=[places[row["area"]].full_name if row["area"] in places else "" for row in found],
        categories=categories_and_heads(g.region),
        owners=catalogue.owners(g.region),
        firsts=catalogue.FIRSTS,
        effect=consequences(book, new, language.current()) if new is not None else None,
        saved=request.args.get("tersimpan", type=int),
    )
