"""The history of the configuration: every revision in words, taken back into use, downloaded as a file."""

from __future__ import annotations

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
from jaki_replica.tenant_admin.edits import BASE, reason_faults, sent_base, sent_reason
from jaki_replica.tenant_admin.obstacles import obstacles
from jaki_replica.ui import signing_in
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
def ask_back(number: int) -> ResponseReturnValue:
    """What taking an older revision back into use would change."""
    return _back(queries.by_number(g.scope.session, number))


@blueprint.post("/<int:number>/kembalikan")
def take_back(number: int) -> ResponseReturnValue:
    """Take it back into use, as a new revision."""
    session, reason = g.scope.session, sent_reason()
    found = queries.by_number(session, number)
    older = load_stored(found.document)
    faults = reason_faults(reason)
    if sent_base() != g.loaded.number:
        return _back(found, reason=reason, overtaken=True)
    if faults or obstacles(rulebook(), older):
        return _back(found, reason=reason, faults=faults)
    try:
        made = actions.rollback(
            session, number, author=current_user.name, reason=reason, at=clock.now(), base=sent_base()
        )
    except Conflict:
        return _back(found, reason=reason, overtaken=True)
    return redirect(url_for(".show_all", tersimpan=made.number), 303)


def _back(
    found: Revision, *, reason: str = "", faults: dict[str, str] | None = None, overtaken: bool = False
) -> ResponseReturnValue:
    newest = queries.current(g.scope.session)
    assert newest is not None
    older = load_stored(found.document)
    in_way = obstacles(rulebook(), older)
    body = render_template(
        "admin/roll_back.html",
        revision=found,
        current=newest,
        base_name=BASE,
        changes=told(load_stored(newest.document), older),
        effect=consequences(rulebook(), older),
        obstacles=in_way,
        reason=reason,
        faults=faults or {},
        overtaken=overtaken,
    )
    return body, 409 if overtaken else 422 if faults or (in_way and reason) else 200
