"""A region's file, uploaded: first a plan with its faults, its difference and its effect, then applied."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.complaints.consequences import Consequences, consequences
from jaki_replica.editing.fault_words import in_words
from jaki_replica.editing.telling import Told, told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.officials.form_drafts import Waiting
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding.region_files import CHECKS
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.document import mark_of
from jaki_replica.tenancy.configuration.loading import load_stored, load_text
from jaki_replica.tenancy.configuration.reader import LARGEST
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.edits import reason_faults, sent_reason
from jaki_replica.tenant_admin.obstacles import obstacles
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_upload", __name__, url_prefix="/admin/pengaturan/unggah", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
NAME = "berkas"
AS_IT_IS = "latin-1"  # every byte is one letter, so that a file that is no text comes back the same


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
    """Ask for the file; or show the plan of the one that was sent."""
    sent = aside.put_back()
    if sent is None:
        lost = aside.is_named()
        return _page(None, "", {}, lost=lost, waiting=None if lost else aside.waiting())
    raw = sent["file"].encode(AS_IT_IS)
    if not raw.strip():
        return _page(None, sent["reason"], {}, empty=True)
    return _page(_plan(raw), sent["reason"], reason_faults(sent["reason"]) if sent["applying"] else {})


@blueprint.post("")
def judge() -> ResponseReturnValue:
    """Put the file into use where the button said so and nothing is in its way; else lead to its plan."""
    if aside.DISCARD in request.form:
        aside.forget()
        return redirect(request.path, 303)
    raw, reason, applying = _raw(), sent_reason(), "terapkan" in request.form
    number = _applied(raw, reason) if applying and raw.strip() and not reason_faults(reason) else None
    if number is None:
        return aside.put_aside({"file": raw.decode(AS_IT_IS), "reason": reason, "applying": applying})
    aside.forget()
    return redirect(url_for("admin_revisions.show_all", tersimpan=number), 303)


def _applied(raw: bytes, reason: str) -> int | None:
    """The number of the revision the file became; None where something speaks against it, which its plan shows."""
    plan = _plan(raw)
    if plan.config is None or not plan.may_be_applied:
        return None
    try:
        made = actions.apply(
            g.scope.session, plan.config, author=current_user.name, reason=reason, at=clock.now(), base=plan.seen
        )
    except Conflict:
        return None
    return made.number


def _page(
    plan: UploadPlan | None,
    reason: str,
    faults: dict[str, str],
    *,
    empty: bool = False,
    lost: bool = False,
    waiting: Waiting | None = None,
) -> str:
    return render_template(
        "admin/upload.html", plan=plan, reason=reason, faults=faults, empty=empty, lost=lost, waiting=waiting
    )


def _raw() -> bytes:
    sent = request.files.get(NAME)
    content = sent.stream.read(LARGEST + 1) if sent else b""
    return content or request.form.get("isi", "").replace("\r\n", "\n").encode()


def _plan(raw: bytes) -> UploadPlan:
    text = raw[:LARGEST].decode("utf-8", "replace")
    try:
        config = load_text(raw, "berkas.yaml", CHECKS)
    except Invalid as error:
        return UploadPlan(text, lines=in_words(error.faults))
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
    effect = consequences(book, config, language.current()) if is_ours else None
    return UploadPlan(
        text, config=config, changes=changes, effect=effect, obstacles=in_way, seen=seen, unseen=unseen,
        is_stale=is_stale,
    )  # fmt: skip
