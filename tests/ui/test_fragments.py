"""Parts that are drawn once: never another region's, another revision's, another language's, another page's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, g
from jinja2 import Environment
from jinja2.runtime import Macro

from jaki_replica.tenancy.configuration.cache import Loaded
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui import language
from jaki_replica.ui.fragments import Drawn, Fragments
from jaki_replica.ui.look import Draft, Look, try_on
from tests.regions import Pair
from tests.ui.site import REGIONS, make_app

DRAWN: list[tuple[object, ...]] = []


@pytest.fixture
def draw() -> Macro:
    """A component that notes each time it is drawn."""
    DRAWN.clear()
    environment = Environment(autoescape=True)
    environment.globals["note"] = lambda *words: DRAWN.append(words) or "<b>"  # type: ignore[func-returns-value]
    module = environment.from_string("{% macro part(a, b='') %}{{ note(a, b) }}{{ a }}{% endmacro %}").module
    found: Macro = module.part  # type: ignore[attr-defined]
    return found


@pytest.fixture
def app() -> Flask:
    """Pages of five regions."""
    return make_app()


def within(app: Flask, tenant: Tenant, once: Fragments, draw: Macro, *arguments: object, **how: object) -> str:
    """What a page of `tenant` gets."""
    with app.test_request_context(str(how.get("path", "/"))):
        g.tenant, g.region = tenant, REGIONS["jakarta"]
        g.loaded = Loaded(int(str(how.get("revision", 1))), REGIONS["jakarta"])
        language.use(str(how.get("language", "id")))
        if how.get("tried"):
            try_on(REGIONS["jakarta"], Draft("/x.css", "/x.svg", "ikut"))
        return once(draw, *arguments)


def test_the_same_part_is_drawn_once(app: Flask, pair: Pair, draw: Macro) -> None:
    once = Fragments()
    assert {within(app, pair.left, once, draw, "<i>", 3) for _ in range(4)} == {"&lt;b&gt;&lt;i&gt;"}
    assert len(DRAWN) == 1


@pytest.mark.parametrize(
    "other", [{"revision": 2}, {"language": "en"}, {"path": "/tentang"}, {"arguments": ("b",)}, {"arguments": ("a", 1)}]
)
def test_whatever_differs_is_drawn_for_itself(app: Flask, pair: Pair, draw: Macro, other: dict[str, object]) -> None:
    once = Fragments()
    within(app, pair.left, once, draw, "a")
    within(app, pair.left, once, draw, *other.pop("arguments", ("a",)), **other)  # type: ignore[misc]
    assert len(DRAWN) == 2


def test_two_regions_share_nothing(app: Flask, pair: Pair, draw: Macro) -> None:
    once = Fragments()
    for tenant in (pair.left, pair.right):
        within(app, tenant, once, draw, "a")
    assert len(DRAWN) == 2


def test_a_brand_that_is_tried_on_is_neither_kept_nor_given(app: Flask, pair: Pair, draw: Macro) -> None:
    once = Fragments()
    within(app, pair.left, once, draw, "a")
    within(app, pair.left, once, draw, "a", tried=True)
    within(app, pair.left, once, draw, "a", tried=True)
    within(app, pair.left, once, draw, "a")
    assert len(DRAWN) == 3


def test_where_no_region_could_be_read_nothing_is_kept(app: Flask, draw: Macro) -> None:
    once = Fragments()
    with app.test_request_context("/"):
        once(draw, "a")
        once(draw, "a")
    assert len(DRAWN) == 2


def test_a_look_follows_from_the_revision_and_what_cannot_be_a_key_is_refused(
    app: Flask, pair: Pair, draw: Macro
) -> None:
    once = Fragments()
    look = Look("Portal", "", "#000", None, None)
    within(app, pair.left, once, draw, look)
    within(app, pair.left, once, draw, replace(look))
    assert len(DRAWN) == 1
    with pytest.raises(TypeError):
        within(app, pair.left, once, draw, ["a list"])


def test_a_component_is_made_once_and_still_sees_what_all_pages_share() -> None:
    environment = Environment(autoescape=True)
    environment.template_class = Drawn
    environment.globals["shared"] = "yes"
    found = environment.from_string("{% macro part() %}{{ shared }}{% endmacro %}")
    assert found._get_default_module() is found._get_default_module()
    page = environment.from_string("{% from other import part %}{{ part() }}")
    assert page.render(other=found, own="page") == "yes"
