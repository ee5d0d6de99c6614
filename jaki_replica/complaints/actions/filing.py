"""A complaint comes in: located, routed, timed, numbered, recorded, and answered with a receipt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.areas.terms import How, Located
from jaki_replica.citizens.models import Contact
from jaki_replica.citizens.rules import Reach, reach
from jaki_replica.complaints.actions.recording import Entry, record
from jaki_replica.complaints.models import Complaint, ComplaintDay
from jaki_replica.complaints.rulebook import Routed, Rulebook
from jaki_replica.complaints.rules import climbing, numbers, secrets, words
from jaki_replica.complaints.telling import tell
from jaki_replica.complaints.terms import REPORTER, Action, Filing, Place, Point, Receipt, Status
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.actions import attach
from jaki_replica.photos.models import Photo
from jaki_replica.sla.rules import deadlines
from jaki_replica.sla.terms import Deadlines, Fact, Happened, policy_of
from jaki_replica.tenancy.configuration.terms import Category

ALREADY = "23505"
LONGEST_LANDMARK = 300


class Outside(Invalid):
    """The place lies outside the region. `located` names the neighbour where there is one."""

    code = "outside"

    def __init__(self, located: Located) -> None:
        """The fault is at the field `place`."""
        super().__init__("The place lies outside this region", (Fault("place", "outside"),))
        self.located = located


@dataclass(frozen=True, slots=True)
class _Checked:
    """A filing after every check: cleaned, located, with its category."""

    filing: Filing
    category: Category
    description: str
    reach: Reach | None
    area: str | None
    how: str
    point: Point | None
    routed: Routed


def file(session: Session, book: Rulebook, filing: Filing, *, at: datetime) -> Receipt:
    """Make a complaint. The same key with the same content again gives the same receipt; flushes, never commits.

    Raises Invalid with every fault at once, Outside for a place in another region, Conflict for a key used before
    with other content.
    """
    filing = _legible(filing)
    known = _by_key(session, filing)
    if known is not None:
        return _same_again(session, book, known, filing)
    checked = _check(book, filing)
    try:
        with session.begin_nested():
            complaint = _store(session, book, checked, at)
    except IntegrityError as error:
        known = _by_key(session, filing) if sqlstate(error) == ALREADY else None
        if known is None:
            raise
        return _same_again(session, book, known, filing)
    attach(session, filing.photo_ids, complaint.id)
    if checked.reach is not None:
        _keep_contact(session, complaint, checked.reach, book, at)
    tell(session, book, complaint, Action.FILE, at=at)
    return Receipt(complaint.number, secrets.secret(book.follow_key, complaint.id))


def _legible(filing: Filing) -> Filing:
    """Without characters that no database and no reader takes; a key with such is refused later, never looked up."""
    place = replace(
        filing.place,
        landmark=words.cleaned(filing.place.landmark)[:LONGEST_LANDMARK],
        area=words.cleaned(filing.place.area) if filing.place.area else None,
    )
    return replace(filing, place=place, key=words.cleaned(filing.key), category=words.cleaned(filing.category))


def content_sha256(session: Session, filing: Filing) -> str:
    """A fingerprint of what was sent; photos count by their content, for their ids are new each time."""
    hashes = session.scalars(select(Photo.sha256).where(Photo.id.in_(filing.photo_ids))).all()
    content = asdict(filing) | {"photo_ids": sorted(hashes)}
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()


def _by_key(session: Session, filing: Filing) -> Complaint | None:
    return session.scalar(select(Complaint).where(Complaint.idempotency_key == filing.key))


def _same_again(session: Session, book: Rulebook, known: Complaint, filing: Filing) -> Receipt:
    if known.content_sha256 != content_sha256(session, filing):
        raise Conflict("This key was used for another complaint", remedy="send a new complaint with a new key")
    return Receipt(known.number, secrets.secret(book.follow_key, known.id, known.secret_version), created=False)


def _check(book: Rulebook, filing: Filing) -> _Checked:
    """Every fault at once, in the order of the form."""
    faults: list[Fault] = []
    if not 8 <= len(filing.key) <= 100 or not filing.key.isprintable():
        faults.append(Fault("key", "wrong_key", "8 to 100 printable characters"))
    description = words.cleaned(filing.description)
    offered = book.config.offered(book.at)
    category = next((one for one in offered if one.key == filing.category), None)
    if category is None:
        faults.append(Fault("category", "unknown", "choose one from the list"))
    faults += words.description_faults(description, book.config.limits.description)
    found: Reach | None = None
    try:
        found = reach(filing.contact)
    except Invalid as error:
        faults += error.faults
    if len(filing.photo_ids) > book.config.limits.photos:
        faults.append(Fault("photo", f"too_many:{len(filing.photo_ids)}", str(book.config.limits.photos)))
    area, how, point = _locate(book, filing.place, faults)
    if category is None or faults:
        raise Invalid("The complaint is not complete", tuple(faults))
    return _Checked(filing, category, description, found, area, how, point, book.route(category.key, area))


def _locate(book: Rulebook, place: Place, faults: list[Fault]) -> tuple[str | None, str, Point | None]:
    _source, point = place.used
    if point is not None:
        located = book.ground.locator.locate(point.lat, point.lon, point.accuracy_m or 0.0)
        if located.how is How.OUTSIDE:
            raise Outside(located)
        if place.area and place.area in {c.code for c in located.candidates}:
            return place.area, "chosen", point
        return located.code, str(located.how), point
    if place.area is None:
        faults.append(Fault("place", "missing", "give a position or choose the kelurahan"))
    elif place.area not in book.ground.tree:
        faults.append(Fault("place", "unknown_area", "choose one from the list"))
    return place.area, "chosen", None


def _store(session: Session, book: Rulebook, checked: _Checked, at: datetime) -> Complaint:
    filing, routed, source = checked.filing, checked.routed, checked.filing.place.used[0]
    policy = policy_of(book.config, checked.category.key, book.revision)
    due = deadlines([Fact(Happened.FILED, at)], policy, book.calendar_of(session, book.revision, at))
    complaint = Complaint(
        id=new_id(),
        number=_number(session, book, at),
        idempotency_key=filing.key,
        content_sha256=content_sha256(session, filing),
        secret_version=1,
        status=Status.WAITING,
        category=checked.category.key,
        description=checked.description,
        private=filing.private or checked.category.sensitive,
        channel=filing.channel,
        language=filing.language,
        area=checked.area,
        area_how=checked.how,
        area_set=book.ground.number,
        position_source=source,
        lat=checked.point.lat if checked.point else None,
        lon=checked.point.lon if checked.point else None,
        place={k: v for k, v in asdict(filing.place).items() if v},
        landmark=filing.place.landmark,
        unit=routed.unit,
        category_owner=routed.owner,
        routing=routed.explanation,
        assigned_at=at,
        coordinations=0,
        reopenings=0,
        config_revision=book.revision,
        filed_at=at,
        changed_at=at,
        escalate_at=_first_escalation(book, due),
        **_deadlines(due),
    )
    session.add(complaint)
    session.flush()
    record(session, complaint, _entry(checked), config_revision=book.revision, at=at)
    return complaint


def _entry(checked: _Checked) -> Entry:
    """The first step of the history: how it was routed, and what was told, as a hash."""
    data: dict[str, object] = {
        "routing": checked.routed.explanation,
        "area": checked.area,
        "photos": len(checked.filing.photo_ids),
        "description_sha256": hashlib.sha256(checked.description.encode()).hexdigest(),
    }
    return Entry(Action.FILE, REPORTER, None, Status.WAITING, data=data)


def _first_escalation(book: Rulebook, due: Deadlines) -> datetime | None:
    coming = climbing.untold(due, book.config.sla.escalation, book.calendar, frozenset())
    return coming[0].at if coming else None


def _deadlines(due: Deadlines) -> dict[str, datetime]:
    return {
        "verify_due_at": due.verify.due_at,
        "answer_due_at": due.answer.due_at,
        "amber_at": due.amber.due_at,
        "red_at": due.red.due_at,
        "due_at": due.finish.due_at,
        "step_due_at": due.verify.due_at,
    }


def _number(session: Session, book: Rulebook, at: datetime) -> str:
    """The next number of the day in the region's zone; two filings at once wait for each other here."""
    day = at.astimezone(book.config.identity.timezone).date()
    counted = insert(ComplaintDay).values(day=day, last=1)
    counted = counted.on_conflict_do_update(index_elements=["day"], set_={"last": ComplaintDay.last + 1})
    sequence = session.execute(counted.returning(ComplaintDay.last)).scalar_one()
    return numbers.number(book.config.identity.number_prefix, day, sequence)


def _keep_contact(session: Session, complaint: Complaint, found: Reach, book: Rulebook, at: datetime) -> None:
    consent = book.config.privacy.consent_version
    session.add(
        Contact(complaint_id=complaint.id, kind=found.kind, address=found.address, consent=consent, created_at=at)
    )
    session.flush()
