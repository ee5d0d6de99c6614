"""Say something to somebody: the message and its delivery are written together with their cause."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.foundation import outbox
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.notifications.models import Message

SEND_MESSAGE = "notifications.send_message"


def write_email(
    session: Session, *, to: str, subject: str, body: str, at: datetime, expires: datetime | None = None
) -> UUID:
    """Queue an e-mail, of no use after `expires`. Raises Invalid for an address or subject no mail header can hold."""
    _check_header("to", to)
    _check_header("subject", subject)
    try:
        Address(addr_spec=to)
    except (ValueError, IndexError) as error:
        raise Invalid("The message cannot be sent", (Fault("to", "not an e-mail address"),)) from error
    message = Message(
        id=new_id(), wire="email", recipient=to, subject=subject, body=body, created_at=at, expires_at=expires
    )
    session.add(message)
    outbox.put(session, SEND_MESSAGE, {"message_id": str(message.id)}, at=at)
    return message.id


def _check_header(field: str, value: str) -> None:
    if not value or any(c in value for c in "\r\n\0"):
        raise Invalid("The message cannot be sent", (Fault(field, "empty, or more than one line"),))
