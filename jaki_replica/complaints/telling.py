"""Tells the reporter what happened, over the channel he gave, in the same transaction as the step."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.citizens.models import Contact
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers, secrets
from jaki_replica.complaints.terms import Action
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.texts import Values, message

DATE = {"id": "EEEE d MMMM y, HH.mm", "en": "EEEE d MMMM y, HH:mm"}


def tell(
    session: Session, book: Rulebook, complaint: Complaint, action: Action, *, at: datetime, text: str = ""
) -> None:
    """Write the message of this step, if the step has one and the reporter left an e-mail."""
    contact = session.scalar(select(Contact).where(Contact.complaint_id == complaint.id, Contact.kind == "email"))
    if contact is None:
        return
    words = message(action, complaint.language, _values(book, complaint, text))
    if words is not None:
        write_email(session, to=contact.address, subject=words.subject, body=words.body, at=at)


def follow_link(book: Rulebook, complaint: Complaint) -> str:
    """The address of the reporter's full view."""
    secret = secrets.secret(book.follow_key, complaint.id, complaint.secret_version)
    return f"{book.address}/laporan/{complaint.number}/{secret}"


def _values(book: Rulebook, complaint: Complaint, text: str) -> Values:
    language = complaint.language if complaint.language in DATE else "id"
    local = complaint.due_at.astimezone(book.config.identity.timezone)
    body = book.body(complaint.referred_to, complaint.area) if complaint.referred_to else None
    return Values(
        number=numbers.grouped(complaint.number),
        portal=book.config.brand.portal,
        unit=body.in_language(language) if body else book.unit_name(complaint.unit),
        text=text,
        date=f"{format_datetime(local, DATE[language], locale=language)} {book.zone_label}",
        link=follow_link(book, complaint),
        external=complaint.external_number or "",
    )
