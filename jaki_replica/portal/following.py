"""Following a complaint: by its number for everybody, by its secret link for the reporter, who has the last word."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from jaki_replica.complaints import queries
from jaki_replica.complaints.actions.acting import Overtaken, act, held
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.story import story
from jaki_replica.complaints.terms import REPORTER, Action, Evidence, Step
from jaki_replica.foundation.clock import now
from jaki_replica.foundation.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from jaki_replica.photos.actions import receive
from jaki_replica.photos.terms import CaptureSource, PhotoKind, PhotoRefused, Upload
from jaki_replica.portal.filing_answers import photo_words, written
from jaki_replica.portal.following_views import View, of_everybody, of_reporter
from jaki_replica.portal.here import here, house, session
from jaki_replica.ui import limits
from jaki_replica.ui.at_hand import files, rulebook
from jaki_replica.ui.edge import reads_only
from jaki_replica.ui.formats import number as figure
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("following", __name__)

LOOK_UPS = "30 per minute;300 per hour"
WRONG_LINKS = "10 per minute;60 per hour"
LONGEST_TYPED = 60
YES, NO = "ya", "belum"


@blueprint.get("/laporan")
def ask() -> ResponseReturnValue:
    """Ask for a number, however it is typed, and lead to its complaint."""
    prefix = here().identity.number_prefix
    asked = " ".join(request.args.get("nomor", "").split())
    typed, fault = asked[:LONGEST_TYPED], ""
    if typed:
        try:
            number = numbers.found(asked, prefix) or typed
            return redirect(url_for(".public", typed=queries.by_number(session(), number).number), 303)
        except NotFound:
            fault = _unknown_words(asked)
    return render_template("portal/following/ask.html", typed=typed, fault=fault), 404 if fault else 200


def _unknown_words(typed: str) -> str:
    prefix = here().identity.number_prefix
    read = numbers.found(typed, prefix)
    if read is None:
        typed = typed[:LONGEST_TYPED]
        return _(
            "“%(typed)s” bukan nomor laporan. Nomornya seperti %(prefix)s 250305 0007.", typed=typed, prefix=prefix
        )
    return _("Nomor %(number)s tidak ada di sini. Periksa angkanya di tanda terima.", number=numbers.grouped(read))


@blueprint.get("/laporan/<typed>")
@reads_only
def public(typed: str) -> ResponseReturnValue:
    """How a complaint stands, for everybody: nothing about its reporter, and nothing he kept private."""
    here()
    told = story(session(), typed)
    if typed != told.complaint.number:
        return redirect(url_for(".public", typed=told.complaint.number), 301)
    return _shown(of_everybody(rulebook(), told))


@blueprint.get("/laporan/<typed>/<secret>")
@reads_only
def full(typed: str, secret: str) -> ResponseReturnValue:
    """All of it, for whoever has the link: his words, his photos, the questions to him, his answer."""
    try:
        complaint = _his(typed, secret)
    except (Forbidden, NotFound) as error:
        return _no_link(typed, error)
    return _shown(of_reporter(rulebook(), complaint))


@blueprint.post("/laporan/<typed>/<secret>")
def answer(typed: str, secret: str) -> ResponseReturnValue:
    """The reporter takes a step: replies, confirms, says no, disputes, withdraws."""
    try:
        complaint = _his(typed, secret)
    except (Forbidden, NotFound) as error:
        return _no_link(typed, error)
    book = rulebook()
    complaint = held(session(), complaint.number)
    session().refresh(complaint)
    wanted = _wanted(complaint)
    text = written("text")
    faults = _faults(wanted, text)
    if faults:
        return _again(complaint, faults), 422
    try:
        step = Step(text=text, rating=_rating(), evidence=_evidence(complaint))
        act(session(), book, complaint, wanted, step, by=REPORTER, at=now(), seen=_seen())
    except PhotoRefused as refused:
        file = _photo()
        name = (file.filename if file else "") or ""
        return _again(complaint, [("foto", photo_words(refused.refusal, name[:LONGEST_TYPED]))]), 422
    except Overtaken:
        return _again(complaint, [], overtaken=True), 409
    except Conflict:
        return _again(complaint, [], overtaken=True), 409
    except Invalid as error:
        return _again(complaint, [("text", _text_words(fault.message, fault.remedy)) for fault in error.faults]), 422
    return redirect(url_for(".full", typed=complaint.number, secret=secret, kabar=wanted.value), 303)


def _his(typed: str, secret: str) -> Complaint:
    here()
    return queries.by_secret(session(), typed, secret, rulebook().follow_key)


def _no_link(typed: str, error: DomainError) -> Response:
    """A link that opens nothing, cut off or old: what to do now. Whether the number exists everybody may ask."""
    number = numbers.read(typed) or ""
    code, known = (403, number) if isinstance(error, Forbidden) else (404, "")
    shown = render_template("portal/following/wrong_link.html", number=number, known=known)
    answer = make_response(shown, code)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wanted(complaint: Complaint) -> Action:
    """What the button means here: "Ya" with a low rating is a no, and a second no goes to the arbiter."""
    named = request.form.get("tindakan", "")
    rating = _rating()
    low = rating is not None and rating <= here().workflow.low_rating
    if named == NO or (named == YES and low):
        again = complaint.reopenings >= here().workflow.reopenings
        return Action.DISPUTE if again else Action.NOT_FIXED
    return {YES: Action.CONFIRM, "jawab": Action.REPLY, "batal": Action.WITHDRAW}.get(named, Action.FILE)


def _rating() -> int | None:
    given = request.form.get("nilai", "")
    return int(given) if given in {"1", "2", "3", "4", "5"} else None


def _seen() -> int | None:
    given = request.form.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _faults(wanted: Action, text: str) -> list[tuple[str, str]]:
    if wanted in {Action.REPLY, Action.NOT_FIXED, Action.DISPUTE} and not text:
        if wanted is Action.REPLY:
            return [("text", _("Jawabannya belum ditulis. Beberapa kata sudah cukup."))]
        return [("text", _("Tulis apa yang masih kurang. Beberapa kata sudah cukup."))]
    return []


def _text_words(code: str, remedy: str) -> str:
    kind, _colon, size = code.partition(":")
    if kind == "too_long" and size.isdigit():
        most = figure(int(remedy)) if remedy.isdigit() else remedy
        return _(
            "Tulisannya %(size)s huruf. Paling banyak %(most)s; pendekkan sedikit.", size=figure(int(size)), most=most
        )
    return _("Jawaban ini belum bisa dipakai. Periksa lagi.")


def _photo() -> FileStorage | None:
    """The one photo sent, whichever way it was taken."""
    sent = (request.files.get(name) for name in ("kamera", "foto"))
    return next((file for file in sent if file is not None and file.filename), None)


def _evidence(complaint: Complaint) -> Evidence | None:
    file = _photo()
    if file is None:
        return None
    source = CaptureSource.CAMERA if file.name == "kamera" else CaptureSource.FILE
    upload = Upload(file.read(), PhotoKind.NOT_FIXED, source, complaint_id=complaint.id)
    photo = receive(session(), files(), upload, house(), at=now())
    return Evidence((UUID(photo.id.hex),))


def _again(complaint: Complaint, faults: list[tuple[str, str]], *, overtaken: bool = False) -> Response:
    """The page as it stands now, with what was typed."""
    shown = of_reporter(rulebook(), complaint)
    return _shown(shown, faults=faults, overtaken=overtaken)


def _shown(shown: View, *, faults: list[tuple[str, str]] | None = None, overtaken: bool = False) -> Response:
    asked, rating = request.form.get("tindakan") or request.args.get("jawab", ""), _rating()
    if rating is not None and rating <= here().workflow.low_rating:
        asked = NO
    values = {
        "shown": shown,
        "faults": faults or [],
        "overtaken": overtaken,
        "asked": asked if asked in {YES, NO} and {"confirm", "not_fixed", "dispute"} & shown.moves else "",
        "typed": written("text") if request.method == "POST" else "",
        "rating": rating,
        "news": request.args.get("kabar", ""),
        "second": "dispute" in shown.moves,
        "low": here().workflow.low_rating,
    }
    answer = make_response(render_template("portal/following/complaint.html", **values))
    answer.headers["X-Robots-Tag"] = "noindex"
    if shown.mine:
        answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.record_once
def count_tries(state: BlueprintSetupState) -> None:
    """Numbers can be looked up often, wrong links not."""
    limits.guard(state, ask, lambda: LOOK_UPS, only=limits.REFUSED)
    limits.guard(state, public, lambda: LOOK_UPS, only=limits.REFUSED)
    limits.guard(state, full, lambda: WRONG_LINKS, only=limits.REFUSED)
    limits.guard(state, answer, lambda: WRONG_LINKS, only=limits.REFUSED)
