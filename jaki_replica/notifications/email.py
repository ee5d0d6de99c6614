"""Delivers e-mail to the installation's SMTP relay."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from jaki_replica.notifications.models import Message
from jaki_replica.settings import Mail

TIMEOUT_SECONDS = 10


def as_mail(message: Message, sender: str, host: str) -> EmailMessage:
    """The mail on the wire. Its Message-ID comes from the row, so a second delivery is known as the same mail."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id.hex}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def deliver(message: Message, relay: Mail, *, host: str) -> None:
    """Hand the message to the relay. Raises OSError or SMTPException where it does not take it."""
    with smtplib.SMTP(relay.host, relay.port, timeout=TIMEOUT_SECONDS) as smtp:
        if relay.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if relay.username:
            smtp.login(relay.username, relay.password)
        smtp.send_message(as_mail(message, relay.sender, host))
