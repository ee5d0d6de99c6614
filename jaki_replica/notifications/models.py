"""Tables of messages that leave the product."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class Message(RegionBase):
    """One message to one address. `wire` is how it travels (`email`); sent once, at `sent_at`."""

    __tablename__ = "messages"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    wire: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
