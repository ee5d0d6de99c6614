"""Where a tenant is in its life, and how every process learns of a change."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.tenancy.models import RegistryState, TenantRow
from jaki_replica.tenancy.operator_log import note
from jaki_replica.tenancy.registry import as_tenant
from jaki_replica.tenancy.terms import Tenant, TenantState


def changed(session: Session) -> None:
    """Tell every process, through the registry's revision, that it must read the registry again."""
    session.execute(update(RegistryState).values(revision=RegistryState.revision + 1))


def locked(session: Session, slug: str) -> TenantRow:
    """The tenant's row, kept from others until the transaction ends. Raises NotFound."""
    row = session.scalar(select(TenantRow).where(TenantRow.slug == slug).with_for_update())
    if row is None:
        raise NotFound(f"There is no region {slug}", remedy="jaki tenants status lists them")
    return row


def by_slug(session: Session, slug: str) -> TenantRow | None:
    """The tenant's row, to look at."""
    return session.scalar(select(TenantRow).where(TenantRow.slug == slug))


def change(session: Session, slug: str, state: TenantState, *, actor: str, at: datetime, reason: str) -> Tenant:
    """Make the tenant active or stop it; the caller commits. Being there already is no fault.

    Raises NotFound, and Conflict for a region whose first steps are not done.
    """
    row = locked(session, slug)
    if row.state != state:
        if row.schema_version is None or (row.state, state) == (TenantState.PROVISIONING, TenantState.SUSPENDED):
            raise Conflict(f"{slug} is not complete yet", remedy="run jaki tenants create with its file again")
        row.state = state
        note(session, actor=actor, action=f"tenant.{state}", tenant_id=row.id, at=at, reason=reason)
        changed(session)
    return as_tenant(row)
