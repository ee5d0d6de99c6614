"""The pages of a region's admin."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from jaki_replica.areas import queries as areas
from jaki_replica.editing.officials import tree
from jaki_replica.officials.roster import queries as rosters
from jaki_replica.officials.terms import Role
from jaki_replica.sla.national import missing_years
from jaki_replica.statistics.figures import region_figures
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.language import words

blueprint = Blueprint("tenant_admin", __name__, url_prefix="/admin", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)


@blueprint.get("")
def overview() -> str:
    """How the region stands: areas, configuration, brand, work that waits."""
    session, book, zone = g.scope.session, rulebook(), g.region.identity.timezone
    today = book.at.astimezone(zone).date()
    return render_template(
        "admin/overview.html",
        area_set=areas.current_set(session),
        levels=[(_kind_word(kind), count) for kind, count in areas.counts_by_level(session)],
        revisions=configuration.history(session)[:5],
        missing=missing_years(g.region.calendar, today, book.holidays.known),
        figures=region_figures(session, g.region, book.at),
        posts=tree.figures(book.organisation, rosters.roster(session, zone), today),
        zone=book.zone_label,
    )


def _kind_word(kind: str) -> str:
    """The region's own word for a kind of area, or the national one."""
    known = next((one for one in g.region.areas.kinds if kind in {one.key, one.of}), None)
    return words(known.name) if known else kind.replace("-", " ").capitalize()
