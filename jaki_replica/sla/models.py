"""Tables of the national days off: a region's dated list, and what the operator decreed for every region."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase
from jaki_replica.tenancy.models import PlatformBase

APPEND_ONLY = {"info": {"append_only": True}}


class HolidayEdition(RegionBase):
    """When something became known of national days, and from when on it counts. Never changed."""

    __tablename__ = "holiday_editions"
    __table_args__ = APPEND_ONLY

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counts_from: Mapped[datetime]
    known_at: Mapped[datetime]
    known_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class HolidayDay(RegionBase):
    """What an edition says of one day. Never changed: the next edition says it anew."""

    __tablename__ = "holiday_days"
    __table_args__ = APPEND_ONLY

    edition: Mapped[int] = mapped_column(ForeignKey("holiday_editions.number"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)


class HolidayDecree(PlatformBase):
    """A day that the operator added or withdrew for every region; of each day the newest holds. Never changed."""

    __tablename__ = "holiday_decrees"
    __table_args__ = (Index("ix_holiday_decrees_day", "day", "decided_at"), {"info": {"append_only": True}})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
