"""An agency gets another superior: a revision of the configuration, as the organisation stands in its file."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.officials.words import post_title
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.officials.organising import organise
from jaki_replica.officials.terms import Role
from jaki_replica.officials.units import Unit, UnitKind
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin.edits import reason_faults, sent_base, sent_reason, store
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("admin_superiors", __name__, url_prefix="/admin/pejabat", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)


def choices(book: Rulebook, unit: Unit) -> tuple[tuple[str, str], ...]:
    """Whom an agency may report to: posts of the whole region and other agencies, as rule and title."""
    units = book.organisation.units.values()
    posts = [one for one in units if one.kind is not UnitKind.BRANCH and one.area == book.config.identity.code]
    return tuple((one.rule, one.head.title) for one in posts if one.key != unit.key)


def rule_of(book: Rulebook, unit: Unit) -> str:
    """The rule that an agency reports to now."""
    return next((one.reports_to for one in book.config.agencies if one.key == unit.rule), "")


@blueprint.post("/atasan/<unit>")
def change(unit: str) -> ResponseReturnValue:
    """Put the agency under another superior; refused where it would report to itself, also by a long way round."""
    book = rulebook()
    found = book.organisation.unit(unit)
    if found.kind is not UnitKind.AGENCY:
        raise NotFound("Only agencies change their superior.")
    chosen, reason, base = request.form.get("atasan", "")[:100], sent_reason(), sent_base()
    faults = reason_faults(reason)
    if chosen not in dict(choices(book, found)):
        faults["atasan"] = _("Pilih atasan dari daftar.")
    made = _moved(book.config, found.rule, chosen)
    faults |= _circle(book, made, found, chosen) if not faults else {}
    if faults:
        return _page(found, chosen, reason, faults), 422
    try:
        store(made, reason, base)
    except Conflict:
        return _page(found, chosen, reason, {"atasan": _("Pengaturan baru saja diubah orang lain. Periksa lagi.")}), 409
    except Invalid as refused:
        where = ", ".join(sorted({one.field for one in refused.faults}))
        words = _("Belum bisa disimpan. Perbaiki dulu bagian lain dari pengaturan: %(where)s.", where=where)
        return _page(found, chosen, reason, {"atasan": words}), 422
    return redirect(url_for("admin_officials.post", unit=unit), 303)


def _moved(config: RegionConfig, agency: str, superior: str) -> RegionConfig:
    agencies = tuple(replace(one, reports_to=superior) if one.key == agency else one for one in config.agencies)
    return replace(config, agencies=agencies)


def _circle(book: Rulebook, made: RegionConfig, unit: Unit, chosen: str) -> dict[str, str]:
    try:
        organise(made, book.ground.tree)
    except Invalid:
        titles = {one.rule: one.head.title for one in book.organisation.units.values()}
        values = {"unit": unit.head.title, "superior": titles.get(chosen, chosen)}
        words = _("%(superior)s berada di bawah %(unit)s. Dengan pilihan ini keduanya saling melapor.", **values)
        return {"atasan": words}
    return {}


def _page(unit: Unit, chosen: str, reason: str, faults: dict[str, str]) -> str:
    book = rulebook()
    return render_template(
        "admin/superior.html",
        unit=unit,
        superiors=choices(book, unit),
        now=post_title(unit.superior or "", book.organisation),
        chosen=chosen,
        reason=reason,
        faults=faults,
        base=book.revision,
    )
