"""The pages of the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template

from jaki_replica.foundation import clock
from jaki_replica.operator_console import account, people
from jaki_replica.operator_console.here import ROLE, db
from jaki_replica.statistics.figures import all_figures
from jaki_replica.tenancy import history
from jaki_replica.tenancy.models import TenantFigures
from jaki_replica.tenancy.registry import take_picture
from jaki_replica.tenancy.terms import Tenant, TenantState
from jaki_replica.ui import signing_in
from jaki_replica.ui.edge import runtime

FIGURES_STALE = timedelta(minutes=5)
QUEUE_SLOW_SECONDS = 300

blueprint = Blueprint("operator_console", __name__, template_folder="templates")
signing_in.inside(blueprint, ROLE)
for part in (account, people):
    part.add_pages(blueprint)


@dataclass(frozen=True, slots=True)
class RegionHealth:
    """One region's line: `troubles` are codes that the page puts into words; counts come from the region's own job."""

    tenant: Tenant
    address: str
    figures: TenantFigures | None
    troubles: tuple[str, ...]

    def count(self, name: str) -> int | None:
        """A figure, or None where the region has not counted yet."""
        value = self.figures.figures.get(name) if self.figures else None
        return value if isinstance(value, int) else None


def health(tenant: Tenant, figures: TenantFigures | None, at: datetime) -> RegionHealth:
    """What the operator should know of a region, from the registry and the region's own counts."""
    line = RegionHealth(tenant, runtime().settings.web_address(tenant.host), figures, ())
    troubles = []
    if tenant.schema_version != history.head(history.tenant_history()):
        troubles.append("schema")
    if tenant.state is TenantState.ACTIVE:
        if figures is None or at - figures.counted_at > FIGURES_STALE:
            troubles.append("silent")
        if line.count("jobs_failed"):
            troubles.append("failed")
        if (line.count("queue_age_seconds") or 0) > QUEUE_SLOW_SECONDS:
            troubles.append("slow")
    return RegionHealth(tenant, line.address, figures, tuple(troubles))


@blueprint.get("/")
def regions() -> str:
    """All regions with state and health; the headline names the trouble."""
    session = db.session()
    at = clock.now()
    figures = all_figures(session)
    lines = [health(t, figures.get(t.key), at) for t in take_picture(session).tenants]
    return render_template("operator/regions.html", lines=lines, troubled=[x for x in lines if x.troubles])
