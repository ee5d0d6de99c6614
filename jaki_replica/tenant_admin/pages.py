"""The pages of a region's admin."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from jaki_replica.areas import queries as areas
from jaki_replica.branding import rules as branding
from jaki_replica.foundation import clock, outbox
from jaki_replica.officials.terms import Role
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
        backlog=outbox.backlog(session, clock.now()),
    )


@blueprint.get("/pengaturan")
def revisions() -> str:
    """Every revision of the configuration, newest first."""
    return render_template("admin/revisions.html", revisions=configuration.history(g.scope.session))


@blueprint.get("/pengaturan/<int:number>")
def revision(number: int) -> str:
    """One revision: who, when, why, and what it changed."""
    session = g.scope.session
    found = configuration.by_number(session, number)
    plan = configuration.between(session, found.base_number, number) if found.base_number else None
    return render_template("admin/revision.html", revision=found, plan=plan)
