"""Tables of messages that leave the product."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class Message(RegionBase):
    """One message to one address. `wire` is how it travels (`email`); sent once, at `sent_at`.

    `handed_over_at` is when its content went to the relay, marked before it did. Where the process died after that,
    nobody can say whether the relay took it: then `uncertain_at` is set, and it is not sent again by itself.
    After `expires_at` it is of no use: it is not sent then, and what it said is forgotten once it has left.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_uncertain", "uncertain_at", postgresql_where=text("uncertain_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    wire: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    uncertain_at: Mapped[datetime | None]
