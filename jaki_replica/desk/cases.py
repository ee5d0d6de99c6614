"""One complaint with all its evidence, its history, its deadlines, and the steps that are open to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints import nearby, queries, worklist
from jaki_replica.complaints.actions.acting import Overtaken
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Action, Point, Status
from jaki_replica.desk import clocks, doing, drawing, history, offers, people, pictures, rows, timing, whereabouts
from jaki_replica.desk.history import Entry
from jaki_replica.desk.offers import Refused
from jaki_replica.desk.timing import Due, Reckoning
from jaki_replica.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from jaki_replica.photos.terms import PhotoKind
from jaki_replica.routing.sentences import sentence
from jaki_replica.routing.terms import Step, StepCode
from jaki_replica.tenancy.configuration.terms import Text
from jaki_replica.ui import language
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a step was not taken. `last` is what somebody else did first."""

    words: str
    last: Entry | None = None


def add_pages(blueprint: Blueprint) -> None:
    """The page of a complaint and its forms."""
    blueprint.add_url_rule("/laporan/<number>", "case", case)
    blueprint.add_url_rule("/laporan/<number>/<action>", "act", act, methods=["POST"])
    blueprint.add_url_rule("/laporan/<number>/<action>", "acted", acted)


def case(number: str) -> ResponseReturnValue:
    """The page of a complaint."""
    complaint = queries.by_number(g.scope.session, number)
    if complaint.number != number:
        return redirect(url_for("desk.case", number=complaint.number), 303)
    return show(complaint)


def act(number: str, action: str) -> ResponseReturnValue:
    """Take a step; where that is refused, the page again with the reason and all that was typed."""
    step = doing.named(action)
    if step is Action.CLAIM_DONE:
        raise NotFound("A proof has its own page")
    try:
        doing.take(doing.held(number), step)
    except (Invalid, Conflict, Forbidden) as error:
        return refuse(number, step, error)
    return after(number)


def acted(number: str, action: str) -> ResponseReturnValue:
    """The complaint, for whoever opens the address of a refused step again."""
    doing.named(action)
    return redirect(url_for("desk.case", number=number), 303)


def after(number: str) -> ResponseReturnValue:
    """Where to go after a step: the complaint, or the inbox where it is out of sight now."""
    complaint = queries.by_number(g.scope.session, number)
    try:
        people.roles_for(complaint)
    except NotFound:
        return redirect(url_for("desk.inbox"), 303)
    return redirect(url_for("desk.case", number=complaint.number), 303)


def refuse(number: str, action: Action, error: Invalid | Conflict | Forbidden) -> ResponseReturnValue:
    """The page of a complaint with what went wrong."""
    said, code, refused = trouble(error), doing.status_of(error), doing.refusal(action, error)
    doing.start_anew()
    return show(queries.by_number(g.scope.session, number), refused, said), code


def trouble(error: Invalid | Conflict | Forbidden) -> Trouble | None:
    """What to say above the page; nothing for faults that stand at their fields."""
    if isinstance(error, Overtaken):
        last = history.entries(rulebook(), [error.last], ())[0]
        if doing.has_written():
            return Trouble(_("Orang lain lebih dulu. Yang Anda tulis masih ada di bawah."), last)
        return Trouble(_("Orang lain lebih dulu. Periksa dulu apa yang berubah."), last)
    said = doing.why_not(error)
    return Trouble(said) if said else None


def show(complaint: Complaint, refused: Refused | None = None, said: Trouble | None = None) -> str:
    """The page. Raises NotFound where the reader may not open it."""
    roles = people.roles_for(complaint)
    book, session = rulebook(), g.scope.session
    events = queries.timeline(session, complaint.id)
    shown = pictures.pictures(worklist.photos(session, complaint.id))
    clock = timing.reckon(book, complaint, reversed(events))
    offered = offers.offers(book, complaint, refused)
    owner = book.unit_name(complaint.category_owner) if offers.is_guest(complaint) else ""
    return render_template(
        "desk/case.html",
        who=people.sitting(),
        titles=people.titles(),
        complaint=complaint,
        number=numbers.grouped(complaint.number),
        title=rows.first_line(complaint.description),
        place=whereabouts.place(book, complaint),
        sources=whereabouts.sources(book, complaint),
        drawing=drawing.draw(complaint),
        similar=_similar(book, complaint),
        category=rows.category_name(book, complaint.category),
        unit=book.unit_name(complaint.unit),
        owner=owner,
        allowed=offers.guest_words(owner, offered) if owner else "",
        before=pictures.of_kind(shown, PhotoKind.BEFORE),
        entries=history.entries(book, events, shown),
        deadline=timing.heading(complaint, clock.scale, book.at),
        limits=clocks.clocks(clock, complaint.status, book.at),
        clock=clock,
        lines=timing.sentences(clock.lines),
        why=explanation(complaint.routing),
        outside=_body(book, offers.body_outside(complaint), complaint),
        awaited=_awaited(book, complaint, clock),
        judged=_may_judge(book, complaint),
        offers=offered[: offers.FIRST],
        others=offered[offers.FIRST :],
        watching=not roles,
        refused=refused,
        to_copy=offers.homeless(refused, offered),
        trouble=said,
    )


def _similar(book: Rulebook, complaint: Complaint) -> list[nearby.Near]:
    """Public complaints beside an open one that may be about the same; he may merge them."""
    category = book.config.category(complaint.category)
    if category is None or complaint.closed_at is not None or complaint.lat is None or complaint.lon is None:
        return []
    point = Point(complaint.lat, complaint.lon)
    return nearby.nearest(g.scope.session, point, category, besides=complaint.number)


def _body(book: Rulebook, key: str, complaint: Complaint) -> str:
    found = book.body(key, complaint.area) if key else None
    return words(found) if found else ""


def _awaited(book: Rulebook, complaint: Complaint, clock: Reckoning) -> tuple[str, Due] | None:
    """The body whose acknowledgement is awaited, and until when; None where none is."""
    receipt = clock.deadlines.acknowledge
    if complaint.status != Status.REFERRED or complaint.acknowledged_at is not None or receipt is None:
        return None
    return _body(book, complaint.referred_to or "", complaint), timing.left(receipt.due_at, book.at, scale=clock.scale)


def _may_judge(book: Rulebook, complaint: Complaint) -> bool:
    if complaint.status != Status.AWAITING_VALIDATION:
        return False
    return any(move.action in offers.JUDGING for move in offers.open_moves(book, complaint))


def explanation(routing: Mapping[str, object]) -> list[str]:
    """Why the complaint went to its unit, in sentences; a step that this version does not know is left out."""
    steps = routing.get("steps")
    known = {str(code): code for code in StepCode}
    found = []
    for step in steps if isinstance(steps, list) else []:
        code, values = known.get(str(step.get("code"))), step.get("values", {})
        if code is not None:
            named = {name: _name(value) for name, value in values.items()}
            found.append(sentence(Step(code, named), language.current()))
    return found


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        return words(Text(str(value.get("id", "")), str(value.get("en", ""))))
    return str(value)
