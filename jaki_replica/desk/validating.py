"""The second pair of eyes: before and after side by side, what the checks found, and a decision without a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints import counting, queries, worklist
from jaki_replica.complaints.actions.acting import situation
from jaki_replica.complaints.lists import Wanted
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.queries import Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.rules.moves import possible
from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.complaints.worklist import Page, Place
from jaki_replica.desk import cases, doing, evidence, history, offers, people, pictures, rounds, rows, timing
from jaki_replica.desk.cases import Trouble
from jaki_replica.desk.evidence import Shown, Used
from jaki_replica.desk.offers import Refused
from jaki_replica.desk.pictures import Picture
from jaki_replica.desk.rows import Row
from jaki_replica.desk.timing import Due
from jaki_replica.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind
from jaki_replica.ui import keyset
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

WAITING = Wanted(None, frozenset({Status.AWAITING_VALIDATION}))
LONGEST_QUEUE = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a complaint stands in the queue: place and length from 1, and the number of the one after it."""

    place: int
    length: int
    following: str


def add_pages(blueprint: Blueprint) -> None:
    """The queue and its decisions."""
    blueprint.add_url_rule("/validasi", "queue", queue)
    blueprint.add_url_rule("/validasi/<number>", "validation", validation)
    blueprint.add_url_rule("/validasi/<number>/<action>", "judge", judge, methods=["POST"])
    blueprint.add_url_rule("/validasi/<number>/<action>", "judged", judged)


def queue() -> ResponseReturnValue:
    """Every proof that waits, what is due first first."""
    who = people.sitting()
    if not who.validates:
        raise Forbidden("The queue is the validator's")
    page = worklist.page(g.scope.session, WAITING, after=keyset.read(request.args.get("sesudah", "")))
    return render_template(
        "desk/queue.html",
        who=who,
        titles=people.titles(),
        waiting=[(_address(one.number), row) for one, row in _pairs(page)],
        total=waiting_count(),
        following=keyset.written(page.following) if page.following else "",
        goes_on="sesudah" in request.args,
    )


def _pairs(page: Page) -> zip[tuple[Place, Row]]:
    return zip(page.rows, rows.rows(page), strict=True)


def _address(number: str) -> str:
    return url_for("desk.validation", number=number)


def _waiting() -> list[str]:
    """The numbers of the proofs that wait, what is due first first."""
    return worklist.numbers(g.scope.session, WAITING, LONGEST_QUEUE)


def validation(number: str) -> ResponseReturnValue:
    """One proof."""
    complaint = queries.by_number(g.scope.session, number)
    if complaint.number != number:
        return redirect(url_for("desk.validation", number=complaint.number), 303)
    return show(complaint)


def judge(number: str, action: str) -> ResponseReturnValue:
    """Accept or refuse a proof, then on to the next."""
    step = doing.named(action)
    if step not in offers.JUDGING:
        raise NotFound("This is not a step of a validator here")
    following = request.form.get("berikutnya", "")
    try:
        doing.take(doing.held(number), step)
    except (Invalid, Conflict, Forbidden) as error:
        said, code, refused = cases.trouble(error), doing.status_of(error), doing.refusal(step, error)
        doing.start_anew()
        return show(queries.by_number(g.scope.session, number), refused, said), code
    waiting = _waiting()
    onward = following if following in waiting else next(iter(waiting), "")
    return redirect(url_for("desk.validation", number=onward) if onward else url_for("desk.queue"), 303)


def judged(number: str, action: str) -> ResponseReturnValue:
    """The proof, for whoever opens the address of a refused decision again."""
    doing.named(action)
    return redirect(_address(number), 303)


def show(complaint: Complaint, refused: Refused | None = None, said: Trouble | None = None) -> str:
    """The page of a proof. Raises NotFound for who may not open the complaint, Forbidden for who is no validator."""
    if Role.VALIDATOR not in people.roles_for(complaint):
        raise Forbidden("The proof is for a validator")
    book, session = rulebook(), g.scope.session
    events = queries.timeline(session, complaint.id)
    claimed = next((event for event in events if event.action == Action.CLAIM_DONE), None)
    photos = list(worklist.photos(session, complaint.id))
    before = rounds.used(events) if complaint.status == Status.AWAITING_VALIDATION else {}
    shown = pictures.pictures(photos)
    open_now = possible(situation(book, complaint), frozenset({Role.VALIDATOR}), people.sitting().official.account_id)
    return render_template(
        "desk/validation.html",
        who=people.sitting(),
        titles=people.titles(),
        complaint=complaint,
        number=numbers.grouped(complaint.number),
        title=rows.first_line(complaint.description),
        area=rows.area_name(book, complaint.area),
        unit=book.unit_name(complaint.unit),
        due=_left(book, complaint),
        turn=_turn(complaint.number),
        before=_before(shown),
        first_photos=pictures.of_kind(shown, PhotoKind.BEFORE),
        proofs=_proofs(complaint, claimed, photos, before),
        objections=rounds.objections(book, events, shown),
        earlier=rounds.judged(book, events, shown),
        claim=history.entries(book, [claimed], shown)[0] if claimed else None,
        judging=[move.action for move in open_now if move.action in offers.JUDGING],
        obstacle=_obstacle(complaint),
        refused=refused,
        trouble=said,
    )


def _left(book: Rulebook, complaint: Complaint) -> Due | None:
    """How long the validator has."""
    if complaint.step_due_at is None:
        return None
    scale = timing.scale_of(book, complaint.category, complaint.config_revision, complaint.filed_at)
    return timing.left(complaint.step_due_at, book.at, scale=scale)


def waiting_count() -> int:
    """How many proofs wait for the validator; asked once in a request."""
    if "waiting_count" not in g:
        g.waiting_count = counting.by_status(g.scope.session, None).get(Status.AWAITING_VALIDATION, 0)
    found: int = g.waiting_count
    return found


def _turn(number: str) -> Turn:
    waiting = _waiting()
    place = waiting.index(number) if number in waiting else -1
    others = [one for one in (*waiting[place + 1 :], *waiting[: max(place, 0)]) if one != number]
    return Turn(place + 1, len(waiting), next(iter(others), ""))


def _before(shown: list[Picture]) -> list[Picture]:
    """The reporter's photos, those that show it is not fixed first, the newest of them before the others."""
    return [*reversed(pictures.of_kind(shown, PhotoKind.NOT_FIXED)), *pictures.of_kind(shown, PhotoKind.BEFORE)]


def _proofs(
    complaint: Complaint, claimed: Told | None, photos: list[Photo], before: Mapping[UUID, Used]
) -> list[tuple[Picture, list[Shown]]]:
    """The photos of the claim with what the checks find now, when the likeness has been computed."""
    if claimed is None:
        return []
    kept = claimed.data.get("photos")
    ids = kept if isinstance(kept, list) else []
    of_claim = [photo for photo in photos if photo.id.hex in ids]
    found = evidence.findings(rulebook(), complaint, of_claim, claimed.at, before)
    shown = pictures.pictures(of_claim)
    return [(picture, evidence.shown(one)) for picture, one in zip(shown, found, strict=True)]


def _obstacle(complaint: Complaint) -> str:
    """Why the reader cannot decide; empty where he can."""
    if complaint.status != Status.AWAITING_VALIDATION:
        return _("Bukti ini sudah diputuskan. Lihat riwayatnya.")
    if complaint.claimed_by == people.sitting().official.account_id:
        return _("Anda sendiri yang menyatakan selesai. Orang lain harus memeriksanya.")
    return ""
