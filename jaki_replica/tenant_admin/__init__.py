"""A region's own admins: how their region stands, and which revisions its configuration went through."""

from __future__ import annotations

from flask import Flask

from jaki_replica import editing
from jaki_replica.tenant_admin import brand, pages
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import lazy_gettext as _l


def register(app: Flask) -> None:
    """Add `/admin` to the regions' application, for its admins only."""
    editing.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(brand.blueprint)
    add_places(
        app,
        "admin",
        Place("tenant_admin.overview", _l("Ringkasan"), "layout-dashboard"),
        Place("admin_brand.show", _l("Merek"), "palette", below=("admin_brand.change",)),
        Place("tenant_admin.revisions", _l("Pengaturan"), "history", below=("tenant_admin.revision",)),
    )
