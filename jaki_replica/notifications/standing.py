"""How a region's mails stand, in counts: the relay does not answer, it refuses, or nobody knows whether they left."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

from sqlalchemy.orm import Session

from jaki_replica.foundation import outbox
from jaki_replica.notifications.actions import SEND_MESSAGE
from jaki_replica.notifications.jobs import uncertain

# The kinds that an attempt ends with where no relay was there to say yes or no.
UNANSWERED = frozenset(
    kind.__name__
    for kind in (
        OSError,
        ConnectionRefusedError,
        ConnectionResetError,
        ConnectionAbortedError,
        BrokenPipeError,
        TimeoutError,
        socket.gaierror,
        socket.herror,
        ssl.SSLError,
        ssl.SSLEOFError,
        ssl.SSLCertVerificationError,
        smtplib.SMTPConnectError,
        smtplib.SMTPServerDisconnected,
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Mails that wait because the relay did not answer, those it refused for now, and those that may have left."""

    unanswered: int
    refused: int
    uncertain: int


def standing(session: Session) -> Standing:
    """The counts of now. A mail that was given up is no longer among them: it is failed work."""
    kinds = outbox.errors(session, SEND_MESSAGE)
    unanswered = sum(count for kind, count in kinds.items() if kind in UNANSWERED)
    return Standing(unanswered, sum(kinds.values()) - unanswered, uncertain(session))
