"""Editors of a region's configuration, shown by the region's admin and by the operator's onboarding alike.

An *editor* is a module (`brand`, later `catalogue`, `hours`) with three functions, none of which knows who shows it:

- `fields(config) -> type_typed`: what its form shows, by field name. Names are the paths of the region's file
  (`brand.primary`, `pages.notice.en`, `emergency.0.number`) and serve as `name` and `id` of the controls.
- `read(form) -> type_typed`: what was typed, from a submitted form; rows were added, removed or moved by then.
- `propose(config, typed) -> Proposal`: the whole configuration with that put in, or every fault by field name in
  words for people. It goes through the schema and the rules of the file, so a page can do no more than a file.

Each has a template `editing/<name>.html` with a macro `<name>_fields(typed, faults, ...)`. A face renders it inside its
own form, and keeps `proposal.config` in its own way: the admin as a revision with a reason, the wizard as a draft.
`register(app)` makes the templates known; `proposals.merged` keeps what two people typed at once.
"""

from __future__ import annotations

from flask import Blueprint, Flask


def register(app: Flask) -> None:
    """Make the editors' templates known to `app`."""
    if "editing" not in app.blueprints:
        app.register_blueprint(Blueprint("editing", __name__, template_folder="templates"))
