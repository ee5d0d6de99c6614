"""The identity vault: contacts of reporters, tied to a complaint by id alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
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


class ContactCode(RegionBase):
    """The one code of a complaint that opens its full view: only a keyed hash of it, for minutes, for few tries.

    There is such a row for every complaint a code was asked for, with or without a contact, so that nothing in how
    the pages answer tells the two apart.
    """

    __tablename__ = "contact_codes"
    __table_args__ = (Index("ix_contact_codes_expires_at", "expires_at"),)

    complaint_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default=text("0"))
