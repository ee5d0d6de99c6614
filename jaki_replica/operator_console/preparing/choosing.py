"""Choose a region out of the nation's, or go on with one that was begun."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.onboarding.preparing import actions, queries
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor
from jaki_replica.operator_console.preparing.words import STEPS
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

SHOWN = 40
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def choose() -> str:
    """Regions on their way, and a search over all that could be."""
    return _page()


def _page(fault: str = "", code: str = "", slug: str = "") -> str:
    search = request.values.get("cari", "")[:80]
    found = queries.found_regions(search) if search.strip() else []
    taken = {tenant.code: tenant for tenant in runtime().registry.refresh().tenants}
    prepared = queries.every(db.session())
    return render_template(
        "operator/preparing/choose.html",
        search=search,
        found=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        taken=taken,
        prepared=[one for one in prepared if not one.is_live],
        begun={one.code: one.slug for one in prepared},
        zones=ZONES,
        step_words=STEPS,
        fault=fault,
        code=code,
        slug=slug,
    )


def begin() -> ResponseReturnValue:
    """Begin with a region, or go on with it."""
    code, slug = request.form.get("wilayah", "")[:20], request.form.get("nama", "").strip()[:60]
    try:
        made = actions.start(db.session(), runtime().settings, code, by=actor(), at=clock.now(), slug=slug)
    except NotFound:
        return _page(_("Daerah itu tidak ada dalam daftar. Pilih dari hasil pencarian."), code, slug), 404
    except Conflict as error:
        db.session.rollback()
        return _page(_refused(error, code), code, slug), 409
    except Invalid:
        words = _("Nama singkat memakai 2 sampai 39 huruf kecil, angka, dan tanda hubung. Awali dengan huruf.")
        return _page(words, code, slug), 422
    db.session.commit()
    return redirect(url_for(".overview", slug=made.slug), 303)


def _refused(error: Conflict, code: str) -> str:
    held = next((t for t in runtime().registry.picture.tenants if t.code == code), None)
    if held is not None:
        return _("%(name)s sudah ada di sini dengan nama singkat %(slug)s.", name=held.name, slug=held.slug)
    return _("Nama singkat itu sudah dipakai daerah lain. Tulis nama lain, misalnya dengan nama provinsinya.")


def add_pages(blueprint: Blueprint) -> None:
    """Add the first page."""
    blueprint.add_url_rule("", "choose", choose)
    blueprint.add_url_rule("", "begin", begin, methods=["POST"])
