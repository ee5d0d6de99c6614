"""Which language a page is in: the reader's choice, kept in a cookie; Indonesian until then."""

from __future__ import annotations

from contextvars import ContextVar, Token

from flask import g, has_request_context, request

from jaki_replica.tenancy.configuration.terms import RegionConfig, Text

COOKIE = "bahasa"
DEFAULT = "id"
NAMES = {"id": "Bahasa Indonesia", "en": "English"}

_remembered: ContextVar[str | None] = ContextVar("language", default=None)


def offered() -> tuple[str, ...]:
    """The languages of this host, Indonesian first; all we have where no region is known."""
    region: RegionConfig | None = g.get("region")
    known = tuple(NAMES)
    if region is None:
        return known
    return tuple(language for language in known if language == DEFAULT or language in region.identity.languages)


def current() -> str:
    """The language of this request, "id" or "en"; outside a request Indonesian."""
    known = _remembered.get()
    if known is not None:
        return known
    return _wanted() if has_request_context() else DEFAULT


def remember() -> None:
    """Settle the language until the request is left: a page asks for it some hundred times."""
    use(_wanted())


def use(language: str) -> None:
    """Let the rest of this request be in that language."""
    token = _remembered.set(language)
    g.setdefault("language_before", token)


def forget(_error: BaseException | None = None) -> None:
    """Leave the request."""
    token: Token[str | None] | None = g.pop("language_before", None)
    if token is not None:
        _remembered.reset(token)


def _wanted() -> str:
    wanted = request.cookies.get(COOKIE, DEFAULT)
    return wanted if wanted in offered() else DEFAULT


def words(text: Text) -> str:
    """The words of a tenant's text in this request's language."""
    return text.in_language(current())


def other() -> str | None:
    """The language a reader could change to, if this host has a second one."""
    return next((language for language in offered() if language != current()), None)
