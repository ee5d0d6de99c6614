"""The brand: the editor that the region's own admins have, and shipped colours to begin with."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.branding import marks
from jaki_replica.branding import rules as branding
from jaki_replica.editing import brand as editor
from jaki_replica.editing.brand_choices import choices
from jaki_replica.editing.proposals import type_typed
from jaki_replica.foundation.errors import NotFound
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.onboarding.proposing import palettes
from jaki_replica.operator_console.preparing.editors import BASE, Editor, Sheet, kept, opened
from jaki_replica.operator_console.preparing.here import found, page, region_of

EDITOR = Editor(Step.BRAND, editor.fields, editor.propose)


def brand(slug: str) -> ResponseReturnValue:
    """The brand in use, to be edited."""
    preparation = found(slug)
    if preparation.tenant_id is None:
        return page(preparation, Step.BRAND, "brand", typed=None)
    return _page(preparation, opened(preparation, EDITOR))


def dress(slug: str) -> ResponseReturnValue:
    """Obey the button: a shipped palette, another row of numbers, or keep the brand."""
    preparation = found(slug)
    typed = opened(preparation, EDITOR).typed | editor.read(request.form)
    sheet = Sheet(typed, request.form.get(BASE, 0, type=int))
    chosen = next((one for one in palettes() if one.key == request.form.get("palet")), None)
    if chosen is not None:
        colours = {"primary": chosen.primary, "accent": chosen.accent, "corner": str(chosen.corner)}
        return _page(preparation, Sheet(typed | {f"brand.{key}": to for key, to in colours.items()}, sheet.base))
    if "simpan" not in request.form:
        return _page(preparation, sheet)
    left = kept(preparation, EDITOR, sheet)
    if left is not None:
        return _page(preparation, left)
    return redirect(url_for(".overview", slug=slug), 303)


def _page(preparation: Preparation, sheet: Sheet) -> ResponseReturnValue:
    report = editor.contrast(sheet.typed)
    values = {
        "typed": sheet.typed,
        "base": sheet.base,
        "faults": sheet.faults,
        "choices": choices(sheet.typed),
        "palettes": palettes(),
        "report": report,
        "offered": editor.offered(sheet.typed) if report and not report.passes else {},
        "refused": sheet.refused,
        "mark": f"{url_for('.mark', slug=preparation.slug)}?{urlencode(_looks(sheet.typed))}",
    }
    return page(preparation, Step.BRAND, "brand", status=sheet.status, **values)


def _looks(typed: type_typed) -> dict[str, str]:
    return {name: typed[f"brand.{name}"] for name in ("letters", "primary", "accent", "corner", "motif")}


def mark(slug: str) -> Response:
    """The mark with the typed letters and colours; only values that are exactly of their kind reach it."""
    preparation = found(slug)
    with region_of(preparation) as region:
        typed = editor.fields(region.config)
    asked = {f"brand.{name}": value for name, value in request.args.items() if f"brand.{name}" in typed}
    made = editor.chosen(typed | asked)
    if made is None or branding.value_faults(made):
        raise NotFound("these values make no mark")
    answer = make_response(marks.mark(made))
    answer.content_type = "image/svg+xml"
    return answer


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/merek", "brand", brand)
    blueprint.add_url_rule("/<slug>/merek", "dress", dress, methods=["POST"])
    blueprint.add_url_rule("/<slug>/merek/tanda.svg", "mark", mark)
