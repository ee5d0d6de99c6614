"""The officials' desk: what waits for them, one complaint with all its evidence, and the second pair of eyes."""

from __future__ import annotations

from flask import Blueprint, Flask

from jaki_replica.desk import cases, claims, inbox, validating
from jaki_replica.desk.words import GLOSSARY
from jaki_replica.officials.terms import Role
from jaki_replica.ui import signing_in
from jaki_replica.ui.faces import Face, add_face
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import lazy_gettext as _l

PAGES = (inbox, cases, claims, validating)
BARS: dict[str, str] = {Role.OFFICIAL: "desk", Role.VALIDATOR: "desk-validator", Role.ADMIN: "desk"}


def register(app: Flask) -> None:
    """Add `/meja` to the regions' application, for its officials, validators and admins."""
    blueprint = Blueprint("desk", __name__, url_prefix="/meja", template_folder="templates")
    signing_in.inside(blueprint, Role.OFFICIAL, Role.VALIDATOR, Role.ADMIN)
    for page in PAGES:
        page.add_pages(blueprint)
    blueprint.context_processor(lambda: {"waiting_count": validating.waiting_count, "GLOSSARY": GLOSSARY})
    app.register_blueprint(blueprint)
    box = Place(
        "desk.inbox", _l("Kotak masuk"), "inbox", below=("desk.case", "desk.act", "desk.claim", "desk.send_claim")
    )
    check = Place("desk.queue", _l("Validasi"), "shield-check", below=("desk.validation", "desk.judge"))
    add_places(app, "desk", box)
    add_places(app, "desk-validator", box, check)
    add_face(app, Face("/meja", BARS, _l("Meja kerja"), "/meja"))
