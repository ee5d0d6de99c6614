"""The revisions of a region's roster, and changes that wait for somebody's yes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class RosterRevision(RegionBase):
    """One whole roster. Rows are only ever added; the highest number is in use.

    `document` is its canonical text, `base_number` the revision it was made over.
    """

    __tablename__ = "roster_revisions"
    __table_args__ = {"info": {"append_only": True}}

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    base_number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    author: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class RosterDraft(RegionBase):
    """A wanted roster that was looked through and not yet put into use; `base_number` is what its author saw."""

    __tablename__ = "roster_drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    author: Mapped[str] = mapped_column(Text)
    base_number: Mapped[int | None]
    document: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
