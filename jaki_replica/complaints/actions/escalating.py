"""Late steps climb: the superior of whoever is late is told, once for each step and level, and the history says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.acting import act, deadlines_of
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import climbing, numbers
from jaki_replica.complaints.terms import SYSTEM, WATCHED, Action, Status, Step
from jaki_replica.foundation.errors import DomainError
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.texts import late_message
from jaki_replica.officials import queries as officials
from jaki_replica.officials.holders import Answering
from jaki_replica.sla.terms import EscalationDue

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 100
DAY = timedelta(days=1)
STEPS = {
    "verify": "belum diperiksa",
    "accept": "pengoperan belum dijawab",
    "answer": "belum ada jawaban pertama",
    "red": "melewati batas merah",
    "finish": "melewati batas selesai",
    "validate": "bukti belum diperiksa",
    "acknowledge": "belum ada tanda terima dari instansi lain",
}

type_notices = defaultdict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """The unit that is told, and who answers for it now; nobody where no post above is held."""

    unit: str
    person: Answering | None


def escalate(session: Session, book: Rulebook, at: datetime) -> int:
    """Tell the superiors of what has become late. Returns how many complaints were looked at; never commits.

    Safe to run twice and side by side: a complaint that another run holds is left to it, and what was told is read
    from the history under that hold. Every superior gets one mail for all of it.
    """
    due = select(Complaint).where(Complaint.escalate_at <= at).order_by(Complaint.escalate_at, Complaint.id)
    due = due.limit(MOST_AT_ONCE).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    notices: type_notices = defaultdict(list)
    found = session.scalars(due).all()
    for complaint in found:
        try:
            with session.begin_nested():
                _climb(session, book, complaint, notices, at)
        except DomainError as error:  # one history that cannot be must not stop all others
            log.warning("escalation put off", complaint_id=str(complaint.id), kind=type(error).__name__)
            _look_again(session, complaint, at + DAY)
    _send(session, book, notices, at)
    return len(found)


def _climb(session: Session, book: Rulebook, complaint: Complaint, notices: type_notices, at: datetime) -> None:
    coming = _coming(session, book, complaint)
    for one in (each for each in coming if each.at <= at):
        found = _superior(session, book, complaint, one, at)
        act(session, book, complaint, Action.ESCALATE, Step(data=_facts(book, one, found, at)), by=SYSTEM, at=at)
        if found.person is not None and found.person.email:
            notices[found.unit].append(_line(book, complaint, one, at))
    if not any(one.at <= at for one in coming):
        _look_again(session, complaint, coming[0].at if coming else None)


def _coming(session: Session, book: Rulebook, complaint: Complaint) -> list[EscalationDue]:
    if Status(complaint.status) not in WATCHED:
        return []
    history = events(session, complaint.id)
    rules = book.config_of(session, complaint.config_revision).sla.escalation
    calendar = book.calendar_of(session, complaint.config_revision, complaint.filed_at)
    due = deadlines_of(session, book, complaint, history)
    return climbing.untold(due, rules, calendar, climbing.told(history))


def _look_again(session: Session, complaint: Complaint, at: datetime | None) -> None:
    """Nothing is late yet: look again then. The version stays, for nothing about the complaint has changed."""
    session.execute(update(Complaint).where(Complaint.id == complaint.id).values(escalate_at=at))


def _superior(session: Session, book: Rulebook, complaint: Complaint, due: EscalationDue, at: datetime) -> Told:
    """Who is told: the unit that high above the late one or, while nobody can be told there, the next above."""
    units = climbing.chain(due.step, due.up, _above(book, complaint, due.step)) or (complaint.unit,)
    answering = officials.answering(session, units, at)
    reachable = (one for one in units if one in answering and _is_reachable(answering[one]))
    unit = next(reachable, next((one for one in units if one in answering), units[0]))
    return Told(unit, answering.get(unit))


def _is_reachable(person: Answering) -> bool:
    """Whether the desk or a mail can tell him."""
    return bool(person.email) or person.account_id is not None


def _above(book: Rulebook, complaint: Complaint, step: str) -> Sequence[str]:
    """The units above whoever is late: above the validator for a check, else above the owner.

    Only such as stand above the owner too: nobody else may open the complaint.
    """
    own = book.superiors(complaint.unit)
    if not climbing.late_is_validator(step):
        return own
    judge = book.organisation.agency(book.config.workflow.validator, complaint.area or book.config.identity.code)
    return [one for one in book.superiors(judge.key) if one in own] or own if judge else own


def _facts(book: Rulebook, due: EscalationDue, found: Told, at: datetime) -> dict[str, object]:
    """What the event keeps: which step, how high, since and due when, how late, which unit, and whether anybody was
    told."""
    unit = book.unit(found.unit)
    return {
        "step": due.step,
        "up": due.up,
        "since": due.since.isoformat(),
        "due": due.due_at.isoformat(),
        "late_minutes": int((at - due.due_at) / timedelta(minutes=1)),
        "to_unit": found.unit,
        "post": unit.head.title if unit else "",
        "told": found.person is not None and _is_reachable(found.person),
    }


def _line(book: Rulebook, complaint: Complaint, due: EscalationDue, at: datetime) -> str:
    days = max(1, ceil((at - due.due_at) / DAY))
    number = numbers.grouped(complaint.number)
    return f"- {number}, {book.unit_name(complaint.unit)}: {STEPS.get(due.step, due.step)}, lewat {days} hari"


def _send(session: Session, book: Rulebook, notices: type_notices, at: datetime) -> None:
    answering = officials.answering(session, notices, at) if notices else {}
    for key, lines in notices.items():
        unit, person = book.unit(key), answering.get(key)
        if unit is not None and person is not None and person.email:
            desk = f"{book.address}/meja?tab=diberitahu"
            words = late_message(title=unit.head.title, portal=book.config.brand.portal, desk=desk, lines=lines)
            write_email(session, to=person.email, subject=words.subject, body=words.body, at=at)
