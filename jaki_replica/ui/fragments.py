"""Parts that are the same on many pages, drawn once and kept in this process: columns of links, bars, signs."""

from __future__ import annotations

from flask import g, request
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from jaki_replica.foundation.recent import Recent
from jaki_replica.tenancy.configuration.cache import Loaded
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui import language, look, preferences

MOST = 4096  # a few kilobytes each

type_key = tuple[object, ...]


class Drawn(Template):
    """A template whose components are made once: they see what all pages share, never the page that draws them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Fragments:
    """Gives what a component draws, from memory where the same was drawn before; safe between threads.

    What is drawn may depend on the arguments, which must be hashable, and on region, revision, language and endpoint.
    A `Look` or a `RegionConfig` follows from region and revision.
    """

    def __init__(self, most: int = MOST) -> None:
        """`most` is the most parts kept; those longest unused leave first."""
        self._known: Recent[type_key, Markup] = Recent(most)

    def here(self, draw: Macro, *arguments: object) -> Markup:
        """As a call, for what also holds links to this address with a choice (`preferences.link`)."""
        return self(draw, *arguments) if preferences.is_plain() else Markup(draw(*arguments))  # noqa: S704  # as below

    def __call__(self, draw: Macro, *arguments: object) -> Markup:
        """What `draw` makes of `arguments`."""
        loaded: Loaded | None = g.get("loaded")
        if loaded is None or look.draft() is not None:
            return Markup(draw(*arguments))  # noqa: S704  # a component's own markup
        plain = (None if isinstance(one, look.Look | RegionConfig) else one for one in arguments)
        key = (g.tenant.key, loaded.number, language.current(), request.endpoint, draw, *plain)
        known = self._known.get(key)
        return known if known is not None else self._known.keep(key, Markup(draw(*arguments)))  # noqa: S704
