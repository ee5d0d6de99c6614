"""Tables of the `platform` schema: which tenants exist and how they are reached. No personal data of a region."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from jaki_replica.foundation.db import COLUMN_TYPES, NAMES, type_json


class PlatformBase(DeclarativeBase):
    """Tables shared by the installation. They name their schema: nobody's search path reaches them."""

    metadata = MetaData(schema="platform", naming_convention=NAMES)
    type_annotation_map = COLUMN_TYPES


class TenantRow(PlatformBase):
    """A government. `schema_version` and `last_error` tell how its migrations stand."""

    __tablename__ = "tenants"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    schema: Mapped[str] = mapped_column("schema_name", Text, unique=True)
    role: Mapped[str] = mapped_column("role_name", Text, unique=True)
    password_version: Mapped[int] = mapped_column(server_default=text("1"))
    database_url: Mapped[str | None] = mapped_column(Text)
    schema_version: Mapped[str | None] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    upgraded_at: Mapped[datetime | None]
    hosts: Mapped[list[TenantHost]] = relationship(
        back_populates="tenant", order_by="TenantHost.position", cascade="all, delete-orphan"
    )


class TenantHost(PlatformBase):
    """A host name and the one tenant it names. The primary key keeps two tenants off one host."""

    __tablename__ = "tenant_hosts"

    host: Mapped[str] = mapped_column(Text, primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("platform.tenants.id"), index=True)
    position: Mapped[int]
    tenant: Mapped[TenantRow] = relationship(back_populates="hosts")


class RegistryState(PlatformBase):
    """One row whose number grows with every change of the registry, so that a process knows to read again."""

    __tablename__ = "registry_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(BigInteger)


class TenantFigures(PlatformBase):
    """Counts that each tenant's own job writes for the operator: numbers only."""

    __tablename__ = "tenant_figures"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("platform.tenants.id"), primary_key=True)
    figures: Mapped[type_json]
    counted_at: Mapped[datetime]


class Operator(PlatformBase):
    """A person of the central operator.

    `totp_secret` is sealed, `totp_counter` the last time step whose code was taken; with `temporary_until` the
    password was made by somebody else and serves once, until then.
    """

    __tablename__ = "operators"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime]
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    temporary_until: Mapped[datetime | None]


class OperatorRecoveryCode(PlatformBase):
    """A one-time code for an operator without the device; only its keyed hash is kept."""

    __tablename__ = "operator_recovery_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("platform.operators.id"), index=True)
    code_hmac: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OperatorSession(PlatformBase):
    """A signed-in operator's browser; the cookie holds a token, this row only its SHA-256.

    Without `second_at` only the password was right. `pending_totp` is a sealed secret that waits for its first code.
    """

    __tablename__ = "operator_sessions"

    token_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("platform.operators.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    second_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)
    pending_totp: Mapped[str | None] = mapped_column(Text)


class OperatorLog(PlatformBase):
    """What the operator's people and commands did; only ever added to, each line tied to the one before.

    Lines without a `position` are from before the chain; its first line holds a seal over all of them.
    """

    __tablename__ = "operator_log"
    __table_args__ = (
        Index(
            "ix_operator_log_rotations",
            "tenant_id",
            "action",
            "position",
            postgresql_where=text("action IN ('tenant.rotation_ordered', 'tenant.password_rotated')"),
        ),
        {"info": {"append_only": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    tenant_id: Mapped[UUID | None]
    details: Mapped[type_json]
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_sha256: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(Text)


class SchemaReference(PlatformBase):
    """What a proper region's schema looks like at one version, as a fingerprint made by the owner."""

    __tablename__ = "schema_references"

    version: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
