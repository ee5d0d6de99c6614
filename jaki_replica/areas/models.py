"""Tables of area sets: every import adds a set, the newest is in force, none is ever changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase, type_json


class AreaSet(RegionBase):
    """One complete set of a region's areas, from the shipped facts or from a file."""

    __tablename__ = "area_sets"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("source IN ('shipped', 'imported')", name="source"),
        CheckConstraint("number > 0", name="number"),
        {"info": {"append_only": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    source: Mapped[str]
    approximate: Mapped[bool]
    file_name: Mapped[str | None]
    file_sha256: Mapped[str | None]
    report: Mapped[type_json]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class AreaRow(RegionBase):
    """One area of a set. `geometry` is WKB in degrees, longitude first; empty where the area is not drawn."""

    __tablename__ = "areas"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        {"info": {"append_only": True}},
    )

    set_id: Mapped[UUID] = mapped_column(ForeignKey("area_sets.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    kind_local: Mapped[str | None]
    parent: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    alias: Mapped[str | None]
    postal_code: Mapped[str | None]
    geometry: Mapped[bytes | None] = mapped_column(LargeBinary)
