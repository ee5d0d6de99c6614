"""The citizens' pages that need nothing but the region's configuration."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.blueprints import BlueprintSetupState

from jaki_replica.portal import (
    contact_codes,
    filing,
    filing_ground,
    filing_waiting,
    following,
    hours,
    limits,
    photos,
    reports,
    reports_map,
    services,
    ways,
)
from jaki_replica.portal.following_fixed import lately_fixed
from jaki_replica.portal.here import here
from jaki_replica.tenancy.configuration.terms import Connector, Level, RegionConfig
from jaki_replica.ui.edge import reads_only
from jaki_replica.ui.kept_pages import same_for_everybody
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

SERVICES_AT_HOME = 6
LONGEST_SEARCH = 80

blueprint = Blueprint("portal", __name__, template_folder="templates")
for part in (filing, filing_waiting, filing_ground, following, contact_codes, photos, reports, reports_map):
    blueprint.register_blueprint(part.blueprint)

FOLLOWING = ("portal.following.public", "portal.following.full", "portal.codes.code")
SERVICES = Place("portal.list_services", _l("Layanan"), "list", below=("portal.show_service",), needs_services=True)
CITIZEN = (
    Place("portal.home", _l("Beranda"), "house"),
    SERVICES,
    Place("portal.reports_map.whole", _l("Peta"), "map", below=("portal.reports_map.one",), only_wide=True),
    Place("portal.filing.photos", _l("Lapor"), "camera", main=True),
    Place("portal.following.ask", _l("Ikuti"), "inbox", below=FOLLOWING),
    Place("portal.emergency", _l("Darurat"), "phone"),
)
PORTAL = (
    Place("portal.reports.newest", _l("Laporan warga")),
    Place("portal.reports_map.whole", _l("Peta laporan")),
    Place("portal.about", _l("Cara kerja dan batas waktu")),
    Place("portal.list_services", _l("Semua layanan"), needs_services=True),
    Place("portal.privacy", _l("Pelindungan data pribadi")),
)
HELP = (
    Place("portal.how_to_report", _l("Cara lain melapor")),
    Place("portal.emergency", _l("Kontak darurat")),
    Place("portal.accessibility", _l("Aksesibilitas")),
)


@blueprint.record_once
def add_navigation(state: BlueprintSetupState) -> None:
    """Put these pages into the bars of the app."""
    for bar, found in (("citizen", CITIZEN), ("portal", PORTAL), ("help", HELP)):
        add_places(state.app, bar, *found)


@blueprint.get("/")
@same_for_everybody
@reads_only
def home() -> str:
    """The promise, one action, the time limits, the services, the emergency number."""
    config = here()
    return render_template(
        "portal/home.html",
        heads=_heads(config),
        days=limits.ruler_days(config.sla.default),
        marks=limits.milestones(config.sla),
        services=config.services[:SERVICES_AT_HOME],
        summary=services.summary,
        counting=limits.counting_words(config),
        fixed=lately_fixed(),
        news=request.args.get("kabar", ""),
    )


@blueprint.get("/lapor/cara-lain")
@same_for_everybody
def how_to_report() -> str:
    """How to report without these pages, through the region's other channels."""
    return render_template("portal/how_to_report.html", ways=ways.ways(here()))


@blueprint.get("/tentang")
@same_for_everybody
def about() -> str:
    """What happens with a report, and every time limit."""
    config = here()
    return render_template(
        "portal/about.html",
        limits=limits.all_limits(config),
        special=limits.special_limits(config),
        counting=limits.counting_words(config),
        pause=limits.pause_words(config),
        escalation=limits.escalation_words(config),
        hours=hours.lines(config.calendar.hours),
    )


@blueprint.get("/layanan")
@same_for_everybody
def list_services() -> str:
    """All services by group, or those that match what is sought."""
    config = here()
    if not config.services:
        abort(404)
    sought = " ".join(request.args.get("cari", "").split())[:LONGEST_SEARCH]
    found = services.matching(config.services, sought)
    return render_template(
        "portal/services.html",
        groups=services.grouped(found),
        sought=sought,
        count=len(found),
        summary=services.summary,
    )


@blueprint.get("/layanan/<key>")
@same_for_everybody
def show_service(key: str) -> str:
    """One service: what it is, what to bring, what it costs, where."""
    config = here()
    service = config.service(key) or abort(404)
    return render_template(
        "portal/service.html",
        service=service,
        unit=services.unit_name(config, service),
        link=services.link(service),
        how=services.how_words(service),
        summary=services.summary(service),
        hours=hours.lines(service.hours or config.calendar.hours),
    )


@blueprint.get("/kontak-darurat")
@same_for_everybody
def emergency() -> str:
    """The numbers to call instead of waiting, and the government's own."""
    config = here()
    return render_template("portal/emergency.html", contacts=_contacts(config))


@blueprint.get("/privasi")
@same_for_everybody
def privacy() -> str:
    """What is kept about people, who sees it, for how long, whom to ask."""
    here()
    return render_template("portal/privacy.html")


@blueprint.get("/aksesibilitas")
@same_for_everybody
def accessibility() -> str:
    """What these pages promise to everyone, and whom to tell where they fail."""
    return render_template("portal/accessibility.html", contacts=_contacts(here()))


def _heads(config: RegionConfig) -> str:
    """The titles of those who head the smallest areas here, such as lurah or keuchik, in small letters."""
    titles = [kind.head for kind in config.areas.kinds if kind.level is Level.VILLAGE and kind.governed and kind.head]
    unique = tuple(dict.fromkeys(title.lower() for title in titles))
    return _(" atau ").join(unique[:2])


def _contacts(config: RegionConfig) -> tuple[tuple[str, str, str, str], ...]:
    """The government's own addresses: icon, what it is, words, link."""
    contact = config.pages.contact
    rows = (
        ("phone", _("Telepon"), contact.phone, ways.link_of(contact.phone)),
        ("message-circle", _("WhatsApp"), contact.whatsapp, ways.link_of(contact.whatsapp, Connector.WHATSAPP)),
        ("mail", _("Surel"), contact.email, ways.link_of(contact.email)),
        ("globe", _("Situs"), contact.website, ways.link_of(contact.website)),
        ("building", _("Alamat"), contact.address, ""),
    )
    return tuple(row for row in rows if row[2])
