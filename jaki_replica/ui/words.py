"""Words for people in the language of this request: gettext with types. Indonesian is the key of every message."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """`message` in this request's language, with `%(name)s` filled from `values`."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """As `gettext`, in the form for `num` things, which fills `%(num)s`."""
    return str(flask_babel.ngettext(one, many, num, **values))


def lazy_gettext(message: str) -> object:
    """`message`, translated only when it is written into a page."""
    found: object = flask_babel.lazy_gettext(message)
    return found
