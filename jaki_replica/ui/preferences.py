"""Choices made by a plain link: `?bahasa=en` and `?tampilan=gelap` set a cookie and come back without the question."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import redirect, request
from werkzeug.wrappers import Response

from jaki_replica.ui import appearance, language

YEAR = 365 * 24 * 3600


def choose() -> Response | None:
    """Keep a choice found in the query and lead back to the same page; nothing where there is none."""
    if request.method != "GET" or request.path.startswith("/api/"):
        return None
    allowed = {language.COOKIE: language.offered(), appearance.COOKIE: appearance.CHOICES}
    chosen = {name: request.args[name] for name in allowed if name in request.args}
    if not chosen:
        return None
    answer = redirect(without(*allowed), 303)
    for name, value in chosen.items():
        if value in allowed[name]:
            answer.set_cookie(name, value, max_age=YEAR, path="/", samesite="Lax", secure=request.is_secure)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_plain() -> bool:
    """Whether a page was asked for by an address without a question."""
    return request.method == "GET" and not request.query_string


def without(*names: str) -> str:
    """The address of this page on this host, less some questions. Never leads to another host."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in names]
    path = "/" + quote(request.path.lstrip("/\\"), safe="/")
    return f"{path}?{urlencode(rest)}" if rest else path


def link(name: str, value: str) -> str:
    """A link to this page that makes the choice; after a form was sent, to the home page.

    Of an address that asks nothing it is the question alone, and so the same for all of them.
    """
    if is_plain():
        return f"?{urlencode({name: value})}"
    path = without(name) if request.method == "GET" else "/"
    return f"{path}{'&' if '?' in path else '?'}{urlencode({name: value})}"
