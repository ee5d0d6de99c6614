"""Reports that were written without a signal: the pages that work without one, and the door for what a phone kept."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

from flask import Blueprint, g, jsonify, make_response, render_template, request, url_for
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from jaki_replica.complaints import drafts, queries
from jaki_replica.complaints.drafts import Draft
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.complaints.rules.words import LEAST
from jaki_replica.foundation.clock import now
from jaki_replica.portal import filing_answers as answers
from jaki_replica.portal import filing_sending as sending
from jaki_replica.portal.filing import SENT, UPLOADS, opened
from jaki_replica.portal.filing_categories import shelves
from jaki_replica.portal.filing_photos import damaged
from jaki_replica.portal.filing_places import level
from jaki_replica.portal.here import here, session
from jaki_replica.ui import limits
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.kept_pages import same_for_everybody
from jaki_replica.ui.language import current
from jaki_replica.ui.look import look
from jaki_replica.ui.static_files import SPRITE, STYLES, tree
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("waiting", __name__)

KEY = re.compile(r"[A-Za-z0-9_-]{32,100}")
FORM, LIST, AREAS = "/lapor/tanpa-sinyal", "/lapor/ponsel", "/lapor/wilayah.json"
SCRIPTS = ("situs.js", "gudang.js", "kirim.js", "antrean.js", "jaga.js", "tanpa-sinyal.js", "ponsel.js")


@blueprint.get(FORM)
@same_for_everybody
def form() -> str:
    """All questions on one page, for a phone without a signal: it keeps the answers until they can be sent."""
    return _form()


def _form() -> str:
    config = here()
    return render_template(
        "portal/filing/offline.html",
        shelves=shelves(config),
        most=config.limits.photos,
        longest=answers.LONGEST_LANDMARK,
        private=config.workflow.private,
        least=LEAST,
    )


@blueprint.get(LIST)
@same_for_everybody
def kept() -> str:
    """What is on this phone: reports that wait, those that were refused, and the numbers of those that were sent."""
    return _kept()


def _kept() -> str:
    return render_template("portal/filing/kept.html")


@blueprint.get(AREAS)
@same_for_everybody
def areas() -> Response:
    """Every area of the region by name, as nested lists of code, name, the word for what lies below, and that."""
    here()
    book = rulebook()
    return jsonify(_below(book, book.ground.tree.tops[0].code) if book.ground.tree.tops else [])


def _below(book: Rulebook, code: str) -> list[object]:
    """What lies below an area: the name of its field, its label, and each area with what lies below it."""
    list_ = level(book, code)
    if list_ is None:
        return []
    return [list_.name, list_.label, [[one, name, _below(book, one)] for one, name in list_.options if one]]


@blueprint.get("/luring.js")
@same_for_everybody
def worker() -> Response:
    """The script that opens the form without a signal. Its text changes with anything that it keeps."""
    files = [tree().address(name) for name in (STYLES, SPRITE, *SCRIPTS)]
    worn = look()
    pictures = [worn.mark, worn.styles, worn.font or ""]
    state = f"{g.state}{current()}{files}{pictures}{_form()}{_kept()}"
    text = render_template(
        "portal/filing/luring.js.jinja",
        version=hashlib.sha256(state.encode()).hexdigest()[:16],
        pages={"form": FORM, "list": LIST, "areas": AREAS},
        files=[one for one in (*files, *pictures) if one],
        sender=tree().address("kirim.js"),
    )
    answer = make_response(text)
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/lapor/kiriman")
def ticket() -> Response:
    """A fresh form token for what a phone kept, however long ago, and which region answers at this address."""
    answer = jsonify(token=generate_csrf(), region=here().identity.slug)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/lapor/kiriman")
def take() -> Response:
    """Take in one report of a phone, piece by piece: what is here already, one photo, all answers.

    The key makes one complaint of it, however often and from wherever it is sent.
    """
    draft_id, key = _named()
    if request.form.get("daerah") != here().identity.slug:
        words = _("Alamat ini sekarang milik daerah lain. Laporan dari ponsel Anda tidak dikirim ke sini.")
        return _said({"faults": [["", words]]}, 409)
    known = queries.by_key(session(), key)
    if known is not None:
        return _receipt(known)
    draft = _draft(draft_id, key)
    step, wanted = request.form.get("tahap", ""), set(request.form.getlist("foto_id"))
    if step in {"foto", "periksa", "kirim"}:
        draft.photos = [photo for photo in draft.photos if photo.id in wanted]
    if step in {"periksa", "kirim"}:
        return _send(draft, len(wanted), rehearsal=step == "periksa")
    faults = answers.read_photos(draft) if step == "foto" else []
    if faults:
        return _refused(faults)
    drafts.keep(session(), draft, at=now())
    return _said({"photos": [photo.id for photo in draft.photos]})


def _named() -> tuple[UUID, str]:
    key = request.form.get("kunci", "")
    try:
        found = UUID(request.form.get("id", ""))
    except ValueError:
        raise BadRequest from None
    if not KEY.fullmatch(key):
        raise BadRequest
    return found, key


def _draft(draft_id: UUID, key: str) -> Draft:
    """The draft that this browser was writing under the same key, or one for this report alone."""
    own = opened(hold=True)
    if own.key == key and not own.sent:
        return own
    found = drafts.of(session(), draft_id, at=now(), hold=True)
    if found is not None and found.key != key:
        raise BadRequest
    return found or Draft(id=draft_id, key=key)


def _send(draft: Draft, photos: int, *, rehearsal: bool) -> Response:
    """File it, or say everything that is wrong with it; an answer of refusal leaves nothing behind.

    A rehearsal is always refused: a photo was already, and the person is told of all the rest at once.
    """
    book = rulebook()
    faults = [*answers.read_place(draft, book), *answers.read_category(draft)]
    answers.read_review(draft)
    if photos != len(draft.photos):
        faults.append(("foto", _("Fotonya tidak lengkap lagi. Pilih fotonya sekali lagi.")))
    receipt, more = sending.send(book, draft, rehearsal=rehearsal)
    if rehearsal or faults or receipt is None:
        g.pop(sending.MADE, None)
        return _refused([*faults, *(("foto", one.damage) for one in damaged(draft)), *more])
    drafts.settle(session(), draft, receipt.number, at=now())
    return _receipt(queries.by_number(session(), receipt.number))


def _receipt(complaint: Complaint) -> Response:
    """The number and the secret link; the receipt itself is opened by this browser's cookie."""
    own = opened(hold=True)
    if own.key == complaint.idempotency_key and not own.sent:
        drafts.settle(session(), own, complaint.number, at=now())
    cookie[SENT] = complaint.number
    secret = secrets.secret(rulebook().follow_key, complaint.id, complaint.secret_version)
    path = url_for("portal.following.full", typed=complaint.number, secret=secret)
    return _said({"number": numbers.grouped(complaint.number), "path": path})


def _refused(faults: answers.type_faults) -> Response:
    """What is wrong, once for each field."""
    first: dict[str, str] = {}
    for name, words in faults:
        first.setdefault(name, words)
    return _said({"faults": [list(pair) for pair in first.items()]}, 422)


def _said(content: dict[str, object], code: int = 200) -> Response:
    answer = jsonify(content)
    answer.status_code = code
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.record_once
def count_filings(state: BlueprintSetupState) -> None:
    """The same limits as for the form, and counted with it: there is one limit, whichever way a report comes."""
    limits.guard(state, take, lambda: UPLOADS, together="uploads")
    limits.guard(state, take, sending.ceiling, only=limits.Picked(sending.was_made), together="filings")
