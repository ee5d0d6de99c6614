"""Choose a region out of the nation's, or go on with one that was begun."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.areas import facts
from jaki_replica.areas.terms import RegionFact
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.onboarding.preparing import actions, names, queries
from jaki_replica.onboarding.preparing.names import NameTaken, RegionHere, Reserved
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor
from jaki_replica.operator_console.preparing.words import STEPS
from jaki_replica.tenancy.terms import SLUG
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

SHOWN = 40
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True, slots=True)
class Naming:
    """A region that was picked, the short name that was typed for it, the address it gives, and what is wrong."""

    fact: RegionFact
    slug: str
    address: str
    fault: str = ""


def choose() -> str:
    """Regions on their way, a search over all that could be, and the name of one that was picked."""
    naming = _naming(request.args.get("wilayah", "")[:20], "")
    return _page(naming=naming)


def _page(fault: str = "", naming: Naming | None = None) -> str:
    search = request.values.get("cari", "")[:80]
    found = queries.found_regions(search) if search.strip() else []
    taken = {tenant.code: tenant for tenant in runtime().registry.refresh().tenants}
    return render_template(
        "operator/preparing/choose.html",
        search=search,
        found=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        taken=taken,
        prepared=queries.on_their_way(db.session()),
        begun=queries.begun(db.session()),
        zones=ZONES,
        step_words=STEPS,
        fault=fault,
        naming=naming,
    )


def begin() -> ResponseReturnValue:
    """Begin with a region, or go on with it; the button `periksa` only looks whether its name can be had."""
    code, slug = request.form.get("wilayah", "")[:20], request.form.get("nama", "").strip()[:60]
    if "periksa" in request.form:
        naming = _naming(code, slug)
        return _page(naming=naming), 422 if naming is None or naming.fault else 200
    session = db.session()
    try:
        made = actions.start(session, runtime().settings, code, by=actor(), at=clock.now(), slug=slug)
    except NotFound:
        return _page(_("Daerah itu tidak ada dalam daftar. Pilih dari hasil pencarian.")), 404
    except (Conflict, Invalid) as error:
        session.rollback()
        return _page(naming=_naming(code, slug, error)), 409 if isinstance(error, Conflict) else 422
    session.commit()
    return redirect(url_for(".overview", slug=made.slug), 303)


def _naming(code: str, slug: str, error: Conflict | Invalid | None = None) -> Naming | None:
    """The name as it stands; `error` is what beginning with it raised. None where there is no such region."""
    if not code:
        return None
    settings = runtime().settings
    try:
        fact = facts.region(code)
        names.check_free(db.session(), settings, code, slug or fact.slug)
    except NotFound:
        return None
    except (Conflict, Invalid) as found:
        error = error or found
    chosen = slug or fact.slug
    address = settings.web_address(settings.host_name(chosen)) if SLUG.fullmatch(chosen) else ""
    return Naming(fact, chosen, address, _refused(error) if error else "")


def _refused(error: Conflict | Invalid) -> str:
    match error:
        case RegionHere():
            return _("%(name)s sudah ada di sini dengan nama singkat %(slug)s.", name=error.name, slug=error.slug)
        case NameTaken():
            return _(
                "Nama singkat itu sudah dipakai %(holder)s. Tulis nama lain, misalnya dengan nama provinsinya.",
                holder=error.holder,
            )
        case Reserved():
            return _("Nama singkat itu dipakai sistem ini sendiri. Tulis nama lain.")
        case Conflict():
            return _("Daerah ini sudah mulai disiapkan dengan nama singkat lain. Lanjutkan dari daftar di atas.")
    return _("Nama singkat memakai 2 sampai 39 huruf kecil, angka, dan tanda hubung. Awali dengan huruf.")


def add_pages(blueprint: Blueprint) -> None:
    """Add the first page."""
    blueprint.add_url_rule("", "choose", choose)
    blueprint.add_url_rule("", "begin", begin, methods=["POST"])
