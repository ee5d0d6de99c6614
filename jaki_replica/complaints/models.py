"""Tables of complaints: their present state, and the events it is derived from."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Text, TextClause, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jaki_replica.foundation.db import RegionBase, type_json

OPEN = text("closed_at IS NULL")
PUBLIC = text("private IS false")
NEXT = text("COALESCE(step_due_at, due_at)")
UNACKNOWLEDGED = text("status = 'referred' AND acknowledged_at IS NULL")


def _open_and(more: str) -> TextClause:
    return text(f"closed_at IS NULL AND {more}")


class Complaint(RegionBase):
    """How a complaint stands now. All of it follows from its events; the description is as the reporter wrote it."""

    __tablename__ = "complaints"
    __table_args__ = (
        Index(
            "ix_complaints_unit_step",
            "unit",
            NEXT,
            "id",
            postgresql_where=OPEN,
            postgresql_include=["status", "due_at", "step_due_at"],
        ),
        Index("ix_complaints_unit_newest", "unit", text("filed_at DESC"), text("id DESC")),
        Index("ix_complaints_area_status_newest", "area", "status", text("filed_at DESC"), text("id DESC")),
        Index("ix_complaints_status_step", "status", NEXT, "id", postgresql_where=OPEN),
        Index("ix_complaints_step", NEXT, "id", postgresql_where=OPEN),
        Index("ix_complaints_red", "red_at", "status", postgresql_where=OPEN),
        Index("ix_complaints_date_asked", "unit", postgresql_where=_open_and("requested_date IS NOT NULL")),
        Index("ix_complaints_rejection_asked", "unit", postgresql_where=_open_and("proposed_rejection IS NOT NULL")),
        Index("ix_complaints_disputed", "unit", postgresql_where=_open_and("disputed_at IS NOT NULL")),
        Index("ix_complaints_passed_on", "coordinations", postgresql_where=_open_and("coordinations > 0")),
        Index("ix_complaints_near", "lat", "lon", postgresql_where=OPEN),
        Index("ix_complaints_escalate", "escalate_at", "id", postgresql_where=text("escalate_at IS NOT NULL")),
        Index("ix_complaints_unacknowledged", "unit", "step_due_at", "id", postgresql_where=UNACKNOWLEDGED),
        Index("ix_complaints_public", "status", "filed_at", "area", "category", postgresql_where=PUBLIC),
        Index("ix_complaints_newest", text("filed_at DESC"), text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    content_sha256: Mapped[str] = mapped_column(Text)
    secret_version: Mapped[int] = mapped_column(server_default=text("1"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    status: Mapped[str] = mapped_column(Text)
    status_before: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    private: Mapped[bool]
    channel: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)

    area: Mapped[str | None] = mapped_column(Text)
    area_how: Mapped[str] = mapped_column(Text)
    area_set: Mapped[int]
    position_source: Mapped[str] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    place: Mapped[type_json]
    landmark: Mapped[str] = mapped_column(Text)

    unit: Mapped[str] = mapped_column(Text)
    previous_unit: Mapped[str | None] = mapped_column(Text)
    category_owner: Mapped[str] = mapped_column(Text)
    routing: Mapped[type_json]
    assigned_at: Mapped[datetime]
    coordinations: Mapped[int] = mapped_column(server_default=text("0"))
    reopenings: Mapped[int] = mapped_column(server_default=text("0"))
    questions: Mapped[int] = mapped_column(server_default=text("0"))

    config_revision: Mapped[int]
    filed_at: Mapped[datetime]
    verify_due_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    amber_at: Mapped[datetime]
    red_at: Mapped[datetime]
    due_at: Mapped[datetime]
    step_due_at: Mapped[datetime | None]
    escalate_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    claimed_by: Mapped[UUID | None]
    requested_date: Mapped[datetime | None]
    requested_by: Mapped[UUID | None]
    proposed_rejection: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[UUID | None]
    disputed_at: Mapped[datetime | None]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaints.id"), index=True)
    referred_to: Mapped[str | None] = mapped_column(Text)
    external_number: Mapped[str | None] = mapped_column(Text)
    acknowledged_at: Mapped[datetime | None]
    rating: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}


class ComplaintEvent(RegionBase):
    """One step: who as which position, when, what, and the hash that ties it to the step before. Only added to."""

    __tablename__ = "complaint_events"
    __table_args__ = (
        UniqueConstraint("complaint_id", "position"),
        Index("ix_complaint_events_at", "at", "id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"))
    position: Mapped[int]
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    account_id: Mapped[UUID | None]
    unit: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str] = mapped_column(Text)
    public: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[type_json]
    config_revision: Mapped[int]
    previous_sha256: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)


class Escalation(RegionBase):
    """A superior was told that a step is late: once for each step, level and beginning of that step. Only added to."""

    __tablename__ = "escalations"
    __table_args__ = (
        UniqueConstraint("complaint_id", "step", "up", "since_at"),
        Index("ix_escalations_unit", "unit", "complaint_id"),
        {"info": {"append_only": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"))
    step: Mapped[str] = mapped_column(Text)
    up: Mapped[int]
    since_at: Mapped[datetime]
    unit: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class ComplaintDay(RegionBase):
    """The last number given on a day of the region."""

    __tablename__ = "complaint_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int]


class AuditHead(RegionBase):
    """The hash over all events of one day and the head before it; published, so that nobody can change the past."""

    __tablename__ = "audit_heads"
    __table_args__ = {"info": {"append_only": True}}

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    events: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class ComplaintCount(RegionBase):
    """How many complaints a unit has in a state, but for what the deltas still hold. Only the fold writes here."""

    __tablename__ = "complaint_counts"

    unit: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class ComplaintDelta(RegionBase):
    """A complaint that came to a unit and state (1) or left it (-1): added beside each event, taken by the fold."""

    __tablename__ = "complaint_deltas"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    delta: Mapped[int] = mapped_column(BigInteger)
