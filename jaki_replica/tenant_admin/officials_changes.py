"""Changes of the roster: looked at, kept with a reason; the history with differences; taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.editing.officials.previewing import preview
from jaki_replica.editing.officials.words import change_words, trouble_words
from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.officials import inviting
from jaki_replica.officials.access import LastAdmin
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.roster.actions import BadRoster, By
from jaki_replica.officials.roster.queries import Draft, Note, RevisionKind
from jaki_replica.officials.roster.terms import Roster, read_troubles
from jaki_replica.officials.terms import Role
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.edits import reason_faults, sent_base, sent_reason
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("admin_officials_changes", __name__, url_prefix="/admin/pejabat", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
UPLOAD, ROLLBACK, PEOPLE = "unggah", "kembalikan", "orang"
KEPT = "kept_rosters"


@blueprint.get("/periksa/<uuid:draft>")
def look(draft: UUID) -> ResponseReturnValue:
    """What a change that waits would do; over what somebody else has made meanwhile, where there is such."""
    try:
        found = _draft(draft)
    except NotFound:
        return _kept_already(draft)
    sent = aside.put_back() or {}
    unseen = _unseen(found)
    return _page(_carried(found) if unseen else found, sent, unseen)


@blueprint.post("/periksa/<uuid:draft>")
def keep(draft: UUID) -> ResponseReturnValue:
    """Keep it as a revision with a reason, or drop it. Over another revision only once that was looked at."""
    book = rulebook()
    try:
        first = _draft(draft)
    except NotFound:
        _number_kept(draft)
        return redirect(request.path, 303)
    if "batal" in request.form:
        actions.drop_draft(book.session, draft)
        return redirect(_back(first.origin), 303)
    found = first if sent_base() == (first.base or 0) else replace(_carried(first), base=sent_base())
    reason = sent_reason()
    if reason_faults(reason):
        return aside.put_aside({"reason": reason, "chosen": _ticked()})
    by = By(str(current_user.name), reason, book.at, found.base, book.config.identity.timezone, _kind(found.origin))
    switched = _switched_on(found)
    try:
        with book.session.begin_nested():
            made = actions.apply(book.session, found.roster, by)
    except LastAdmin:
        return aside.put_aside({"reason": reason, "last_admin": True})
    except (Conflict, BadRoster):  # the page says by itself what somebody else changed, and what may not be
        return aside.put_aside({"reason": reason, "chosen": _ticked()})
    for account in switched:
        inviting.switch_on(book.session, account, by=by.author, at=by.at)
    actions.drop_draft(book.session, draft)
    aside.forget()
    if made:
        session[KEPT] = [*session.get(KEPT, [])[-4:], [draft.hex, made.number]]
    return redirect(_back(found.origin, made.number if made else None), 303)


@blueprint.get("/riwayat")
def history() -> str:
    """Every revision of the roster, newest first."""
    return render_template("admin/roster_history.html", revisions=queries.history(rulebook().session))


@blueprint.get("/riwayat/<int:number>")
def revision(number: int) -> str:
    """One revision: who, when, why, and what it changed."""
    book = rulebook()
    found, _roster = queries.by_number(book.session, number)
    changes = change_words(queries.between(book.session, found.base_number, number), book.organisation)
    now = queries.current(book.session)
    return render_template(
        "admin/roster_revision.html", revision=found, changes=changes, current=now.number if now else 0
    )


@blueprint.post("/riwayat/<int:number>/kembalikan")
def take_back(number: int) -> ResponseReturnValue:
    """An older revision waits to be looked at and kept again."""
    book = rulebook()
    _found, older = queries.by_number(book.session, number)
    now = queries.current(book.session)
    key = actions.keep_draft(
        book.session,
        older,
        base=now.number if now else None,
        author=str(current_user.name),
        origin=f"{ROLLBACK}:{number}",
        at=book.at,
    )
    return redirect(url_for(".look", draft=key), 303)


def _draft(key: UUID) -> Draft:
    return queries.draft(rulebook().session, key, str(current_user.name), rulebook().at)


def _kept_already(key: UUID) -> ResponseReturnValue:
    """What became of a change that this browser has kept, perhaps in another tab. Raises NotFound where it has not."""
    return render_template("admin/roster_kept.html", number=_number_kept(key)), 409


def _number_kept(key: UUID) -> int:
    number: int | None = dict(session.get(KEPT, [])).get(key.hex)
    if number is None:
        raise NotFound("This change does not wait any more.", remedy="Begin it again.")
    return number


def _carried(found: Draft) -> Draft:
    """The same change over what somebody else has made meanwhile, to be looked at again."""
    book = rulebook()
    now = queries.current(book.session)
    base = queries.by_number(book.session, found.base)[1] if found.base else Roster()
    present = queries.roster(book.session, book.config.identity.timezone)
    wanted = rules.carried(base, found.roster, present)
    return Draft(found.id, now.number if now else None, wanted, found.origin)


def _kind(origin: str) -> RevisionKind:
    if origin.startswith(ROLLBACK):
        return RevisionKind.ROLLBACK
    return RevisionKind.APPLY if origin == UPLOAD else RevisionKind.EDIT


def _back(origin: str, saved: int | None = None) -> str:
    if origin == UPLOAD or origin.startswith(ROLLBACK):
        return url_for("admin_officials.show", tersimpan=saved)
    if origin == PEOPLE:
        return url_for("admin_people.show", tersimpan=saved)
    return url_for("admin_officials.post", unit=origin, tersimpan=saved)


def _unseen(found: Draft) -> Note | None:
    """The revision that somebody else made since the change was begun."""
    now = queries.current(rulebook().session)
    return now if now is not None and now.number != found.base else None


def _ticked() -> list[str]:
    """The people whose accounts are to be switched on with the change."""
    return request.form.getlist("aktifkan")


def _switched_on(found: Draft) -> list[UUID]:
    """The accounts to be switched on: those that were ticked, of those the change offers."""
    ticked, book = _ticked(), rulebook()
    if not ticked:
        return []
    present = queries.roster(book.session, book.config.identity.timezone)
    return [one.account_id for one in preview(book, present, found.roster).returning if str(one.id) in ticked]


def _faults(sent: dict[str, Any]) -> dict[str, str]:
    if "last_admin" in sent:
        return {"isi": _("Akun orang ini admin terakhir yang aktif. Jadikan orang lain admin lebih dulu.")}
    return reason_faults(sent["reason"]) if "reason" in sent else {}


def _page(found: Draft, sent: dict[str, Any], unseen: Note | None) -> str:
    """The page of a change that waits; what a file told beside it comes with what was sent."""
    book = rulebook()
    reason = sent.get("reason", "")
    seen = _draft(found.id).base if unseen else None
    present = queries.roster(book.session, book.config.identity.timezone)
    return render_template(
        "admin/roster_change.html",
        draft=found,
        preview=preview(book, present, found.roster),
        reason=reason,
        chosen=sent.get("chosen", ()),
        faults=_faults(sent) if not unseen else {},
        unseen=unseen,
        unseen_changes=change_words(queries.between(book.session, seen, unseen.number), book.organisation)
        if unseen
        else (),
        warnings=[(one, trouble_words(one, book.organisation)) for one in read_troubles(sent.get("warnings", ()))],
        back=_back(found.origin),
    )
