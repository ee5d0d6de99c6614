"""The description of the interface: valid, true of every route, and a page that everybody can read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from playwright.sync_api import Browser
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jaki_replica.api.problems import TITLES
from jaki_replica.api.words import WORDS
from jaki_replica.tenancy.gate import Gate
from jaki_replica.ui import language
from tests.api.conftest import type_ask
from tests.isolation import routes
from tests.regions import Pair
from tests.serving import on_a_port
from tests.ui.test_in_a_browser import OVERFLOW, RULES

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="session")
def described(app: Gate, pair: Pair) -> schemathesis.BaseSchema:
    """The left region as its description tells it, asked from ever new addresses."""
    addresses = (f"203.0.{high}.{low}" for high, low in itertools.product(range(256), range(1, 255)))

    def of_left(environ: dict[str, object], start: object) -> Iterable[bytes]:
        return app({**environ, "HTTP_HOST": pair.left.host, "REMOTE_ADDR": next(addresses)}, start)  # type: ignore[arg-type]

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", of_left)


OPERATIONS = (
    ("POST", "/api/v1/complaints"),
    ("GET", "/api/v1/complaints/{number}"),
    ("GET", "/api/v1/categories"),
    ("GET", "/api/v1/areas/locate"),
)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_route_answers_whatever_comes_as_its_description_says(
    described: schemathesis.BaseSchema, method: str, path: str
) -> None:
    @settings(max_examples=80, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()


def test_the_description_is_valid_and_speaks_of_this_region(ask: type_ask, pair: Pair) -> None:
    spec = ask("/api/v1/openapi.json").json
    assert spec is not None
    OpenAPIV31SpecValidator(spec).validate()
    assert spec["openapi"] == "3.1.0"
    assert "Lapor Contoh" in spec["info"]["title"]
    assert pair.left.host in spec["servers"][0]["url"]
    assert pair.right.host in ask("/api/v1/openapi.json", tenant=pair.right).json["servers"][0]["url"]  # type: ignore[index]


def test_every_route_of_the_interface_is_described(ask: type_ask) -> None:
    spec = ask("/api/v1/openapi.json").json
    assert spec is not None
    told = {
        (method.upper(), path) for path, about in spec["paths"].items() for method in about if method != "parameters"
    }
    known = {
        (method, path.replace("<number>", "{number}")) for method, path in routes.REGION if path.startswith("/api/")
    }
    assert known - told == {("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/docs")}
    assert told <= known


def test_the_page_tells_every_field_route_and_problem_and_takes_nothing_from_elsewhere(ask: type_ask) -> None:
    page = ask("/api/v1/docs").text
    for words in (
        "Idempotency-Key",
        "accuracy_m",
        "secret_url",
        "candidates[].share",
        "timeline[].unit.name",
        "too_many",
    ):
        assert words in page
    assert page.count("<h1") == 1
    assert 'src="http' not in page
    assert 'href="http' not in page.replace('href="https://wa.me', "")


@pytest.fixture
def port(app: Gate) -> Iterator[int]:
    """The product on a port."""
    with on_a_port(app) as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_page_and_it_does_not_scroll_sideways(
    browser: Browser, axe: str, port: int, pair: Pair, width: int
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto(f"http://{pair.left.host}:{port}/api/v1/docs")
    wide = page.evaluate(OVERFLOW)
    page.evaluate(axe)
    result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    page.context.close()
    assert len(result["passes"]) > 10
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]] == []
    assert wide <= 0


def _told(value: object) -> Iterator[str]:
    """Every description and title in a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"description", "summary"} and isinstance(inner, str):
                yield inner
            else:
                yield from _told(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _told(inner)


def test_the_page_is_whole_in_both_languages_and_the_file_for_machines_is_english(ask: type_ask, pair: Pair) -> None:
    spec = ask("/api/v1/openapi.json").json
    assert spec is not None
    paths = {**spec["paths"], "problems": [{"summary": title} for title in TITLES.values()]}
    schemas = {name: one for name, one in spec["components"]["schemas"].items() if name != "PaginationMetadata"}
    english = set(_told(paths)) | set(_told(schemas))
    assert sorted(english - set(WORDS)) == []
    with Flask("words").test_request_context():
        assert [key for key, words in WORDS.items() if str(words) == key] == []
        language.use("en")
        untrue = [(key, str(words)) for key, words in WORDS.items() if str(words) != key]
        language.forget()
        assert untrue == []
    page = ask("/api/v1/docs").text
    assert '<td data-label="Arti"></td>' not in page
    assert [words for words in english if f">{words}<" in page] == []
