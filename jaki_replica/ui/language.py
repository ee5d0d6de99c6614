"""Which language a page is in: the reader's choice, kept in a cookie; Indonesian until then."""

from __future__ import annotations

from flask import g, has_request_context, request

from jaki_replica.tenancy.configuration.terms import RegionConfig, Text

COOKIE = "bahasa"
DEFAULT = "id"
NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def offered() -> tuple[str, ...]:
    """The languages of this host, Indonesian first; all we have where no region is known."""
    region: RegionConfig | None = g.get("region")
    known = tuple(NAMES)
    if region is None:
        return known
    return tuple(language for language in known if language == DEFAULT or language in region.identity.languages)


def current() -> str:
    """The language of this request, "id" or "en"; outside a request Indonesian."""
    if not has_request_context():
        return DEFAULT
    known: str | None = g.get("language")
    if known is None:
        wanted = request.cookies.get(COOKIE, DEFAULT)
        known = g.language = wanted if wanted in offered() else DEFAULT
    return known


def words(text: Text) -> str:
    """The words of a tenant's text in this request's language."""
    return text.in_language(current())


def other() -> str | None:
    """The language a reader could change to, if this host has a second one."""
    return next((language for language in offered() if language != current()), None)
