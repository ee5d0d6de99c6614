"""The table of who holds which post when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class HolderRow(RegionBase):
    """One tenure of a post, and with it the right to act for its unit. Ended by `until_at`, never removed."""

    __tablename__ = "holders"
    __table_args__ = (Index("ix_holders_account_id_unit", "account_id", "unit"), Index("ix_holders_unit", "unit"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(Text)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    tenure: Mapped[str] = mapped_column(Text)
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
