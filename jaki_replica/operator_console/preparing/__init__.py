"""The pages that bring a region live: one thing per step, resumable anywhere, beside the commands of the same steps."""

from __future__ import annotations

from flask import Flask

from jaki_replica import editing
from jaki_replica.operator_console.preparing import (
    agreeing,
    arranging,
    branding,
    choosing,
    configuring,
    drawing,
    looking,
    opening,
    staffing,
    timing,
)
from jaki_replica.operator_console.preparing.here import blueprint
from jaki_replica.ui.navigation import Place
from jaki_replica.ui.words import lazy_gettext as _l

PARTS = (choosing, opening, agreeing, configuring, drawing, staffing, looking, arranging, timing, branding)
for part in PARTS:
    part.add_pages(blueprint)

BELOW = tuple(
    f"preparing.{name}"
    for name in (
        *("begin", "overview", "check", "let_in", "forget", "agreement", "record", "configuration", "write"),
        *(
            "areas",
            "draw",
            "officials",
            "staff",
            "invite",
            "categories",
            "confirm_categories",
            "category",
            "change_category",
            "new_category",
            "add_category",
            *("edit_groups", "change_groups", "edit_exceptions", "change_exceptions"),
        ),
        *("sla", "set_sla", "brand", "dress"),
    )
)
PLACE = Place("preparing.choose", _l("Daerah baru"), "house-plus", main=True, below=BELOW)


def register(app: Flask) -> None:
    """Add `/daerah-baru` to the operator's application."""
    editing.register(app)
    app.register_blueprint(blueprint)
