"""What all pages share: layouts, components, styles, languages, errors. `register` wires it into an app."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from jaki_replica.ui import (
    appearance,
    day_marks,
    formats,
    fragments,
    gallery,
    language,
    navigation,
    pages,
    preferences,
    soft_hyphens,
    words,
)
from jaki_replica.ui.look import look, region
from jaki_replica.ui.states import STATES
from jaki_replica.ui.static_files import icon_names, sprite_of, tree

DEVELOPMENT = "development"


def register(app: Flask) -> None:
    """Give `app` its templates, filters, languages and static files; in development also the gallery."""
    environment, kept = app.jinja_env, fragments.Fragments()
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.template_class = fragments.Drawn
    environment.filters.update(
        formats.FILTERS,
        **day_marks.FILTERS,
        words=language.words,
        soft_hyphens=_soften,
        sentence_tail=sentence_tail,
    )
    environment.globals.update(
        STATES=STATES,
        static=tree().address,
        icon_names=icon_names(),
        sprite_of=sprite_of,
        places=navigation.places,
        preference=preferences.link,
        once=kept,
        once_here=kept.here,
        _=words.page_gettext,
        gettext=words.page_gettext,
        ngettext=words.page_ngettext,
    )
    app.context_processor(_shared)
    app.before_request(language.remember)
    app.before_request(preferences.choose)
    app.teardown_request(language.forget)
    app.register_blueprint(pages.blueprint)
    if app.debug or app.config.get("ENVIRONMENT") == DEVELOPMENT:
        app.register_blueprint(gallery.blueprint)


def _shared() -> dict[str, object]:
    return {
        "look": look(),
        "region": region(),
        "language": language.current(),
        "other_language": language.other(),
        "appearance": appearance.current(),
        "theme": appearance.theme(),
    }


def _soften(text: str) -> str:
    return soft_hyphens.soften(text) if language.current() == language.DEFAULT else text


def sentence_tail(text: str) -> tuple[str, str]:
    """A promise in two parts: all but its last sentence, and that one. One sentence has no second part."""
    for mark in ("? ", "! ", ". "):
        head, found, tail = text.rpartition(mark)
        if found:
            return head + mark.strip(), tail
    return text, ""
