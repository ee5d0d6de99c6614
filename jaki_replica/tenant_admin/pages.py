"""The pages of a region's admin."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from jaki_replica.areas import queries as areas
from jaki_replica.branding import rules as branding
from jaki_replica.foundation import clock, outbox
from jaki_replica.officials.terms import Role
from jaki_replica.sla.national import missing_years
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.ui import signing_in

blueprint = Blueprint("tenant_admin", __name__, url_prefix="/admin", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)


@blueprint.get("")
def overview() -> str:
    """How the region stands: areas, configuration, brand, work that waits."""
    session = g.scope.session
    return render_template(
        "admin/overview.html",
        area_set=areas.current_set(session),
        levels=areas.counts_by_level(session),
        revisions=configuration.history(session)[:5],
        contrast=branding.check(g.region.brand),
        missing=missing_years(g.region.calendar, clock.now().astimezone(g.region.identity.timezone).date()),
        backlog=outbox.backlog(session, clock.now()),
    )
