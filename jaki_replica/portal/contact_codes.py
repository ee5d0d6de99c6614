"""The way back for a reporter who lost his link: a one-time code to the contact on record, then the full view."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from jaki_replica.complaints import queries
from jaki_replica.complaints.actions.contact_codes import ask_for_code, enter_code
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.foundation.clock import now
from jaki_replica.portal.here import here, session
from jaki_replica.ui import limits
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.sessions import owner
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("codes", __name__)

ASKED_BY_CLIENT = "5 per 10 minutes;20 per day"
ASKED_BY_NUMBER = "3 per hour;6 per day"
TRIED_BY_CLIENT = "10 per 10 minutes;40 per day"
TRIED_BY_NUMBER = "15 per hour;30 per day"
SENT, WRONG, UNREADABLE = "terkirim", "salah", "bentuk"


@blueprint.get("/laporan/<typed>/kode")
def code(typed: str) -> ResponseReturnValue:
    """Ask for a code or enter one. The words are the same for every complaint, whoever reported it and however."""
    complaint = _complaint(typed)
    state = request.args.get("k", "")
    shown = render_template("portal/following/code.html", it=complaint, asked=state != "", fault=_fault(state))
    answer = make_response(shown)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/laporan/<typed>/kode")
def ask(typed: str) -> ResponseReturnValue:
    """Note that a code is wanted. Who it goes to, if to anybody, is looked up later by the worker."""
    complaint = _complaint(typed)
    ask_for_code(session(), complaint.id, at=now())
    return redirect(url_for(".code", typed=complaint.number, k=SENT), 303)


@blueprint.post("/laporan/<typed>/kode/isi")
def enter(typed: str) -> ResponseReturnValue:
    """Try a code. The right one leads to the full view; what is no code at all is not counted as a try of it."""
    complaint = _complaint(typed)
    given, key = secrets.read_code(request.form.get("kode", "")), rulebook().follow_key
    if given is None:
        return redirect(url_for(".code", typed=complaint.number, k=UNREADABLE), 303)
    if not enter_code(session(), complaint.id, given, key=key, at=now()):
        return redirect(url_for(".code", typed=complaint.number, k=WRONG), 303)
    secret = secrets.secret(key, complaint.id, complaint.secret_version)
    return redirect(url_for("portal.following.full", typed=complaint.number, secret=secret, kabar="code"), 303)


def _complaint(typed: str) -> Complaint:
    here()
    return queries.by_number(session(), typed)


def _fault(state: str) -> str:
    if state == WRONG:
        return _("Kode itu tidak cocok, sudah dipakai, atau waktunya habis. Periksa lagi, atau minta kode baru.")
    return _("Kodenya 6 angka. Salin dari surat kami, spasi tidak apa-apa.") if state == UNREADABLE else ""


def by_number() -> str:
    """One complaint at one tenant, whoever tries it and however its number is typed."""
    typed = str((request.view_args or {}).get("typed", ""))
    return f"{owner()}:complaint:{numbers.read(typed) or ''}"


@blueprint.record_once
def count_tries(state: BlueprintSetupState) -> None:
    """Codes are asked for and tried a few times only, by one browser and for one complaint."""
    for page, by_client, by_complaint in (
        (ask, ASKED_BY_CLIENT, ASKED_BY_NUMBER),
        (enter, TRIED_BY_CLIENT, TRIED_BY_NUMBER),
    ):
        limits.guard(state, page, lambda limit=by_client: limit)  # type: ignore[misc]
        limits.guard(state, page, lambda limit=by_complaint: limit, key=by_number)  # type: ignore[misc]
