"""The revisions of a region's configuration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class ConfigRevision(RegionBase):
    """One whole configuration. Rows are only ever added; the highest number is in use.

    `document` is canonical YAML, `base_number` the revision it was made over, `kind` apply, edit or rollback.
    """

    __tablename__ = "config_revisions"
    __table_args__ = {"info": {"append_only": True}}

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    base_number: Mapped[int | None]
    kind: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    author: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
