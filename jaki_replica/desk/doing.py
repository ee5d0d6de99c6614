"""A step taken at the desk: the form read, the rules asked, and what to show where they refuse."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import flash, g, request

from jaki_replica.complaints.actions import acting
from jaki_replica.complaints.actions.acting import Overtaken
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.rules.moves import BY_ACTION
from jaki_replica.complaints.terms import Action, Evidence, Role, Step
from jaki_replica.desk import history, people, timing
from jaki_replica.desk.offers import Refused
from jaki_replica.desk.words import FAULTS
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, DomainError, Fault, Forbidden, Invalid, NotFound
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

FIELDS = (
    "text",
    "unit",
    "reason_code",
    "target",
    "number",
    "date",
    "category",
    "area",
    "evidence_reason",
    "external_number",
)
WRITTEN = ("text", "number", "evidence_reason", "external_number")
OFFICIALS = frozenset({Role.OWNER, Role.SUPERIOR, Role.APPROVER, Role.VALIDATOR, Role.ARBITER})


def named(word: str) -> Action:
    """The action of an address, if officials can take it. Raises NotFound."""
    move = BY_ACTION.get(Action(word)) if word in set(Action) else None
    if move is None or move.by not in OFFICIALS:
        raise NotFound("There is no such step")
    return move.action


def held(number: str) -> Complaint:
    """The complaint with its row held, if the person may open it. Raises NotFound."""
    bare = numbers.read(number)
    if bare is None:
        raise NotFound("There is no complaint of this number")
    complaint = acting.held(g.scope.session, bare)
    people.roles_for(complaint)
    return complaint


def take(complaint: Complaint, action: Action, proof: Evidence | None = None) -> ComplaintEvent:
    """Take the step that the form asks for. Raises what `acting.act` raises, and Overtaken before anything else."""
    seen = _seen()
    if seen != complaint.version:
        raise Overtaken(events(g.scope.session, complaint.id)[-1])
    by = people.actor(BY_ACTION[action].by, complaint)
    step = _step(action, proof)
    event = acting.act(g.scope.session, rulebook(), complaint, action, step, by=by, at=clock.now(), seen=seen)
    flash(history.title(rulebook(), event), "ok")
    return event


def _seen() -> int:
    """The version of the complaint that the form was made for."""
    written = request.form.get("versi", "")
    if not written.isdecimal() or len(written) > 9:
        raise Invalid("The form is not complete", (Fault("versi", "missing", "reload the page"),))
    return int(written)


def typed() -> dict[str, str]:
    """What was written into the form, to be shown again."""
    return {name: request.form.get(name, "") for name in FIELDS}


def has_written() -> bool:
    """Whether somebody wrote words of his own; what stands chosen in a form by itself is none."""
    return any(request.form.get(name, "").strip() for name in WRITTEN)


def _step(action: Action, proof: Evidence | None) -> Step:
    form = typed()
    corrected = ("category", "area") if action is Action.RELOCATE else ()
    data: dict[str, object] = {name: form[name] for name in corrected if form[name]}
    return Step(
        text=form["text"],
        unit=form["unit"] or None,
        reason_code=form["reason_code"] or None,
        target=form["target"] or None,
        number=form["external_number"] or numbers.read(form["number"]) or form["number"][:100] or None,
        date=_date(form["date"]),
        evidence=proof,
        data=data,
    )


def _date(written: str) -> datetime | None:
    """The end of the day that was chosen, in the region's zone."""
    try:
        return timing.end_of(date.fromisoformat(written)) if written else None
    except (ValueError, OverflowError):
        raise Invalid("The date cannot be read", (Fault("date", "unknown", "choose a date"),)) from None


def start_anew() -> None:
    """Forget what a refused step has begun, so that the page shows how things really stand."""
    g.scope.session.rollback()
    g.scope.session.expire_all()
    g.pop("policies", None)


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal that the page itself shows."""
    if isinstance(error, Invalid):
        return 422
    return 403 if isinstance(error, Forbidden) else 409


def refusal(action: Action, error: DomainError) -> Refused:
    """What was typed, with the words for each field at fault."""
    faults = error.faults if isinstance(error, Invalid) else ()
    return Refused(action, typed(), {fault.field: in_words(fault) for fault in faults})


def in_words(fault: Fault) -> str:
    """A fault as the page says it."""
    code, _colon, amount = fault.message.partition(":")
    if code == "too_long":
        return _("Tulisan ini %(amount)s huruf. Paling banyak %(most)s.", amount=amount, most=fault.remedy)
    return str(FAULTS.get(fault.field, _("Muat ulang halaman, lalu coba lagi.")))


def why_not(error: DomainError) -> str:
    """A refusal that belongs to no field, in a sentence."""
    if isinstance(error, Forbidden):
        return _("Langkah ini bukan wewenang Anda.")
    if isinstance(error, Conflict):
        return _("Keadaan laporan tidak mengizinkan langkah ini sekarang.")
    return ""


def photo_ids(written: list[str]) -> list[UUID]:
    """The ids in hidden fields; what is no id is left out."""
    found = []
    for one in written[:20]:
        try:
            found.append(UUID(hex=one))
        except ValueError:
            continue
    return found
