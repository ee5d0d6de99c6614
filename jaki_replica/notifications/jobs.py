"""Later work of messages: each is handed to the relay once, by a rule that holds wherever the process dies.

Where no relay is connected a folder of files stands for it, by the same rule.

1. Before the relay has the end of the content it has surely not taken the mail. Died or refused there: sent again.
2. That the content goes out now is committed first (`handed_over_at`). Died after that and before the answer was
   committed: the relay may have taken it or not. The next run marks it `uncertain_at` and does not send it again.
3. The relay's yes is committed at once, and again until the database takes it.

So a mail is never sent twice by itself, and one that might not have left is never hidden: it is counted as uncertain,
and an operator who finds that the relay's log does not have it lets it go again (`jaki outbox resend`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from jaki_replica.foundation import outbox
from jaki_replica.foundation.outbox import type_job
from jaki_replica.notifications.actions import SEND_MESSAGE
from jaki_replica.notifications.email import Transfer, Unanswered, at_the_relay
from jaki_replica.notifications.folder import Filing, in_the_folder
from jaki_replica.notifications.models import Message
from jaki_replica.settings import Mail
from jaki_replica.tenancy import scope

PATIENCE = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries to keep the relay's answer


class AtWork(Exception):
    """Another process is handing this very message over."""


def send_message(relay: Mail) -> type_job:
    """The job that hands one message to `relay`. It commits by itself: what has left cannot be rolled back."""

    def job(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
        message = _held(session, UUID(str(arguments["message_id"])))
        if _is_settled(message, at):
            return
        reached = at_the_relay if relay.host else in_the_folder
        with reached(message, relay, host=scope.tenant().host) as transfer:
            message.handed_over_at = at
            session.commit()
            _hand_over(session, message.id, transfer, at)

    return job


def _held(session: Session, message_id: UUID) -> Message:
    """The message with its row held. Raises AtWork where another process holds it."""
    query = select(Message).where(Message.id == message_id).execution_options(populate_existing=True)
    found = session.scalar(query.with_for_update(skip_locked=True))
    if found is None:
        raise AtWork
    return found


def _is_settled(message: Message, at: datetime) -> bool:
    """Whether nothing is to be sent: it was, its time is over, or whoever began to send it is gone."""
    if message.sent_at is not None or message.uncertain_at is not None:
        return True
    if message.handed_over_at is not None:
        message.uncertain_at = at
        return True
    if message.expires_at is not None and message.expires_at <= at:
        message.body = ""
        return True
    return False


def _hand_over(session: Session, message_id: UUID, transfer: Transfer | Filing, at: datetime) -> None:
    """Send the content while the row is held, then keep what the relay said."""
    if _held(session, message_id).uncertain_at is not None:
        return
    try:
        transfer.finish()
    except Unanswered:
        _keep(session, message_id, {"uncertain_at": at})
    except BaseException:
        _keep(session, message_id, {"handed_over_at": None})
        raise
    else:
        _keep(session, message_id, {"sent_at": at, "uncertain_at": None})


def _keep(session: Session, message_id: UUID, answer: Mapping[str, datetime | None]) -> None:
    """Commit the relay's answer; a database that is away is asked again for a while, for only we know the answer."""
    values: dict[str, object] = dict(answer)
    for pause in (*PATIENCE, None):
        try:
            session.execute(update(Message).where(Message.id == message_id).values(**values))
            _forget(session, message_id)
            session.commit()
            return
        except OperationalError:
            session.rollback()
            if pause is None:
                raise
            time.sleep(pause)


def _forget(session: Session, message_id: UUID) -> None:
    """What is of no use after a moment, such as a code, is not kept once it has left."""
    left = (Message.id == message_id, Message.expires_at.is_not(None), Message.sent_at.is_not(None))
    session.execute(update(Message).where(*left).values(body=""))


def uncertain(session: Session) -> int:
    """How many messages may have left or not."""
    return session.scalar(select(func.count()).where(Message.uncertain_at.is_not(None))) or 0


def resend_uncertain(session: Session, *, at: datetime) -> int:
    """Let messages that may not have left go again, by somebody who has looked. Returns how many; never commits."""
    rows = session.scalars(select(Message).where(Message.uncertain_at.is_not(None)).with_for_update()).all()
    for message in rows:
        message.uncertain_at = message.handed_over_at = None
        outbox.put(session, SEND_MESSAGE, {"message_id": str(message.id)}, at=at)
    return len(rows)
