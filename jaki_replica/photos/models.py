"""The table of photos. The files lie in the file store, under keys that start with the tenant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase

# The four quarters of a hash, each 16 bits, as they are indexed. The indexes are not partial on purpose: PostgreSQL
# uses no statistics of a partial index over an expression, and would then rather read the whole table.
DHASH_PARTS = tuple(f"((dhash >> {shift}) & 65535)" for shift in (0, 16, 32, 48))


class Photo(RegionBase):
    """One photo. `dhash` is 64 bits read as a signed number, and empty where the picture is too plain to compare.

    `content_type`, `size_bytes` and `sha256` are of the original; `width` and `height` are as shown once it is ready.
    `taken_...` is what the file says of its taking, `said_...` what the device of our camera page said of it.
    """

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("kind IN ('before', 'after', 'not_fixed')", name="kind"),
        CheckConstraint("state IN ('received', 'ready', 'refused')", name="state"),
        CheckConstraint("capture_source IN ('camera', 'file', 'unknown')", name="capture_source"),
        CheckConstraint("(taken_lat IS NULL) = (taken_lon IS NULL)", name="taken_point"),
        CheckConstraint("(state = 'refused') = (refused_code IS NOT NULL)", name="refused_code"),
        Index("ix_photos_complaint_id", "complaint_id", "kind", "position"),
        Index("ix_photos_unattached", "created_at", postgresql_where=text("complaint_id IS NULL")),
        Index("ix_photos_sha256", "sha256"),
        *(Index(f"ix_photos_dhash_{number}", text(part)) for number, part in enumerate(DHASH_PARTS)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(Text)
    original_key: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    dhash: Mapped[int | None] = mapped_column(BigInteger)
    taken_at: Mapped[datetime | None]
    taken_lat: Mapped[float | None]
    taken_lon: Mapped[float | None]
    said_at: Mapped[datetime | None]
    said_lat: Mapped[float | None]
    said_lon: Mapped[float | None]
    said_accuracy_m: Mapped[float | None]
    capture_source: Mapped[str] = mapped_column(Text)
    refused_code: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]
