"""Later work of messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.foundation.outbox import type_job
from jaki_replica.notifications.email import deliver
from jaki_replica.notifications.models import Message
from jaki_replica.settings import Mail
from jaki_replica.tenancy import scope


def send_message(relay: Mail) -> type_job:
    """The job that delivers one message over `relay`; a message already sent is left alone."""

    def job(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
        query = select(Message).where(Message.id == UUID(str(arguments["message_id"])))
        message = session.scalars(query.with_for_update()).one()
        if message.sent_at is None:
            deliver(message, relay, host=scope.tenant().host)
            message.sent_at = at

    return job
