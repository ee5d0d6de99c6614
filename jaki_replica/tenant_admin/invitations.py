"""The page behind an invitation's link: choose a name and a password, once."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.officials import inviting
from jaki_replica.officials.inviting import Guest
from jaki_replica.ui import limits
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("invitations", __name__, url_prefix="/undangan", template_folder="templates")


@blueprint.get("/<token>")
def look(token: str) -> ResponseReturnValue:
    """Who is invited, and the form."""
    guest = _guest(token)
    return _form(guest, guest.username) if guest else _gone()


@blueprint.post("/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Make the account or set the new password; then sign in as ever."""
    guest = _guest(token)
    if guest is None:
        return _gone()
    username, password = request.form.get("username", "")[:80], request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _form(guest, username, {"again": _("Kedua kata sandi tidak sama.")}), 422
    try:
        inviting.accept(g.scope.session, token, username=username, password=password, at=clock.now())
    except Invalid as refused:
        return _form(guest, username, _faults(refused)), 422
    except NotFound:
        return _gone()
    return redirect(url_for("signing_in.form", nama=username.strip().lower(), baru=1), 303)


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
    return render_template("admin/invitation.html", guest=guest, username=username, faults=faults or {}, least=least)


def _faults(refused: Invalid) -> dict[str, str]:
    words = {
        "username": _("Nama ini sudah dipakai, atau bukan 3 sampai 40 huruf kecil, angka, titik, dan tanda hubung."),
        "password": _("Kata sandi perlu %(least)s sampai 200 huruf.", least=passwords.LEAST_LENGTH),
    }
    return {one.field: words.get(one.field, one.message) for one in refused.faults}


@blueprint.record
def slow_guessing(state: BlueprintSetupState) -> None:
    """Whoever tries links that are none is slowed."""
    for view in (look, accept):
        limits.guard(state, view, lambda: limits.SIGN_IN_BY_CLIENT, only=limits.was_refused)
