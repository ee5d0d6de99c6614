"""A reporter who lost his link gets a one-time code at the contact on record, and with it the full view again.

Whoever asks is told the same and waits as long, whether there is a contact or not: the request only notes that a code
was asked for; who it goes to is looked up by the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from jaki_replica.citizens.models import Contact, ContactCode
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import zone_label
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.foundation import outbox
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.texts import code_message
from jaki_replica.tenancy.terms import Tenant

SEND_CONTACT_CODE = "complaints.send_contact_code"
HOLDS = timedelta(minutes=15)
BETWEEN = timedelta(minutes=1)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked for a code for a complaint, then."""

    complaint_id: UUID
    at: datetime


def ask_for_code(session: Session, complaint_id: UUID, *, at: datetime) -> None:
    """Note that a code is wanted; an earlier one is worth nothing from now on. Within a minute once. Never commits."""
    values = {"digest": secrets.nobodys_digest(), "asked_at": at, "expires_at": at + HOLDS, "tries": 0}
    noted = insert(ContactCode).values(complaint_id=complaint_id, **values)
    noted = noted.on_conflict_do_update(
        index_elements=["complaint_id"], set_=values, where=ContactCode.asked_at <= at - BETWEEN
    )
    if session.execute(noted.returning(ContactCode.complaint_id)).first() is not None:
        asked = {"complaint_id": str(complaint_id), "asked_at": at.isoformat()}
        outbox.put(session, SEND_CONTACT_CODE, asked, at=at)


def send_code(session: Session, asked: Asked, *, key: bytes, tenant: Tenant, at: datetime) -> bool:
    """Make the code that was asked for and write the message, where there is an e-mail to send it to.

    Not for an asking whose time is over or that a later one has replaced. Never commits.
    """
    wanted = select(ContactCode).where(
        ContactCode.complaint_id == asked.complaint_id, ContactCode.asked_at == asked.at, ContactCode.expires_at > at
    )
    row = session.scalar(wanted.with_for_update())
    contact = session.get(Contact, asked.complaint_id)
    if row is None or contact is None or contact.kind != "email":
        return False
    complaint = session.get_one(Complaint, asked.complaint_id)
    code = secrets.new_code()
    row.digest = secrets.code_digest(key, complaint.id, code)
    until = row.expires_at.astimezone(ZoneInfo(tenant.zone))
    words = code_message(
        complaint.language,
        number=numbers.grouped(complaint.number),
        portal=tenant.name,
        code=code,
        until=f"{until:%H.%M} {zone_label(until)}",
    )
    write_email(session, to=contact.address, subject=words.subject, body=words.body, at=at, expires=row.expires_at)
    return True


def enter_code(session: Session, complaint_id: UUID, code: str, *, key: bytes, at: datetime) -> bool:
    """Whether this is the code. It works once; after the fifth wrong try none does. Never commits."""
    row = session.scalar(select(ContactCode).where(ContactCode.complaint_id == complaint_id).with_for_update())
    kept = row.digest if row is not None else secrets.nobodys_digest()
    right = secrets.is_right_digest(secrets.code_digest(key, complaint_id, code), kept)
    if row is None or row.expires_at <= at or row.tries >= MOST_TRIES:
        return False
    row.tries += 1
    if right:
        session.delete(row)
    return right


def forget_expired(session: Session, *, at: datetime) -> None:
    """Let go of codes whose time is over."""
    session.execute(delete(ContactCode).where(ContactCode.expires_at <= at - HOLDS))
