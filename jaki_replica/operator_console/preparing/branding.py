"""The brand: the editor that the region's own admins have, and shipped colours to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.branding import marks
from jaki_replica.branding import rules as branding
from jaki_replica.editing import brand as editor
from jaki_replica.editing.brand_choices import choices
from jaki_replica.editing.proposals import type_typed
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, DomainError, NotFound
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.onboarding.proposing import palettes
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor, found, page, region_of
from jaki_replica.tenancy.configuration import actions as configuration
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

REASON = "onboarding: brand"


def brand(slug: str) -> ResponseReturnValue:
    """The brand in use, to be edited."""
    preparation = found(slug)
    if preparation.tenant_id is None:
        return page(preparation, Step.BRAND, "brand", typed=None)
    with region_of(preparation) as region:
        typed, base = editor.fields(region.config), region.revision
    return _page(preparation, typed, base)


def dress(slug: str) -> ResponseReturnValue:
    """Obey the button: a shipped palette, another row of numbers, or keep the brand."""
    preparation = found(slug)
    with region_of(preparation) as region:
        typed = editor.fields(region.config) | editor.read(request.form)
    base = request.form.get("dasar", 0, type=int)
    chosen = next((one for one in palettes() if one.key == request.form.get("palet")), None)
    if chosen is not None:
        colours = {"primary": chosen.primary, "accent": chosen.accent, "corner": str(chosen.corner)}
        return _page(preparation, typed | {f"brand.{name}": value for name, value in colours.items()}, base)
    if "simpan" not in request.form:
        return _page(preparation, typed, base)
    return _keep(preparation, typed, base)


def _keep(preparation: Preparation, typed: type_typed, base: int) -> ResponseReturnValue:
    try:
        with region_of(preparation) as region:
            made = editor.propose(region.config, typed)
            if made.config is None:
                return _page(preparation, typed, base, faults=made.faults, status=422)
            configuration.edit(region.session, made.config, author=actor(), reason=REASON, at=clock.now(), base=base)
            runtime().commit(region.scope)
        actions.confirm(db.session(), preparation.slug, Step.BRAND, by=actor(), at=clock.now())
    except Conflict:
        db.session.rollback()
        return _newer(preparation, typed)
    except DomainError:
        db.session.rollback()
        raise
    db.session.commit()
    return redirect(url_for(".overview", slug=preparation.slug), 303)


def _newer(preparation: Preparation, typed: type_typed) -> ResponseReturnValue:
    with region_of(preparation) as region:
        base = region.revision
    words = _("Orang lain baru saja mengubah pengaturan daerah ini. Isian Anda masih ada. Periksa, lalu simpan lagi.")
    return _page(preparation, typed, base, refused=words, status=409)


def _page(
    preparation: Preparation,
    typed: type_typed,
    base: int,
    *,
    faults: Mapping[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    report = editor.contrast(typed)
    values = {
        "typed": typed,
        "base": base,
        "faults": faults or {},
        "choices": choices(typed),
        "palettes": palettes(),
        "report": report,
        "offered": editor.offered(typed) if report and not report.passes else {},
        "refused": refused,
        "mark": f"{url_for('.mark', slug=preparation.slug)}?{urlencode(_looks(typed))}",
    }
    return page(preparation, Step.BRAND, "brand", status=status, **values)


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
