"""What a page needs of its region beside the session: the rulebook and the files."""

from __future__ import annotations

from flask import current_app, g

from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.ui.edge import runtime

RULEBOOKS = "jaki_rulebooks"
FILES = "jaki_files"


def rulebook() -> Rulebook:
    """The rules of this request's region: configuration, organisation, calendar and ground in force now."""
    if "rulebook" not in g:
        books: Rulebooks = current_app.extensions[RULEBOOKS]
        g.rulebook = books.of(runtime(), g.scope, g.get("state"))
    found: Rulebook = g.rulebook
    return found


def files() -> FileStore:
    """Where this installation keeps photos."""
    found: FileStore = current_app.extensions[FILES]
    return found
