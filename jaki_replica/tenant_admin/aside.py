"""Forms put aside: what was sent and not kept is shown again at an address of its own, to be gone back to.

The answer to such a form is a redirect. So Back, Forward, reloading and a link show everything that was typed, and no
browser asks whether to send a form twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.foundation import clock
from jaki_replica.officials import form_drafts
from jaki_replica.officials.form_drafts import LIFETIME, MOST, Place, Waiting
from jaki_replica.ui.edge import runtime

PARAM = "isian"
DISCARD = "buang"


def place(form: str = "") -> Place:
    """Where this account's form at this address is kept; `form` is another address."""
    key = runtime().settings.derived_key(f"forms:{g.tenant.key}")
    return Place(current_user.account_id, form or request.path, key)


def put_aside(
    content: Mapping[str, object], *, at: str = "", lasts: timedelta = LIFETIME, most: int = MOST, mark: str = ""
) -> ResponseReturnValue:
    """Keep what was sent, and lead to the page that shows it: this address, or `at`. `mark` is an id on that page."""
    form = at or request.path
    key = form_drafts.keep(g.scope.session, place(form), content, at=clock.now(), lasts=lasts, most=most)
    return redirect(f"{form}?{urlencode({PARAM: key.hex})}{'#' if mark else ''}{mark}", 303)


def put_back() -> dict[str, Any] | None:
    """What this address was told to show again; None where it names nothing, or nothing that is still there."""
    try:
        key = UUID(request.args.get(PARAM, ""))
    except ValueError:
        return None
    return form_drafts.of(g.scope.session, place(), key, at=clock.now())


def is_named() -> bool:
    """Whether the address names a form that was put aside."""
    return PARAM in request.args


def waiting() -> Waiting | None:
    """The form that this account sent last from this page and has not kept."""
    return form_drafts.newest(g.scope.session, place(), at=clock.now())


def forget(form: str = "") -> None:
    """Forget all of this form: it was kept for good, or is not wanted."""
    form_drafts.drop(g.scope.session, place(form))
