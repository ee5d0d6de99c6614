"""Counts that a tenant's own job writes to the platform: the only thing that leaves a region by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from jaki_replica.complaints import counting, queries
from jaki_replica.foundation import outbox
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.models import TenantFigures
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant


def region_figures(session: Session, config: RegionConfig, at: datetime) -> dict[str, object]:
    """The region's counts, whole numbers only.

    Jobs waiting and dead, and the age of the oldest due one in seconds; complaints filed today in the region's zone,
    open, past their red line while their owner's clock runs, and the latter's share of the open ones per mille.
    """
    backlog = outbox.backlog(session, at)
    age = int((at - backlog.oldest_due_at).total_seconds()) if backlog.oldest_due_at else 0
    opened, red = counting.open_now(session), queries.red(session, at)
    return {
        "jobs_waiting": backlog.waiting,
        "jobs_failed": backlog.failed,
        "queue_age_seconds": max(age, 0),
        "complaints_today": queries.filed_on(session, at.astimezone(config.identity.timezone).date()),
        "complaints_open": opened,
        "complaints_red": red,
        "complaints_red_per_mille": min(1000, 1000 * red // opened) if opened else 0,
    }


def write_figures(runtime: Runtime, tenant: Tenant, at: datetime) -> None:
    """Read as the tenant, then write to the platform: two logins, never one statement over both."""
    with runtime.scope_of(tenant) as entered:
        config = runtime.configurations.load(tenant.key, entered.session)
        figures = region_figures(entered.session, config, at)
    values = {"figures": figures, "counted_at": at}
    statement = insert(TenantFigures).values(tenant_id=tenant.id, **values)
    statement = statement.on_conflict_do_update(index_elements=[TenantFigures.tenant_id], set_=values)
    with runtime.platform.begin() as connection:
        connection.execute(statement)


def all_figures(session: Session) -> dict[str, TenantFigures]:
    """The newest figures of every tenant, by tenant id as hex."""
    return {row.tenant_id.hex: row for row in session.scalars(select(TenantFigures))}
