"""A real SMTP server on loopback that keeps what it is given."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """Mails as they came; `refusals` more deliveries are refused first."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    refusals: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # their name
        if self.refusals > 0:
            self.refusals -= 1
            return "451 Try again later"
        content = envelope.content
        self.mails.append(content.decode() if isinstance(content, bytes) else str(content))
        return "250 Kept"


@contextmanager
def sink(keeper: Sink | None = None) -> Iterator[Sink]:
    """A sink on a free port of this machine."""
    keeper = keeper or Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        keeper.port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=keeper.port)
    controller.start()
    try:
        yield keeper
    finally:
        controller.stop()
