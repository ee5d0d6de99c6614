"""After the password: the code, the first enrolment of a device, a password of one's own."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.passwords import LEAST_LENGTH
from jaki_replica.operator_console import fresh
from jaki_replica.operator_console.door import STEPS
from jaki_replica.operator_console.here import OperatorPerson, db, keys, visit, who
from jaki_replica.operators import actions, queries, rules, signing_in
from jaki_replica.operators.terms import Stage
from jaki_replica.ui.signing_in import wanted
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("second_step", __name__, url_prefix="/masuk", template_folder="templates")

STAGES = {
    "second_step.code": (Stage.CODE,),
    "second_step.give_code": (Stage.CODE,),
    "second_step.enrolment": (Stage.ENROL, Stage.INSIDE),
    "second_step.enrol": (Stage.ENROL, Stage.INSIDE),
    "second_step.password": (Stage.PASSWORD,),
    "second_step.set_password": (Stage.PASSWORD,),
}


@blueprint.before_request
def only_at_this_step() -> ResponseReturnValue | None:
    """Strangers begin at the password, and each step is open only to those who stand before it."""
    if not current_user.is_authenticated:
        return redirect(url_for("signing_in.form"), 303) if request.method == "GET" else abort(403)
    if who().stage in STAGES[request.endpoint or ""]:
        return None
    if request.method != "GET":
        abort(403)
    return redirect(url_for(STEPS.get(current_user.role, "operator_console.regions")), 303)


@blueprint.get("/kode")
def code() -> str:
    """The question for the code."""
    return _ask()


def _ask(fault: str = "") -> str:
    return render_template("operator/code.html", fault=fault, next=wanted())


@blueprint.post("/kode")
def give_code() -> ResponseReturnValue:
    """Come in with a code of the device or a recovery code."""
    found = fresh.typed_code()
    if not found.is_good:
        return _ask(found.fault), found.status
    _come_in()
    return redirect(wanted() or url_for("operator_console.regions"), 303)


def _come_in() -> None:
    """A new session for the person, in the database and in the cookie."""
    at = clock.now()
    token = signing_in.finish(db.session(), who(), visit(), at=at)
    db.session.commit()
    signed = queries.signed_in(db.session(), token, at)
    assert signed is not None
    session.clear()
    login_user(OperatorPerson(signed))
    session.permanent = True


@dataclass(frozen=True, slots=True)
class Device:
    """What the page shows of a secret that is to be enrolled."""

    secret: str
    picture: str
    address: str


def _device(secret: str) -> Device:
    address = rules.address_of(secret, who().username, request.host.partition(":")[0])
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=3, light="#fff")
    return Device(rules.in_groups(secret), picture, address)


@blueprint.get("/perangkat")
def enrolment() -> ResponseReturnValue:
    """Enrol a device: the first one, or another in its place."""
    if who().stage is Stage.INSIDE and fresh.is_needed():
        return redirect(url_for("operator_console.account", _anchor="perangkat"), 303)
    return _show_device()


def _show_device(fault: str = "") -> Response:
    secret = actions.pending_secret(db.session(), who(), keys=keys(), at=clock.now())
    db.session.commit()
    return _private(render_template("operator/enrol.html", device=_device(secret), fault=fault, next=wanted()))


def _private(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/perangkat")
def enrol() -> ResponseReturnValue:
    """Confirm the device with a code; the recovery codes are shown this once."""
    if who().stage is Stage.INSIDE and fresh.is_needed():
        abort(403)
    at = clock.now()
    secret = actions.pending_secret(db.session(), who(), keys=keys(), at=at)
    step = rules.check_code(secret, request.form.get(fresh.FIELD, ""), at, None)
    if isinstance(step, rules.Answer):
        answer = _show_device(_("Kode itu tidak cocok. Periksa jam ponsel Anda, lalu tulis kode yang baru."))
        answer.status_code = 422
        return answer
    codes = actions.enrol(db.session(), who(), secret, step=step, keys=keys(), at=at)
    _come_in()
    return _private(render_template("operator/codes.html", codes=codes, next=wanted()))


@blueprint.get("/sandi")
def password() -> str:
    """A password of one's own in place of the one that somebody else made."""
    return render_template("operator/new_password.html", fault="", least=LEAST_LENGTH)


@blueprint.post("/sandi")
def set_password() -> ResponseReturnValue:
    """Keep it and go on."""
    new, again = request.form.get("password", ""), request.form.get("again", "")
    fault = ""
    if new != again:
        fault = _("Kedua kata sandi belum sama. Tulis sekali lagi.")
    else:
        try:
            actions.replace_temporary(db.session(), who(), new, at=clock.now())
        except Invalid:
            db.session.rollback()
            fault = _("Pakai kata sandi baru, sedikitnya %(n)s huruf atau angka.", n=LEAST_LENGTH)
    if fault:
        return render_template("operator/new_password.html", fault=fault, least=LEAST_LENGTH), 422
    db.session.commit()
    return redirect(url_for("operator_console.regions"), 303)
