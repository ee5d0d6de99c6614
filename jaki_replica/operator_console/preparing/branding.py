"""The brand: the editor that the region's own admins have, and shipped colours to begin with."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.branding import marks
from jaki_replica.branding.theme import theme
from jaki_replica.editing import brand as editor
from jaki_replica.editing.brand_choices import choices
from jaki_replica.editing.proposals import type_typed
from jaki_replica.foundation.errors import NotFound
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.onboarding.proposing import palettes
from jaki_replica.operator_console.preparing.editors import BASE, Editor, Sheet, kept, opened
from jaki_replica.operator_console.preparing.here import found, page, region_of
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui import appearance, security, trying_on
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.look import Draft, motif_address

LOOKS = ("portal", "letters", "primary", "accent", "corner", "motif", "font")
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
    security.may_frame_its_own()
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
        "mark": _address(".mark", preparation, sheet.typed),
        "frame": _address(".preview", preparation, sheet.typed),
    }
    return page(preparation, Step.BRAND, "brand", status=sheet.status, **values)


def _address(endpoint: str, preparation: Preparation, typed: type_typed) -> str:
    """Where something is drawn that wears the typed looks."""
    looks = {name: typed[f"brand.{name}"] for name in LOOKS}
    return f"{url_for(endpoint, slug=preparation.slug)}?{urlencode(looks)}"


def _typed(preparation: Preparation) -> tuple[RegionConfig, type_typed]:
    """What is in use, and the same with the looks and texts that the request brings."""
    with region_of(preparation) as region:
        config = region.config
    typed = editor.fields(config) | editor.read(request.values)
    return config, typed | {f"brand.{name}": request.args[name] for name in LOOKS if name in request.args}


def preview(slug: str) -> ResponseReturnValue:
    """The region's own home page with the typed brand and texts, in a frame where it can do nothing."""
    preparation = found(slug)
    config, typed = _typed(preparation)
    security.may_be_framed_here()
    worn = editor.propose(config, typed).config
    theme_wanted = request.values.get("tema", "")
    if worn is None:
        return render_template("operator/preparing/no_preview.html"), 422
    draft = Draft(
        _address(".styles", preparation, typed),
        _address(".mark", preparation, typed),
        theme_wanted if theme_wanted in appearance.THEMES else appearance.LIGHT,
    )
    tenant = runtime().registry.refresh().by_id[actions.tenant_of(preparation).hex]
    body = trying_on.home(tenant, worn, draft)
    return body or (render_template("operator/preparing/no_preview.html"), 503)


def styles(slug: str) -> Response:
    """The theme css of the typed looks. Only values that are exactly of their kind ever reach it."""
    made = editor.chosen(_typed(found(slug))[1])
    if made is None:
        raise NotFound("these values make no theme")
    answer = make_response(theme(made, motif_address(made.motif)).css)
    answer.content_type = "text/css; charset=utf-8"
    return answer


def mark(slug: str) -> Response:
    """The mark with the typed letters and colours; only values that are exactly of their kind reach it."""
    made = editor.chosen(_typed(found(slug))[1])
    if made is None:
        raise NotFound("these values make no mark")
    answer = make_response(marks.mark(made))
    answer.content_type = "image/svg+xml"
    return answer


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/merek", "brand", brand)
    blueprint.add_url_rule("/<slug>/merek", "dress", dress, methods=["POST"])
    blueprint.add_url_rule("/<slug>/merek/pratinjau", "preview", preview, methods=["GET", "POST"])
    blueprint.add_url_rule("/<slug>/merek/pratinjau/tema.css", "styles", styles)
    blueprint.add_url_rule("/<slug>/merek/tanda.svg", "mark", mark)
