"""The government that a place outside this region belongs to, with its portal where it has one here."""

from __future__ import annotations

from jaki_replica.areas import facts
from jaki_replica.areas.terms import Neighbour
from jaki_replica.tenancy.terms import Tenant, TenantState
from jaki_replica.ui.edge import runtime


def neighbour_line(neighbour: Neighbour | None) -> dict[str, object] | None:
    """Code, name and portal of the neighbour; its province's where only that is a region here."""
    if neighbour is None:
        return None
    tenants = {tenant.code: tenant for tenant in runtime().registry.picture.tenants if _is_open(tenant)}
    tenant = tenants.get(neighbour.region_code) or tenants.get(neighbour.province_code)
    url = runtime().settings.web_address(tenant.host) if tenant else None
    return {"code": neighbour.region_code, "name": facts.region(neighbour.region_code).name, "url": url}


def _is_open(tenant: Tenant) -> bool:
    return tenant.state is TenantState.ACTIVE
