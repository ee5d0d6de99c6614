"""A unit gets another superior: a revision of the configuration, as the organisation stands in its file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.catalogue import rule_title
from jaki_replica.editing.officials.words import post_title
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.officials.organising import organise
from jaki_replica.officials.terms import Role
from jaki_replica.officials.units import Unit, UnitKind
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.edits import reason_faults, sent_base, sent_reason, store
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

blueprint = Blueprint("admin_superiors", __name__, url_prefix="/admin/pejabat", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)


def choices(book: Rulebook, unit: Unit) -> tuple[tuple[str, str], ...]:
    """Whom a unit may report to, as key of the rule and title; nobody where that follows from something else.

    An agency reports to a post of the whole region or to another agency; the posts of a level to any agency or to the
    posts of a higher level.
    """
    config, own = book.config, book.config.position(unit.rule)
    if unit.kind is UnitKind.BRANCH or unit.superior is None:
        return ()
    if unit.kind is UnitKind.AGENCY or own is None:
        posts = [one.rule for one in book.organisation.posts_at(config.identity.code)]
    else:
        posts = [one.key for one in config.positions if one.per.number < own.per.number]
    agencies = [one.key for one in config.agencies if unit.kind is UnitKind.POSITION or one.key != unit.rule]
    return tuple((key, _title(book, key)) for key in (*posts, *agencies))


def rule_of(book: Rulebook, unit: Unit) -> str:
    """The rule that a unit reports to now."""
    own = book.config.position(unit.rule) if unit.kind is UnitKind.POSITION else book.config.agency(unit.rule)
    return own.reports_to if own else ""


def moving(book: Rulebook, unit: Unit) -> int:
    """How many units get the other superior: all that are made by the same rule, but no branches."""
    kinds = (UnitKind.POSITION, UnitKind.AGENCY)
    return sum(1 for one in book.organisation.units.values() if one.rule == unit.rule and one.kind in kinds)


def why_there(book: Rulebook, unit: Unit, onto: str = "") -> str:
    """Why a unit stands where it does, where it cannot be put elsewhere by itself; `onto` is where somebody put it."""
    above = post_title(unit.superior or "", book.organisation)
    if unit.superior is None:
        return _("Ini pimpinan tertinggi daerah, jadi tidak ada atasannya.")
    if unit.kind is UnitKind.BRANCH:
        return _("Cabang selalu di bawah dinasnya. Pindahkan dinasnya, maka %(unit)s ikut.", unit=unit.name)
    found = book.organisation.units.get(onto)
    if found is not None and found.key != unit.superior and found.rule == rule_of(book, unit):
        words = {"unit": unit.head.title, "above": above, "onto": found.head.title}
        return _("%(unit)s di bawah %(above)s karena wilayahnya di sana, jadi tidak bisa ke %(onto)s.", **words)
    count = moving(book, unit)
    if unit.kind is UnitKind.AGENCY or count < 2:
        return ""
    return ngettext(
        "%(num)s jabatan setingkat ini satu aturan, jadi pindah bersama. Siapa di atas masing-masing ikut wilayahnya.",
        "%(num)s jabatan setingkat ini satu aturan, jadi pindah bersama. Siapa di atas masing-masing ikut wilayahnya.",
        count,
    )


@blueprint.get("/atasan/<unit>")
def look(unit: str) -> str:
    """Choose another superior; or the choice that was sent, with what is wrong with it."""
    book = rulebook()
    found = book.organisation.unit(unit)
    sent = aside.put_back() or {}
    return _page(found, sent, _faults(book, found, sent) if sent else {})


@blueprint.post("/atasan/<unit>")
def change(unit: str) -> ResponseReturnValue:
    """Put the unit under another superior; refused where it would report to itself, also by a long way round."""
    book = rulebook()
    found = book.organisation.unit(unit)
    if not choices(book, found):
        raise NotFound("This unit stands where it does by another rule.")
    sent: dict[str, Any] = {
        "atasan": request.form.get("atasan", "")[:100],
        "alasan": sent_reason(),
        "base": sent_base(),
    }
    if _faults(book, found, sent):
        return aside.put_aside(sent)
    try:
        store(_moved(book.config, found, sent["atasan"]), sent["alasan"], sent["base"])
    except Conflict:
        return aside.put_aside(sent | {"base": 0})
    except Invalid as refused:
        return aside.put_aside(sent | {"elsewhere": sorted({one.field for one in refused.faults})})
    aside.forget()
    return redirect(url_for("admin_officials.post", unit=unit), 303)


def _faults(book: Rulebook, unit: Unit, sent: dict[str, Any]) -> dict[str, str]:
    faults = reason_faults(sent["alasan"])
    if sent["atasan"] not in dict(choices(book, unit)):
        faults["atasan"] = _("Pilih atasan dari daftar.")
    elif sent["base"] != book.revision:
        faults["atasan"] = _("Pengaturan baru saja diubah orang lain. Periksa lagi.")
    elif "elsewhere" in sent:
        where = ", ".join(sent["elsewhere"])
        faults["atasan"] = _("Belum bisa disimpan. Perbaiki dulu bagian lain dari pengaturan: %(where)s.", where=where)
    elif _is_circle(book, unit, sent["atasan"]):
        values = {"unit": unit.head.title, "superior": _title(book, sent["atasan"])}
        faults["atasan"] = _(
            "%(superior)s berada di bawah %(unit)s. Dengan pilihan ini keduanya saling melapor.", **values
        )
    return faults


def _moved(config: RegionConfig, unit: Unit, superior: str) -> RegionConfig:
    if unit.kind is UnitKind.POSITION:
        rules = tuple(replace(one, reports_to=superior) if one.key == unit.rule else one for one in config.positions)
        return replace(config, positions=rules)
    agencies = tuple(replace(one, reports_to=superior) if one.key == unit.rule else one for one in config.agencies)
    return replace(config, agencies=agencies)


def _is_circle(book: Rulebook, unit: Unit, superior: str) -> bool:
    """Whether the units would report to themselves; two rules may each lead to the other without a unit noticing."""
    made = _moved(book.config, unit, superior)
    above = {one.key: one.reports_to for one in made.positions} | {one.key: one.reports_to for one in made.agencies}
    climbed = [unit.rule]
    while (following := above.get(climbed[-1], "")) and following not in climbed:
        climbed.append(following)
    if following:
        return True
    try:
        organise(made, book.ground.tree)
    except Invalid:
        return True
    return False


def _title(book: Rulebook, rule: str) -> str:
    """The title of who leads the units of a rule: of a person, or of the many of a level."""
    heads = [one.head.title for one in book.organisation.units.values() if one.rule == rule]
    is_one = len(heads) == 1 or book.config.agency(rule) is not None
    return heads[0] if heads and is_one else rule_title(book.config, rule)


def _page(unit: Unit, sent: dict[str, Any], faults: dict[str, str]) -> str:
    book = rulebook()
    return render_template(
        "admin/superior.html",
        unit=unit,
        superiors=choices(book, unit),
        now=post_title(unit.superior or "", book.organisation),
        why=why_there(book, unit),
        chosen=sent.get("atasan", "") or rule_of(book, unit),
        reason=sent.get("alasan", ""),
        faults=faults,
        base=book.revision,
    )
