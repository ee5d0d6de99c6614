"""The operators: who they are, adding one, shutting one out, a new password or device for one who lost it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Invalid
from jaki_replica.operator_console import fresh
from jaki_replica.operator_console.here import db, who
from jaki_replica.operators import actions, queries
from jaki_replica.operators.terms import Opened
from jaki_replica.ui.words import gettext as _


def people() -> str:
    """All operators."""
    return _page()


def _page(
    faults: dict[str, str] | None = None, username: str = "", opened: Opened | None = None, at: UUID | None = None
) -> str:
    return render_template(
        "operator/people.html",
        people=queries.all_operators(db.session()),
        me=who(),
        faults=faults or {},
        username=username,
        opened=opened,
        at=at,
        needs_code=fresh.is_needed(),
        done=request.args.get("selesai", ""),
    )


def _shown_once(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add() -> ResponseReturnValue:
    """A new operator with a password that serves once."""
    username = request.form.get("username", "")[:200]
    try:
        actions.checked_name(username)
        found = fresh.proof()
        if not found.is_good:
            return _page({"kode": found.fault}, username), found.status
        opened = actions.invite(db.session(), username, by=who().actor, at=clock.now())
    except Invalid:
        words = _("Pakai 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung. Awali dengan huruf.")
        return _page({"username": words}, username), 422
    except Conflict:
        db.session.rollback()
        return _page({"username": _("Nama itu sudah dipakai. Pilih nama lain.")}, username), 409
    db.session.commit()
    return _shown_once(_page(opened=opened))


def _act_on(operator_id: UUID) -> ResponseReturnValue:
    session, by, at = db.session(), who().actor, clock.now()
    match request.form.get("tindakan", ""):
        case "nonaktifkan":
            actions.set_active(session, operator_id, False, by=by, at=at)
        case "aktifkan":
            actions.set_active(session, operator_id, True, by=by, at=at)
        case "perangkat":
            actions.reset_totp(session, operator_id, by=by, at=at)
        case "sandi":
            opened = actions.reset_password(session, operator_id, by=by, at=at)
            session.commit()
            return _shown_once(_page(opened=opened))
        case _:
            raise Invalid("no such act")
    session.commit()
    return redirect(url_for("operator_console.people", selesai="ya"), 303)


def change(operator_id: UUID) -> ResponseReturnValue:
    """Disable, enable, reset the password or the device of one operator."""
    found = fresh.proof()
    if not found.is_good:
        return _page({"kode-orang": found.fault}, at=operator_id), found.status
    try:
        return _act_on(operator_id)
    except Conflict:
        db.session.rollback()
        words = _("Ini satu-satunya pengelola yang aktif. Tambahkan pengelola lain lebih dahulu.")
        return _page({"orang": words}, at=operator_id), 409


def add_pages(blueprint: Blueprint) -> None:
    """Add `/operator` and its forms."""
    blueprint.add_url_rule("/operator", "people", people)
    blueprint.add_url_rule("/operator", "add", add, methods=["POST"])
    blueprint.add_url_rule("/operator/<uuid:operator_id>", "change", change, methods=["POST"])
