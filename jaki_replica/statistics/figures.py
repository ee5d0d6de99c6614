"""Counts that a tenant's own job writes to the platform: the only thing that leaves a region by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from jaki_replica.complaints import counting, queries
from jaki_replica.foundation import outbox
from jaki_replica.notifications.standing import standing
from jaki_replica.statistics.rules import checked
from jaki_replica.statistics.terms import Figures
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.models import TenantFigures
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

DAYS = 14


def region_figures(session: Session, config: RegionConfig, at: datetime) -> dict[str, object]:
    """The region's counts, whole numbers only.

    Jobs waiting and dead, and for how many seconds the one longest due waits for a worker; mails that wait because the
    relay does not answer or refused them, and those that may have left or not; complaints filed today in the region's
    zone and on each of the last 14 days, open, past their red line while their owner's clock runs, and the latter's
    share of the open ones per mille. The main colour of its brand as a number, for its mark in the operator's list.
    """
    backlog = outbox.backlog(session, at)
    age = int((at - backlog.oldest_due_at).total_seconds()) if backlog.oldest_due_at else 0
    mails = standing(session)
    today = at.astimezone(config.identity.timezone).date()
    by_day = queries.filed_by_day(session, today, DAYS)
    opened, red = counting.open_now(session), queries.red(session, at)
    return {
        "jobs_waiting": backlog.waiting,
        "jobs_failed": backlog.failed,
        "queue_age_seconds": max(age, 0),
        "mails_unanswered": mails.unanswered,
        "mails_refused": mails.refused,
        "mails_uncertain": mails.uncertain,
        "complaints_today": by_day[-1],
        "complaints_by_day": by_day,
        "complaints_open": opened,
        "complaints_red": red,
        "complaints_red_per_mille": min(1000, 1000 * red // opened) if opened else 0,
        "colour": int(config.brand.primary.removeprefix("#"), 16),
    }


def write_figures(runtime: Runtime, tenant: Tenant, at: datetime) -> None:
    """Read as the tenant, then write to the platform: two logins, never one statement over both."""
    with runtime.scope_of(tenant) as entered:
        config = runtime.configurations.load(tenant.key, entered.session)
        figures = region_figures(entered.session, config, at)
        figures |= {"jobs_failed_by_kind": outbox.failed_by_kind(entered.session)}
    keep(runtime, tenant, figures | {"database": 1, "database_at": int(at.timestamp())}, at=at, counted=True)


def keep(
    runtime: Runtime, tenant: Tenant, figures: Mapping[str, object], *, at: datetime, counted: bool = False
) -> None:
    """Write figures beside those that are there. Raises Invalid for anything that is not a count or a hash.

    Only with `counted` it also means that the region has counted: its other figures are as old as they were.
    """
    statement = insert(TenantFigures).values(tenant_id=tenant.id, figures=checked(figures), counted_at=at)
    new = statement.excluded
    values: dict[str, object] = {"figures": TenantFigures.figures.op("||")(new.figures)}
    if counted:
        values["counted_at"] = new.counted_at
    with runtime.platform.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=[TenantFigures.tenant_id], set_=values))


def all_figures(session: Session) -> dict[str, Figures]:
    """The newest figures of every tenant, by tenant id as hex."""
    rows = session.execute(select(TenantFigures.tenant_id, TenantFigures.figures, TenantFigures.counted_at))
    return {key.hex: Figures(values, counted_at) for key, values, counted_at in rows}


def figures_of(session: Session, tenant: Tenant) -> Figures:
    """The newest figures of one tenant."""
    row = session.get(TenantFigures, tenant.id)
    return Figures(row.figures, row.counted_at) if row else Figures({})
