"""Bring a region live step by step. Every step is committed by itself and may be repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jaki_replica.areas import actions as areas
from jaki_replica.areas import queries as area_queries
from jaki_replica.foundation import clock
from jaki_replica.officials import actions as officials
from jaki_replica.officials import queries as official_queries
from jaki_replica.officials.terms import Role
from jaki_replica.sla import actions as holidays
from jaki_replica.sla.queries import decrees
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration import actions as configuration
from jaki_replica.tenancy.configuration import queries as configuration_queries
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant, TenantState


@dataclass(frozen=True, slots=True)
class Onboarding:
    """A region on its way: what it shall be, who brings it, and where its data shall lie."""

    config: RegionConfig
    actor: str
    reason: str = "Pengaturan pertama"
    database_url: str | None = None


type_told = Callable[[str], None]


def create_region(runtime: Runtime, plan: Onboarding, *, told: type_told = lambda step: None) -> Tenant:
    """From nothing to an active region: registry, role, schema, configuration, areas, live.

    A region that exists already is left as it is, step by step, so a broken run is just run again.
    Raises Invalid or Conflict with the place of the fault.
    """
    settings = runtime.settings
    told("registry")
    tenant = provisioning.register(
        settings, plan.config.identity, actor=plan.actor, at=clock.now(), database_url=plan.database_url
    )
    told("role")
    provisioning.make_role(settings, tenant)
    told("schema")
    provisioning.make_schema(settings, tenant)
    told("configuration")
    first_configuration(runtime, tenant, plan)
    told("areas")
    first_areas(runtime, tenant, actor=plan.actor, at=clock.now())
    if tenant.state is TenantState.PROVISIONING:
        told("live")
        tenant = provisioning.set_state(
            settings, tenant.slug, TenantState.ACTIVE, actor=plan.actor, at=clock.now(), reason="Semua langkah selesai"
        )
    runtime.registry.refresh()
    return tenant


def first_configuration(runtime: Runtime, tenant: Tenant, plan: Onboarding) -> None:
    """Revision 1, unless the region has one already; with the national days that are known by now."""
    with Session(runtime.platform) as platform:
        decreed = decrees(platform)
    with runtime.scope_of(tenant) as entered:
        if configuration_queries.current_number(entered.session) is None:
            configuration.apply(
                entered.session, plan.config, author=plan.actor, reason=plan.reason, at=clock.now(), base=None
            )
            holidays.refresh(entered.session, decreed, by=plan.actor, at=clock.now())
            runtime.commit(entered)


def first_areas(runtime: Runtime, tenant: Tenant, *, actor: str, at: datetime) -> None:
    """The shipped, approximate areas, unless the region has areas already."""
    with runtime.scope_of(tenant) as entered:
        if area_queries.current_set(entered.session) is None:
            areas.install_shipped(entered.session, tenant.code, by=actor, at=at)
            runtime.commit(entered)


def ensure_account(runtime: Runtime, tenant: Tenant, *, username: str, password: str, name: str, role: Role) -> bool:
    """Open the account where nobody has that name. True where it was opened now."""
    with runtime.scope_of(tenant) as entered:
        if official_queries.account_named(entered.session, username) is not None:
            return False
        officials.open_account(
            entered.session, username=username, password=password, display_name=name, role=role, at=clock.now()
        )
        runtime.commit(entered)
    return True
