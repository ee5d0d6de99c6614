"""Tables of the `platform` schema that hold regions on their way. Signatories are named in their office only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jaki_replica.foundation.db import type_json
from jaki_replica.tenancy.models import PlatformBase


class PreparationRow(PlatformBase):
    """A region that is being prepared, or was. `draft` is a file that is not in use yet."""

    __tablename__ = "preparations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    agreement: Mapped[type_json | None]
    agreement_number: Mapped[int] = mapped_column(server_default=text("0"))
    draft: Mapped[str | None] = mapped_column(Text)
    draft_number: Mapped[int] = mapped_column(server_default=text("0"))
    tenant_id: Mapped[UUID | None]
    live_at: Mapped[datetime | None]
    steps: Mapped[list[StepRow]] = relationship(back_populates="preparation", cascade="all, delete-orphan")


class StepRow(PlatformBase):
    """A step that was done last at that time by that person."""

    __tablename__ = "preparation_steps"

    preparation_id: Mapped[UUID] = mapped_column(ForeignKey("platform.preparations.id"), primary_key=True)
    step: Mapped[str] = mapped_column(Text, primary_key=True)
    done_at: Mapped[datetime]
    done_by: Mapped[str] = mapped_column(Text)
    finding: Mapped[type_json]
    seconds: Mapped[float]
    preparation: Mapped[PreparationRow] = relationship(back_populates="steps")


class OrderRow(PlatformBase):
    """Something to be carried out by the owner's process. Pages add rows and read them, they change none."""

    __tablename__ = "preparation_orders"
    __table_args__ = (
        Index("uq_preparation_orders_open", "preparation_id", unique=True, postgresql_where=text("done_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    preparation_id: Mapped[UUID] = mapped_column(ForeignKey("platform.preparations.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    arguments: Mapped[type_json]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    outcome: Mapped[type_json | None]
    fault: Mapped[type_json | None]
