"""One's own account: password, device, recovery codes, and where one is signed in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.passwords import LEAST_LENGTH
from jaki_replica.operator_console import fresh
from jaki_replica.operator_console.here import db, keys, who
from jaki_replica.operators import actions, queries, signing_in
from jaki_replica.ui.words import gettext as _

type_faults = dict[str, str]


def account() -> str:
    """The page."""
    return _page({})


def _page(faults: type_faults, done: str = "") -> str:
    me, session = who(), db.session()
    return render_template(
        "operator/account.html",
        me=me,
        sessions=queries.sessions_of(session, me.id, clock.now(), me.token),
        codes_left=queries.recovery_codes_left(session, me.id),
        faults=faults,
        needs_code=fresh.is_needed(),
        least=LEAST_LENGTH,
        done=done or request.args.get("selesai", ""),
    )


def change_password() -> ResponseReturnValue:
    """A new password; every other session ends."""
    faults = _password_faults()
    if not faults:
        found = fresh.proof()
        if not found.is_good:
            return _page({"sandi-kode": found.fault}), found.status
        faults = _try_password()
    if faults:
        db.session.rollback()
        return _page(faults), 422
    db.session.commit()
    return redirect(url_for("operator_console.account", selesai="sandi"), 303)


def _password_faults() -> type_faults:
    new = request.form.get("password", "")
    if len(new) < LEAST_LENGTH:
        return {"password": _("Pakai kata sandi baru, sedikitnya %(n)s huruf atau angka.", n=LEAST_LENGTH)}
    if new != request.form.get("again", ""):
        return {"again": _("Kedua kata sandi belum sama. Tulis sekali lagi.")}
    return {}


def _try_password() -> type_faults:
    words = {
        "old": _("Bukan kata sandi yang sekarang."),
        "password": _("Pakai kata sandi baru, sedikitnya %(n)s huruf atau angka.", n=LEAST_LENGTH),
    }
    try:
        old, new = request.form.get("old", ""), request.form.get("password", "")
        actions.change_password(db.session(), who(), old, new, at=clock.now())
    except Invalid as error:
        return {fault.field: words[fault.field] for fault in error.faults}
    return {}


def end_session() -> ResponseReturnValue:
    """End one of one's own sessions; ending this one is signing out."""
    handle = request.form.get("sesi", "")
    if not signing_in.end_one(db.session(), who(), handle, at=clock.now()):
        abort(404)
    db.session.commit()
    return redirect(url_for("operator_console.account", selesai="sesi"), 303)


def end_other_sessions() -> ResponseReturnValue:
    """End every other session."""
    signing_in.end_all_others(db.session(), who(), at=clock.now())
    db.session.commit()
    return redirect(url_for("operator_console.account", selesai="sesi"), 303)


def change_device() -> ResponseReturnValue:
    """Go on to enrol another device, after a fresh code of the old one."""
    found = fresh.proof()
    if not found.is_good:
        return _page({"perangkat-kode": found.fault}), found.status
    return redirect(url_for("second_step.enrolment"), 303)


def renew_codes() -> ResponseReturnValue:
    """Ten new recovery codes, shown this once."""
    found = fresh.proof()
    if not found.is_good:
        return _page({"cadangan-kode": found.fault}), found.status
    me = who()
    codes = actions.new_codes(db.session(), me.id, by=me.actor, keys=keys(), at=clock.now())
    db.session.commit()
    answer: Response = make_response(render_template("operator/codes.html", codes=codes, next="/akun"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_pages(blueprint: Blueprint) -> None:
    """Add `/akun` and its forms."""
    blueprint.add_url_rule("/akun", "account", account)
    for path, view in (
        ("/akun/sandi", change_password),
        ("/akun/sesi", end_session),
        ("/akun/sesi-lain", end_other_sessions),
        ("/akun/perangkat", change_device),
        ("/akun/kode-cadangan", renew_codes),
    ):
        blueprint.add_url_rule(path, view.__name__, view, methods=["POST"])
