"""The brand page: form, contrast, and previews of real pages that wear the draft."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from jaki_replica.branding import marks
from jaki_replica.branding.terms import ContrastReport, Pair
from jaki_replica.branding.theme import theme
from jaki_replica.editing import brand as editing
from jaki_replica.editing.brand_choices import choices
from jaki_replica.editing.pair_words import MAIN, pair_words
from jaki_replica.editing.proposals import type_typed
from jaki_replica.foundation.errors import Invalid
from jaki_replica.officials.terms import Role
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenant_admin import aside, preview
from jaki_replica.tenant_admin.edits import Editor, Sheet, answered, opened
from jaki_replica.ui import security, signing_in
from jaki_replica.ui.look import motif_address

blueprint = Blueprint("admin_brand", __name__, url_prefix="/admin/merek", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
CHOICES = ("halaman", "tema", "lebar")
EDITOR = Editor(editing.fields, editing.read_whole, editing.propose, beside=CHOICES)
TAKE = "pakai"
MOST_PREVIEWS = 5


@blueprint.get("")
def show() -> str:
    """The brand in force, to be edited."""
    return _page(opened(EDITOR))


@blueprint.post("")
def change() -> ResponseReturnValue:
    """Keep the brand as a revision; or obey another button: move a row, take the offered colour."""
    if TAKE not in request.form:
        return answered(EDITOR)
    typed = editing.read_whole(request.form)
    wanted = request.form[TAKE]
    taken = {name: colour for name, colour in editing.offered(typed).items() if wanted in ("semua", name)}
    return answered(EDITOR, typed=typed | taken)


@blueprint.get("/kontras")
def contrast() -> str:
    """The measured pairs of two typed colours, as the part of the page that shows them."""
    typed = {f"brand.{name}": request.args.get(f"brand.{name}", "").strip().lower() for name in editing.COLOURS}
    return render_template("admin/brand_contrast.html", **_contrast(typed))


@blueprint.get("/pratinjau")
def show_preview() -> ResponseReturnValue:
    """A real page of the region as it would look with the typed brand; what is no brand yet is not worn."""
    values = aside.put_back() or request.args
    return preview.page(editing.fields(g.region) | editing.read(values), values)


@blueprint.post("/pratinjau")
def ask_preview() -> ResponseReturnValue:
    """Take a whole draft, and lead to the page that wears it."""
    values = {name: text for name, text in request.form.items() if name != "csrf_token"}
    return aside.put_aside(values, most=MOST_PREVIEWS)


@blueprint.get("/pratinjau/tema.css")
def draft_styles() -> Response:
    """The theme css of a draft. Only values that are exactly of their kind ever reach it."""
    brand = editing.chosen(editing.fields(g.region) | _looks(request.args))
    if brand is None:
        raise Invalid("These values make no theme.")
    return _sent(theme(brand, motif_address(brand.motif)).css, "text/css; charset=utf-8")


@blueprint.get("/pratinjau/tanda.svg")
def draft_mark() -> Response:
    """The mark of a draft."""
    brand = editing.chosen(editing.fields(g.region) | _looks(request.args))
    if brand is None:
        raise Invalid("These values make no mark.")
    return _sent(marks.mark(brand), "image/svg+xml")


def _looks(values: Mapping[str, str]) -> type_typed:
    return {f"brand.{name}": values[name] for name in preview.LOOKS if name in values}


def _sent(body: str, content_type: str) -> Response:
    answer = make_response(body)
    answer.content_type = content_type
    return answer


def _page(sheet: Sheet) -> str:
    security.may_frame_its_own()
    session = g.scope.session
    return render_template(
        "admin/brand.html",
        sheet=sheet,
        choices=choices(sheet.typed),
        mark=preview.mark_address(sheet.typed),
        frame=preview.frame_address(sheet.typed),
        pages=preview.pages(session),
        chosen=preview.chosen(sheet.beside),
        current=queries.by_number(session, g.loaded.number),
        saved=request.args.get("tersimpan", type=int),
        **_contrast(sheet.typed),
    )


def _contrast(typed: Mapping[str, str]) -> dict[str, object]:
    report = editing.contrast(typed)
    return {
        "report": report,
        "main": _main(report) if report else (),
        "offered": editing.offered(typed) if report and not report.passes else {},
        "pair_words": pair_words,
        "figure_words": editing.figure_words,
    }


def _main(report: ContrastReport) -> tuple[tuple[object, Pair], ...]:
    found = {(pair.theme, pair.what): pair for pair in report.pairs}
    return tuple((word, found[key]) for key, word in MAIN.items())
