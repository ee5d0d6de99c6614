"""The tables of the people who serve a region, and of who holds which post when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class OfficialRow(RegionBase):
    """A person who holds or held posts. He needs no login; `account_id` is his where he has one.

    Never deleted: `removed_at` tells since when he is in no list any more. `nip` is the civil servant's number.
    """

    __tablename__ = "officials"
    __table_args__ = (CheckConstraint("nip ~ '^[0-9]{18}$'", name="nip"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    nip: Mapped[str | None] = mapped_column(Text, unique=True)
    email: Mapped[str] = mapped_column(Text, server_default=text("''"))
    phone: Mapped[str] = mapped_column(Text, server_default=text("''"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class HolderRow(RegionBase):
    """One tenure of a post, and with it the right to act for its unit. Ended by `until_at`, never removed.

    `withdrawn_at` marks one that was entered by mistake or never came to be: it counts for nothing. `decree` is the
    number of the letter of appointment. `account_id` is read by the release before officials; nothing writes it.
    """

    __tablename__ = "holders"
    __table_args__ = (
        Index("ix_holders_account_id_unit", "account_id", "unit"),
        Index("ix_holders_unit", "unit"),
        Index("ix_holders_official_id_unit", "official_id", "unit"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(Text)
    official_id: Mapped[UUID] = mapped_column(ForeignKey("officials.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    tenure: Mapped[str] = mapped_column(Text)
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    decree: Mapped[str] = mapped_column(Text, server_default=text("''"))
    withdrawn_at: Mapped[datetime | None]
