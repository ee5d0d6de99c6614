"""A region's own admins: how their region stands, and which revisions its configuration went through."""

from __future__ import annotations

from flask import Flask

from jaki_replica import editing
from jaki_replica.complaints.consequences import by_post
from jaki_replica.editing.telling_names import WORDS
from jaki_replica.officials.terms import Role
from jaki_replica.tenancy.configuration.terms import LIMITS, Weekday
from jaki_replica.tenant_admin import (
    accounts,
    brand,
    catalogue,
    coverage,
    exceptions,
    hours,
    invitations,
    officials,
    officials_changes,
    officials_files,
    pages,
    people,
    revisions,
    superiors,
    upload,
)
from jaki_replica.ui.faces import Face, add_face
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import lazy_gettext as _l

PARTS = ("edit", "change", "ask_new", "add", "edit_groups", "change_groups", "trial")
CATALOGUE = (
    "admin_coverage.show",
    "admin_exceptions.show",
    "admin_exceptions.change",
    *(f"admin_catalogue.{name}" for name in PARTS),
)
LIMIT_WORDS = {name: WORDS[name] for name in (*LIMITS, *Weekday)}
HISTORY = (
    "admin_revisions.show_one",
    "admin_revisions.ask_back",
    "admin_revisions.take_back",
    "admin_upload.ask",
    "admin_upload.judge",
)

OFFICIALS = (
    "admin_officials.post",
    "admin_officials.change",
    "admin_officials_changes.look",
    "admin_officials_changes.keep",
    "admin_officials_changes.history",
    "admin_officials_changes.revision",
    "admin_officials_files.ask",
    "admin_officials_files.judge",
    "admin_people.show",
    "admin_superiors.look",
)


def register(app: Flask) -> None:
    """Add `/admin` to the regions' application, for its admins only."""
    editing.register(app)
    app.register_blueprint(pages.blueprint)
    staff = (officials, officials_changes, officials_files, people, superiors, accounts, invitations)
    for part in (brand, catalogue, coverage, exceptions, hours, *staff, revisions, upload):
        app.register_blueprint(part.blueprint)
    app.jinja_env.globals.update(limit_words=LIMIT_WORDS, by_post=by_post)
    add_face(app, Face("/admin", {Role.ADMIN: "admin"}, _l("Admin daerah"), "/admin"))
    add_places(
        app,
        "admin",
        Place("tenant_admin.overview", _l("Ringkasan"), "layout-dashboard"),
        Place("admin_brand.show", _l("Merek"), "palette", below=("admin_brand.change",)),
        Place("admin_officials.show", _l("Pejabat"), "users", below=OFFICIALS),
        Place("admin_catalogue.show", _l("Kategori"), "list", below=CATALOGUE),
        Place("admin_hours.show", _l("Waktu"), "clock", below=("admin_hours.change",)),
        Place("admin_accounts.show", _l("Akun"), "key-round", below=("admin_accounts.log", "admin_accounts.link")),
        Place("admin_revisions.show_all", _l("Riwayat aturan"), "history", below=HISTORY),
    )
