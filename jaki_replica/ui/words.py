"""Words for people in the language of this request: gettext with types. Indonesian is the key of every message.

A page looks up some hundred messages, so a look-up is one dictionary at most.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from markupsafe import Markup

from jaki_replica.ui import language

MOST = 10_000  # messages; we have a third of that
CATALOGUES = Path(__file__).parent / "translations"


@cache
def catalogue(name: str) -> NullTranslations:
    """The words of a language; of an unknown one there are only the keys."""
    return Translations.load(CATALOGUES, [name])


def gettext(message: str, **values: object) -> str:
    """`message` in this request's language, with `%(name)s` filled from `values`."""
    found = _found(message)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """As `gettext`, in the form for `num` things, which fills `%(num)s`."""
    return _found_for(one, many, num) % {"num": num, **values}


class Later:
    """A message that becomes words when it is written into a page."""

    __slots__ = ("_message",)

    def __init__(self, message: str) -> None:
        self._message = message

    def __str__(self) -> str:
        return gettext(self._message)

    def __html__(self) -> str:
        return gettext(self._message)

    def __mod__(self, values: object) -> str:
        return gettext(self._message) % values


def lazy_gettext(message: str) -> object:
    """`message`, translated only when it is written into a page."""
    return Later(message)


def page_gettext(message: str, **values: object) -> Markup:
    """As `gettext`, for templates: our words are markup already, the values are made safe."""
    found = _as_markup(_found(message))
    return found % values if values or "%" in found else found


@lru_cache(MOST)
def _as_markup(words: str) -> Markup:
    return Markup(words)  # noqa: S704  # catalogues are part of the product


def page_ngettext(one: str, many: str, num: int, **values: object) -> Markup:
    """As `ngettext`, for templates."""
    return Markup(_found_for(one, many, num)) % {"num": num, **values}  # noqa: S704


def _found(message: str) -> str:
    wanted = language.current()
    return message if wanted == language.DEFAULT else str(catalogue(wanted).gettext(message))


def _found_for(one: str, many: str, num: int) -> str:
    wanted = language.current()
    if wanted == language.DEFAULT:
        return many  # Indonesian has one form
    return str(catalogue(wanted).ngettext(one, many, num))
