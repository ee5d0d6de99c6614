"""The page behind an invitation's link: choose a name and a password, once."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.officials import inviting
from jaki_replica.officials.inviting import Guest
from jaki_replica.officials.terms import Role
from jaki_replica.ui import limits
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

SENT = "invitation"
ROLES = {Role.ADMIN: _l("admin daerah"), Role.OFFICIAL: _l("petugas"), Role.VALIDATOR: _l("pemeriksa")}
blueprint = Blueprint("invitations", __name__, url_prefix="/undangan", template_folder="templates")


@blueprint.get("/<token>")
def look(token: str) -> ResponseReturnValue:
    """Who is invited, and the form; with what was wrong, where it was sent from this browser before."""
    guest = _guest(token)
    if guest is None:
        return _gone()
    sent = session.get(SENT, {})
    mine = sent if sent.get("link") == _mark(token) else {}
    name = mine.get("username", guest.username)
    return _form(guest, name, {field: _words(name)[field] for field in mine.get("faults", ())})


@blueprint.post("/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Make the account or set the new password; then sign in as ever. With faults the form is shown again."""
    if _guest(token) is None:
        return _gone()
    username, password = request.form.get("username", "")[:80], request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _again(token, username, ["again"])
    try:
        inviting.accept(g.scope.session, token, username=username, password=password, at=clock.now())
    except Invalid as refused:
        return _again(token, username, [one.field for one in refused.faults])
    except NotFound:
        return _gone()
    session.pop(SENT, None)
    return redirect(url_for("signing_in.form", nama=username.strip().lower(), baru=1), 303)


def _again(token: str, username: str, faults: list[str]) -> ResponseReturnValue:
    """Back to the form, which then comes by an address of its own; no password is kept."""
    session[SENT] = {"link": _mark(token), "username": username, "faults": faults}
    return redirect(url_for(".look", token=token), 303)


def _mark(token: str) -> str:
    """What tells in the browser's cookie which link a form belongs to, without being it."""
    return passwords.token_sha256(token)[:16]


@blueprint.after_request
def unkept(answer: Response) -> Response:
    """The address holds a secret: no copy is kept."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _guest(token: str) -> Guest | None:
    try:
        return inviting.guest_of(g.scope.session, token, clock.now())
    except NotFound:
        return None


def _gone() -> ResponseReturnValue:
    return render_template("admin/invitation_gone.html"), 404


def _form(guest: Guest, username: str, faults: dict[str, str] | None = None) -> str:
    least = passwords.LEAST_LENGTH
    role, known = ROLES[guest.role], faults or {}
    return render_template(
        "admin/invitation.html", guest=guest, username=username, faults=known, least=least, role=role
    )


def _words(username: str) -> dict[str, str]:
    name = username.strip().lower()
    taken = _("Nama pengguna “%(name)s” sudah dipakai orang lain. Tambahkan angka, atau pilih nama lain.", name=name)
    malformed = _("Nama pengguna berisi 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, tanpa spasi.")
    return {
        "again": _("Kedua kata sandi tidak sama."),
        "username": taken if inviting.is_username(name) else malformed,
        "password": _("Kata sandi perlu %(least)s sampai 200 huruf.", least=passwords.LEAST_LENGTH),
    }


@blueprint.record
def slow_guessing(state: BlueprintSetupState) -> None:
    """Whoever tries links that are none is slowed."""
    for view in (look, accept):
        limits.guard(state, view, lambda: limits.SIGN_IN_BY_CLIENT, only=limits.REFUSED)
