"""The central operator: which regions there are and how they are, counts only, never a complaint or a person."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

from jaki_replica.foundation import clock
from jaki_replica.foundation.places import shipped
from jaki_replica.operator_console import accounts, pages
from jaki_replica.settings import Settings
from jaki_replica.ui import limits, signing_in
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.signing_in import Door, Person
from jaki_replica.ui.words import lazy_gettext as _l


def register(app: Flask, settings: Settings) -> None:
    """Make `app` the operator's: the platform's tables, the operator's own accounts, the pages."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.platform_url.render_as_string(hide_password=False)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": 2, "max_overflow": 2}
    pages.db.init_app(app)
    Migrate(app, pages.db, directory=str(shipped("migrations") / "platform"))
    signing_in.register(app, _door(pages.db), limits.register(app, settings))
    app.register_blueprint(pages.blueprint)
    add_places(app, "operator", Place("operator_console.regions", _l("Daerah"), "map"))


def _door(db: SQLAlchemy) -> Door:
    def enter(username: str, password: str) -> str | None:
        token = accounts.sign_in(db.session(), username=username, password=password, at=clock.now())
        db.session.commit()
        return token

    def who(token: str) -> Person | None:
        name = accounts.signed_in(db.session(), token, clock.now())
        return None if name is None else Person(token, name=name, role=pages.ROLE)

    def leave(token: str) -> None:
        accounts.sign_out(db.session(), token)
        db.session.commit()

    return Door(enter=enter, who=who, leave=leave, home=lambda role: "operator_console.regions")
