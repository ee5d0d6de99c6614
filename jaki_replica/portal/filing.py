"""Filing a complaint in four steps: photo, place, matter, check and send. Every answer is kept as it is given."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from jaki_replica.complaints import drafts
from jaki_replica.complaints.drafts import Draft
from jaki_replica.foundation.clock import now
from jaki_replica.portal import filing_answers as answers
from jaki_replica.portal import filing_sending as sending
from jaki_replica.portal.filing_categories import LONGEST_SEARCH, matching, name_of, shelves
from jaki_replica.portal.filing_photos import doubles, kept, take_out
from jaki_replica.portal.filing_places import choices, full_area, point_of, spot
from jaki_replica.portal.here import here, session
from jaki_replica.ui import limits
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.edge import runtime

blueprint = Blueprint("filing", __name__)

DRAFT = "draft"
SENT = "sent"
STAY, LEAVE, QUIET = "tetap", "nanti", "simpan"
STEPS = {"foto": "photos", "tempat": "place", "jenis": "category", "periksa": "review"}
UPLOADS = "60 per 10 minutes"


def opened(*, hold: bool = False) -> Draft:
    """The draft of this browser, or an empty one. With `hold` it is kept for this request alone.

    Whatever a page sends goes into the draft that it showed, also what it sends at the same time before there is one.
    """
    draft_id = _id_of(cookie.get(DRAFT))
    if draft_id is not None:
        return drafts.of(session(), draft_id, at=now(), hold=hold) or Draft(id=draft_id)
    fresh = Draft()
    cookie[DRAFT] = fresh.id.hex
    return fresh


def _id_of(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


def is_overtaken(draft: Draft) -> bool:
    """Whether what was sent quietly while somebody typed arrives after newer answers."""
    return request.form.get("ke") == QUIET and 0 < answers.written_at() <= draft.written


def keep(draft: Draft) -> None:
    """Keep the draft, and let this browser find it again for a while, also after it was closed."""
    draft.written = max(draft.written, answers.written_at())
    drafts.keep(session(), draft, at=now())
    cookie[DRAFT] = draft.id.hex
    cookie.permanent = True


def onward(draft: Draft, step: str, following: str, faults: list[tuple[str, str]]) -> ResponseReturnValue:
    """Keep the answers, then go where the button said: on, back, away, or here again with what is wrong."""
    wanted, _colon, back = request.form.get("ke", "").partition(":")
    going_on = wanted not in {*STEPS, LEAVE, QUIET}
    draft.faults = faults if going_on else []
    keep(draft)
    if wanted == QUIET:
        return "", 204
    if wanted == LEAVE:
        return redirect(url_for("portal.home"), 303)
    if wanted in STEPS:
        return _to(STEPS[wanted], back)
    if faults or wanted == STAY or "hapus" in request.form:
        return _to(step, way_back())
    return _to(STEPS.get(way_back(), following))


def way_back() -> str:
    """The step this one was opened from and leads back to, where it was opened to change an answer."""
    wanted = request.values.get("lalu", "")
    return wanted if wanted in STEPS else ""


def _to(step: str, back: str = "") -> Response:
    return redirect(url_for(f"portal.filing.{step}", lalu=back if back in STEPS else None), 303)


def _further(draft: Draft, step: str, anchor: str) -> Response:
    """The same step with its next question, without a word of blame."""
    draft.faults = []
    keep(draft)
    return redirect(url_for(f"portal.filing.{step}", lalu=way_back() or None, _anchor=anchor), 303)


@blueprint.context_processor
def ways() -> dict[str, object]:
    """Where the page leads when it is done, if not to the next step; and the answers so far, for the phone to keep."""
    return {"lalu": way_back(), "so_far": answers.as_typed}


@blueprint.get("/lapor")
def photos() -> str:
    """Step one: what is broken."""
    config = here()
    draft = opened()
    fresh = Draft() if draft.sent else draft
    again = {place + 1: first + 1 for place, first in doubles(fresh).items()}
    values = {"draft": fresh, "pictures": kept(fresh), "again": again, "most": config.limits.photos}
    return render_template("portal/filing/photos.html", **values)


@blueprint.post("/lapor")
def keep_photos() -> ResponseReturnValue:
    """Keep the photos sent."""
    draft = opened(hold=True)
    if draft.sent:
        draft = Draft()
    return onward(draft, "photos", "place", answers.read_photos(draft))


@blueprint.get("/lapor/tempat")
def place() -> ResponseReturnValue:
    """Step two: where it is."""
    draft = opened()
    if draft.sent:
        return _to("receipt")
    book = rulebook()
    found = spot(book, draft, runtime().registry.picture)
    point = draft.place.used[1]
    return render_template(
        "portal/filing/place.html",
        draft=draft,
        spot=found,
        point=point,
        lists=choices(book, "" if point else draft.area),
        approximate=book.ground.approximate,
        web_address=runtime().settings.web_address,
    )


@blueprint.post("/lapor/tempat")
def keep_place() -> ResponseReturnValue:
    """Keep the place."""
    draft = opened(hold=True)
    if draft.sent:
        return _to("receipt")
    if is_overtaken(draft):
        return "", 204
    before, book = draft.area, rulebook()
    faults = answers.read_place(draft, book)
    # Choosing a kecamatan is half an answer, not a mistake: its kelurahan come next.
    if draft.area not in {"", before} and book.ground.tree.children(draft.area) and not request.form.get("ke"):
        return _further(draft, "place", "wilayah")
    return onward(draft, "place", "category", faults)


@blueprint.get("/lapor/titik")
def spot_words() -> str:
    """The place of a point in words, for the map; the same words as on the page itself."""
    book, asked = rulebook(), request.args
    point = point_of(asked.get("lat", ""), asked.get("lon", ""), asked.get("ketelitian", ""))
    draft = Draft(device=point) if point and point.accuracy_m else Draft(pin=point)
    found = spot(book, draft, runtime().registry.picture)
    return render_template("portal/filing/spot.html", spot=found, web_address=runtime().settings.web_address)


@blueprint.get("/lapor/jenis")
def category() -> ResponseReturnValue:
    """Step three: what it is about."""
    config, draft = here(), opened()
    if draft.sent:
        return _to("receipt")
    sought = " ".join(request.args.get("cari", "").split())[:LONGEST_SEARCH]
    values = {"draft": draft, "sought": sought, "found": matching(config, sought), "group_of": config.group}
    values["needy"] = name_of(config, draft.category) if sending.needs_photo(config, draft) else ""
    if request.args.get("bagian"):
        return render_template("portal/filing/found.html", **values)
    shown = shelves(config)
    tiles = [shelf for shelf in shown if shelf.group.tile]
    everything = "semua" in request.args or bool(draft.group and draft.group not in {s.group.key for s in tiles})
    return render_template(
        "portal/filing/category.html",
        tiles=tiles,
        shelves=shown,
        everything=everything,
        count=sum(len(shelf.categories) for shelf in shown),
        **values,
    )


@blueprint.post("/lapor/jenis")
def keep_category() -> ResponseReturnValue:
    """Keep what it is about."""
    draft = opened(hold=True)
    if draft.sent:
        return _to("receipt")
    before = draft.group
    faults = answers.read_category(draft)
    if draft.group not in {"", before} and not draft.category and not request.form.get("ke"):
        return _further(draft, "category", "kategori")
    is_news = request.form.get("tanpa_foto") != draft.category and not request.form.get("ke")
    if not faults and is_news and sending.needs_photo(here(), draft):
        return _further(draft, "category", "perlu-foto")
    return onward(draft, "category", "review", faults)


@blueprint.get("/lapor/periksa")
def review() -> ResponseReturnValue:
    """Step four: everything read back, and the story."""
    config, draft = here(), opened()
    if draft.sent:
        return _to("receipt")
    book, chosen = rulebook(), config.category(draft.category)
    found = spot(book, draft, runtime().registry.picture)
    return render_template(
        "portal/filing/review.html",
        draft=draft,
        category=chosen,
        category_name=name_of(config, draft.category),
        place_words=full_area(book, found.area) if found.area else "",
        private=config.workflow.private if draft.private is None else draft.private,
        pictures=kept(draft),
        needs_photo=sending.needs_photo(config, draft),
        revealing=sending.is_revealing(config, draft),
        similar=sending.similar(book, draft, chosen),
    )


@blueprint.post("/lapor/periksa")
def send() -> ResponseReturnValue:
    """Make the complaint, once, however often the button is pressed."""
    draft = opened(hold=True)
    if draft.sent:
        cookie[SENT] = draft.sent
        return _to("receipt")
    if is_overtaken(draft):
        return "", 204
    answers.read_review(draft)
    take_out(draft)
    if request.form.get("ke") or "hapus" in request.form:
        return onward(draft, "review", "receipt", [])
    is_news = sending.is_revealing(here(), draft) and not request.form.get("dilihat")
    receipt, faults = sending.send(rulebook(), draft, rehearsal=is_news)
    if is_news and not faults:
        return _further(draft, "review", "terbuka")
    if receipt is None:
        return onward(draft, "review", "receipt", faults)
    drafts.settle(session(), draft, receipt.number, at=now())
    cookie[SENT] = receipt.number
    return _to("receipt")


@blueprint.get("/lapor/terkirim")
def receipt() -> ResponseReturnValue:
    """The number, the secret link, and what happens next."""
    number = str(cookie.get(SENT, ""))
    if not number:
        return _to("photos")
    answer = current_app.make_response(
        render_template("portal/filing/receipt.html", **sending.receipt_values(rulebook(), number))
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/lapor/terkirim")
def close_receipt() -> ResponseReturnValue:
    """Whoever uses this browser next sees neither number nor secret link."""
    if opened().sent:
        cookie.pop(DRAFT)
    cookie.pop(SENT, None)
    return redirect(url_for("portal.home", kabar="tertutup"), 303)


@blueprint.record_once
def count_filings(state: BlueprintSetupState) -> None:
    """Limit how much one browser may upload and send, as far as the app counts at all."""
    limits.guard(state, keep_photos, lambda: UPLOADS, together="uploads")
    limits.guard(state, send, sending.ceiling, only=limits.Picked(sending.was_made), together="filings")
