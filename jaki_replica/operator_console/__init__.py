"""The central operator: which regions there are and how they are, counts only, never a complaint or a person."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate

from jaki_replica.foundation.places import shipped
from jaki_replica.operator_console import pages, preparing, second_step
from jaki_replica.operator_console.acts import by_whom
from jaki_replica.operator_console.browsers import browser
from jaki_replica.operator_console.door import DOOR
from jaki_replica.operator_console.here import KEYS, ROLE, db
from jaki_replica.operator_console.sizes import lag, size
from jaki_replica.operators.keys import Keys
from jaki_replica.settings import Settings
from jaki_replica.ui import limits, signing_in
from jaki_replica.ui.faces import Face, add_face
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import lazy_gettext as _l


def register(app: Flask, settings: Settings) -> None:
    """Make `app` the operator's: the platform's tables, the operator's own accounts, the pages."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.platform_url.render_as_string(hide_password=False)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": 2, "max_overflow": 2}
    app.extensions[KEYS] = Keys.of(settings)
    app.jinja_env.filters.update(browser=browser, by_whom=by_whom, size=size, lag=lag)
    db.init_app(app)
    Migrate(app, db, directory=str(shipped("migrations") / "platform"))
    signing_in.register(app, DOOR, limits.register(app, settings))
    app.register_blueprint(second_step.blueprint)
    app.register_blueprint(pages.blueprint)
    preparing.register(app)
    add_face(app, Face("/", {ROLE: "operator"}, _l("Konsol operator"), "/", doors=("/masuk", "/keluar")))
    add_places(
        app,
        "operator",
        Place("operator_console.regions", _l("Daerah"), "globe", below=("operator_console.region",)),
        preparing.PLACE,
        Place("operator_console.log", _l("Catatan"), "scroll-text"),
        Place("operator_console.people", _l("Pengelola"), "users"),
        Place("operator_console.account", _l("Akun saya"), "key-round"),
    )
