"""Tables of invitations to accounts, and of what a region's admins did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase, type_json


class Invitation(RegionBase):
    """A link that lets somebody choose a password, once. The row holds only the SHA-256 of its token.

    `account_id` is the account it made, or the one it was made for: then it sets a new password.
    """

    __tablename__ = "invitations"

    token_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    official_id: Mapped[UUID | None] = mapped_column(ForeignKey("officials.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    username: Mapped[str] = mapped_column(Text, index=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    invited_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class AdminLog(RegionBase):
    """What admins and commands did with accounts and officials; only ever added to. No address, no token in it."""

    __tablename__ = "admin_log"
    __table_args__ = {"info": {"append_only": True}}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[type_json]
