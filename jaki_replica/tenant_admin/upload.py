"""A region's file, uploaded: first a plan with its faults, its difference and its effect, then applied."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.complaints.consequences import Consequences, consequences
from jaki_replica.editing.telling import Told, told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding.region_files import CHECKS
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.document import mark_of
from jaki_replica.tenancy.configuration.loading import load_stored, load_text
from jaki_replica.tenancy.configuration.reader import LARGEST
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin.edits import reason_faults, sent_reason
from jaki_replica.tenant_admin.obstacles import obstacles
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_upload", __name__, url_prefix="/admin/pengaturan/unggah", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
NAME = "berkas"


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """What an uploaded file would do. `seen` is the revision it was made from; None where it does not say."""

    text: str
    lines: tuple[Fault, ...] = ()
    config: RegionConfig | None = None
    changes: tuple[Told, ...] = ()
    effect: Consequences | None = None
    obstacles: tuple[str, ...] = ()
    seen: int | None = None
    unseen: tuple[Told, ...] = ()
    is_stale: bool = False

    @property
    def may_be_applied(self) -> bool:
        """Whether nothing is in its way and it would change something."""
        return self.config is not None and bool(self.changes) and not (self.obstacles or self.is_stale)


@blueprint.get("")
def ask() -> str:
    """Ask for the file."""
    return render_template("admin/upload.html", plan=None, reason="", faults={})


@blueprint.post("")
def judge() -> ResponseReturnValue:
    """Show the plan, or put it into use where the button said so."""
    raw = _raw()
    reason = sent_reason()
    if not raw.strip():
        return render_template("admin/upload.html", plan=None, reason=reason, faults={}, empty=True), 422
    plan = _plan(raw)
    if "terapkan" not in request.form:
        return _page(plan, reason, {}, 200 if plan.may_be_applied or (not plan.changes and plan.config) else 422)
    faults = reason_faults(reason)
    if faults or not plan.may_be_applied or plan.config is None:
        return _page(plan, reason, faults, 409 if plan.is_stale else 422)
    try:
        made = actions.apply(
            g.scope.session, plan.config, author=current_user.name, reason=reason, at=clock.now(), base=plan.seen
        )
    except Conflict:
        return _page(_plan(raw), reason, {}, 409)
    return redirect(url_for("admin_revisions.show_all", tersimpan=made.number), 303)


def _page(plan: UploadPlan, reason: str, faults: dict[str, str], status: int) -> ResponseReturnValue:
    return render_template("admin/upload.html", plan=plan, reason=reason, faults=faults), status


def _raw() -> bytes:
    sent = request.files.get(NAME)
    content = sent.stream.read(LARGEST + 1) if sent else b""
    return content or request.form.get("isi", "").replace("\r\n", "\n").encode()


def _plan(raw: bytes) -> UploadPlan:
    text = raw[:LARGEST].decode("utf-8", "replace")
    try:
        config = load_text(raw, "berkas.yaml", CHECKS)
    except Invalid as error:
        return UploadPlan(text, lines=error.faults)
    session, book = g.scope.session, rulebook()
    newest = queries.current(session)
    assert newest is not None
    now = load_stored(newest.document)
    seen = queries.base_number(session, mark_of(text[:200]))
    changes = told(now, config)
    in_way = obstacles(book, config)
    is_ours = config.identity.slug == now.identity.slug and config.identity.code == now.identity.code
    is_stale = is_ours and bool(changes) and seen != newest.number
    unseen = told(load_stored(queries.by_number(session, seen).document), now) if is_stale and seen else ()
    effect = consequences(book, config) if is_ours else None
    return UploadPlan(
        text, config=config, changes=changes, effect=effect, obstacles=in_way, seen=seen, unseen=unseen,
        is_stale=is_stale,
    )  # fmt: skip
