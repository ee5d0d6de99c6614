"""The history of the configuration: every revision in words, taken back into use, downloaded as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.complaints.consequences import consequences
from jaki_replica.editing.telling import told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict
from jaki_replica.officials.terms import Role
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.document import marked
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.revisions import Revision
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.edits import BASE, reason_faults, sent_base, sent_reason, store
from jaki_replica.tenant_admin.obstacles import obstacles
from jaki_replica.tenant_admin.undoing import without
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_revisions", __name__, url_prefix="/admin/pengaturan", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)


@blueprint.get("")
def show_all() -> str:
    """Every revision of the configuration, newest first."""
    found = queries.history(g.scope.session)
    return render_template("admin/revisions.html", revisions=found, saved=request.args.get("tersimpan", type=int))


@blueprint.get("/<int:number>")
def show_one(number: int) -> str:
    """One revision: who, when, why, and what it changed."""
    session = g.scope.session
    found = queries.by_number(session, number)
    before = queries.by_number(session, found.base_number) if found.base_number else None
    changes = told(load_stored(before.document), load_stored(found.document)) if before else None
    return render_template("admin/revision.html", revision=found, changes=changes, current=g.loaded.number)


@blueprint.get("/<int:number>/unduh")
def download(number: int) -> Response:
    """One revision as a file, exactly as `jaki tenants export` writes the one in force."""
    found = queries.by_number(g.scope.session, number)
    answer = make_response(marked(found.document, found.sha256))
    answer.content_type = "application/yaml; charset=utf-8"
    name = f"{g.tenant.slug}-{found.number}.yaml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/<int:number>/kembalikan")
def ask_back(number: int) -> str:
    """What taking an older revision back into use would change."""
    return _back(queries.by_number(g.scope.session, number), aside.put_back() or {})


@blueprint.post("/<int:number>/kembalikan")
def take_back(number: int) -> ResponseReturnValue:
    """Take it back into use, as a new revision."""
    older = load_stored(queries.by_number(g.scope.session, number).document)
    base, reason = sent_base(), sent_reason()
    may_be = base == g.loaded.number and not reason_faults(reason) and not obstacles(rulebook(), older)
    made = _taken_back(number, reason, base) if may_be else None
    if made is None:
        return aside.put_aside({"reason": reason, "base": base})
    aside.forget()
    return redirect(url_for(".show_all", tersimpan=made), 303)


def _taken_back(number: int, reason: str, base: int) -> int | None:
    """The number of the new revision; None where somebody else was faster."""
    try:
        made = actions.rollback(
            g.scope.session, number, author=current_user.name, reason=reason, at=clock.now(), base=base
        )
    except Conflict:
        return None
    return made.number


@blueprint.get("/<int:number>/batalkan")
def ask_undo(number: int) -> str:
    """What taking one revision's change out of what is in force would do."""
    return _undo_page(queries.by_number(g.scope.session, number), aside.put_back() or {})


@blueprint.post("/<int:number>/batalkan")
def undo(number: int) -> ResponseReturnValue:
    """Take it out, as a new revision, where nothing later touched the same."""
    config, words = without(queries.by_number(g.scope.session, number))
    base, reason = sent_base(), sent_reason()
    made = None
    if config is not None and not words and base == g.loaded.number and not reason_faults(reason):
        made = _undone(config, reason, base)
    if made is None:
        return aside.put_aside({"reason": reason, "base": base})
    aside.forget()
    return redirect(url_for(".show_all", tersimpan=made), 303)


def _undone(config: RegionConfig, reason: str, base: int) -> int | None:
    """The number of the new revision; None where it is not allowed, or somebody else was faster."""
    if obstacles(rulebook(), config):
        return None
    try:
        return store(config, reason, base)
    except Conflict:
        return None


def _back(found: Revision, sent: dict[str, Any]) -> str:
    older = load_stored(found.document)
    return _page("admin/roll_back.html", found, older, obstacles(rulebook(), older), sent)


def _undo_page(found: Revision, sent: dict[str, Any]) -> str:
    config, words = without(found)
    wanted = config or rulebook().config
    return _page("admin/undo.html", found, wanted, (*words, *obstacles(rulebook(), wanted)), sent)


def _page(template: str, found: Revision, wanted: RegionConfig, in_way: tuple[str, ...], sent: dict[str, Any]) -> str:
    newest = queries.current(g.scope.session)
    assert newest is not None
    overtaken = bool(sent) and sent["base"] != newest.number
    faults = reason_faults(sent["reason"]) if sent and not overtaken else {}
    return render_template(
        template,
        revision=found,
        current=newest,
        base_name=BASE,
        changes=told(load_stored(newest.document), wanted),
        effect=consequences(rulebook(), wanted, language.current()),
        obstacles=in_way,
        reason=sent.get("reason", ""),
        faults=faults,
        overtaken=overtaken,
    )
