"""The identity vault: contacts of reporters, tied to a complaint by id alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase


class Contact(RegionBase):
    """Where the reporter of a complaint wants answers. `kind` is email or phone; `consent` the version agreed to."""

    __tablename__ = "contacts"

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    consent: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
