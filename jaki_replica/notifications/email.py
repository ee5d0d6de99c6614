"""Hands e-mail to the installation's SMTP relay, in two steps: everything up to the content, then the content.

A relay may keep a mail only after the end of its content has reached it (RFC 5321, 4.1.1.4). Until then it surely has
not taken it; after its answer it surely has or has not; in between nobody can know (RFC 1047).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from jaki_replica.notifications.models import Message
from jaki_replica.settings import Mail

TIMEOUT_SECONDS = 10
START_OF_DOT = re.compile(rb"^\.", re.MULTILINE)
END = b".\r\n"
GO_AHEAD, KEPT = 354, 250


class Unanswered(Exception):
    """The whole content went to the relay, and the line broke before its answer: it may have taken it or not."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A relay that has accepted sender and recipient and waits for the content."""

    smtp: smtplib.SMTP
    content: bytes

    def finish(self) -> None:
        """Send the content. Raises OSError or SMTPException where it was surely not taken, else Unanswered."""
        assert self.smtp.sock is not None
        self.smtp.sock.sendall(self.content)
        self.smtp.sock.sendall(END)
        try:
            code, answer = self.smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Unanswered from error
        if code != KEPT:
            raise smtplib.SMTPDataError(code, answer)


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


@contextmanager
def greeted(relay: Mail) -> Iterator[smtplib.SMTP]:
    """A relay that has let us in. Raises OSError or SMTPException where it will not."""
    with smtplib.SMTP(relay.host, relay.port, timeout=TIMEOUT_SECONDS) as smtp:
        if relay.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if relay.username:
            smtp.login(relay.username, relay.password)
        smtp.ehlo_or_helo_if_needed()
        yield smtp


@contextmanager
def at_the_relay(message: Message, relay: Mail, *, host: str) -> Iterator[Transfer]:
    """Bring the relay to where only the content is missing. Raises OSError or SMTPException where it will not."""
    mail = as_mail(message, relay.sender, host)
    with greeted(relay) as smtp:
        _check(smtp.mail(_bare(relay.sender), _options(smtp, message.recipient)))
        _check(smtp.rcpt(message.recipient))
        code, answer = smtp.docmd("DATA")
        if code != GO_AHEAD:
            raise smtplib.SMTPDataError(code, answer)
        yield Transfer(smtp, _on_the_wire(mail))


def content_of(mail: EmailMessage) -> bytes:
    """The mail as a relay keeps it: lines end in CRLF, letters beyond ASCII in an address stay as they are."""
    content = mail.as_bytes(policy=policy.SMTP if mail["To"].isascii() else policy.SMTPUTF8)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _bare(sender: str) -> str:
    """The address of `Name <address>`."""
    return smtplib.quoteaddr(sender)[1:-1]


def _options(smtp: smtplib.SMTP, recipient: str) -> list[str]:
    if recipient.isascii():
        return []
    if not smtp.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("the relay takes no address beyond ASCII")
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _check(reply: tuple[int, bytes]) -> None:
    code, answer = reply
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, answer)


def _on_the_wire(mail: EmailMessage) -> bytes:
    """The content without its end: a dot at a line's start is doubled (RFC 5321, 4.5.2)."""
    return START_OF_DOT.sub(b"..", content_of(mail))
