"""The description of the interface: as OpenAPI for machines, as a page in the region's brand for people."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from apispec import APISpec
from flask import Blueprint, Flask, Response, current_app, render_template

from jaki_replica.api.blueprint import PREFIX
from jaki_replica.api.here import as_json, here, type_plain
from jaki_replica.api.problems import TITLES
from jaki_replica.api.words import in_words
from jaki_replica.areas.terms import VILLAGE
from jaki_replica.ui.at_hand import rulebook

KEY = "jaki_api_description"
SOME_MINUTES = "public, max-age=300"

blueprint = Blueprint("api_documents", __name__, url_prefix=PREFIX, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, a part of a form or a value of an answer."""

    name: str
    kind: str
    needed: bool
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One route with what goes in and what comes out. `sample` is a line for a terminal."""

    anchor: str
    method: str
    path: str
    title: str
    words: str
    takes: tuple[Field, ...]
    gives: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    sample: str


def register(app: Flask, spec: APISpec) -> None:
    """Serve the description of `spec`."""
    app.extensions[KEY] = spec.to_dict()
    app.register_blueprint(blueprint)


def description() -> type_plain:
    """The description for this region: under its name, with its address."""
    found: type_plain = copy.copy(current_app.extensions[KEY])
    info = cast(Mapping[str, object], found["info"])
    words = "File and follow complaints. Failures are problem details (RFC 9457). No account is needed."
    found["info"] = {**info, "title": f"{here().brand.portal}: public API", "description": words}
    found["servers"] = [{"url": rulebook().address}]
    return found


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description as OpenAPI 3.1."""
    return as_json(description(), keep=SOME_MINUTES)


@blueprint.get("/docs")
def page() -> str:
    """The description as a page; it needs no script and nothing from elsewhere."""
    found = description()
    return render_template(
        "api/docs.html",
        address=rulebook().address,
        version=cast(Mapping[str, str], found["info"])["version"],
        operations=tuple(_operations(found, rulebook().address)),
        problems=tuple((key, in_words(title)) for key, title in TITLES.items()),
    )


def _operations(spec: type_plain, address: str) -> Iterator[Operation]:
    for path, methods in _map(spec["paths"]).items():
        for method, about in _map(methods).items():
            if method in {"get", "post"}:
                yield _operation(spec, address, path, method, _map(about))


def _operation(spec: type_plain, address: str, path: str, method: str, about: type_plain) -> Operation:
    answers = {code: _map(answer) for code, answer in _map(about["responses"]).items()}
    good = next(answer for code, answer in answers.items() if code.startswith("2"))
    return Operation(
        anchor=str(about["operationId"]),
        method=method.upper(),
        path=path,
        title=in_words(str(about["summary"])),
        words=in_words(str(about["description"])),
        takes=(*_parameters(spec, path, about), *_form(spec, about)),
        gives=tuple(_values(spec, _schema_of(good))),
        answers=tuple((code, in_words(str(answer["description"]))) for code, answer in sorted(answers.items())),
        sample=_sample(address, path, method),
    )


def _parameters(spec: type_plain, path: str, about: type_plain) -> Iterator[Field]:
    shared = _map(_map(spec["paths"])[path]).get("parameters", [])
    for one in (*_list(shared), *_list(about.get("parameters", []))):
        found = _map(one)
        kind = _kind(_map(found["schema"]))
        yield Field(
            str(found["name"]),
            kind,
            bool(found.get("required")),
            in_words(str(found.get("description", ""))),
            str(found["in"]),
        )


def _form(spec: type_plain, about: type_plain) -> Iterator[Field]:
    if "requestBody" in about:
        for field in _values(spec, _schema_of(_map(about["requestBody"]))):
            yield Field(field.name, field.kind, field.needed, field.words, "form")


def _values(spec: type_plain, schema: type_plain, above: str = "") -> Iterator[Field]:
    """The values of a schema with those inside them, named with dots."""
    schema = _resolved(spec, schema)
    if schema.get("type") == "array":
        yield from _values(spec, _map(schema["items"]), f"{above}[].")
        return
    needed = _list(schema.get("required", []))
    for name, raw in _map(schema.get("properties", {})).items():
        value = _map(raw)
        inner = _inner(spec, value)
        listed = "[]" if value.get("type") == "array" else ""
        yield Field(f"{above}{name}", _kind(value), name in needed, in_words(str(value.get("description", ""))))
        if inner is not None:
            yield from _values(spec, inner, f"{above}{name}{listed}.")


def _inner(spec: type_plain, value: type_plain) -> type_plain | None:
    """The object inside a value, if it has one."""
    if value.get("type") == "array":
        value = _map(value["items"])
    candidates = [value, *map(_map, _list(value.get("anyOf", []))), *map(_map, _list(value.get("allOf", [])))]
    found = next((one for one in candidates if "$ref" in one), None)
    return _resolved(spec, found) if found else None


def _resolved(spec: type_plain, schema: type_plain) -> type_plain:
    if "$ref" not in schema:
        return schema
    name = str(schema["$ref"]).rpartition("/")[2]
    return _map(_map(_map(spec["components"])["schemas"])[name])


def _kind(schema: type_plain) -> str:
    kind = schema.get("type", "object")
    words = " | ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _schema_of(holder: type_plain) -> type_plain:
    return _map(_map(next(iter(_map(holder["content"]).values())))["schema"])


def _sample(address: str, path: str, method: str) -> str:
    """A call for a terminal, at a place and about a matter of this region."""
    book = rulebook()
    point = next(((a.lat, a.lon) for a in book.ground.tree.at_level(VILLAGE) if a.lat is not None), (0.0, 0.0))
    if method == "post":
        matter = next((category.key for category in book.config.offered(book.at)), "")
        parts = (f"category={matter}", "description='Lubang di depan pasar'", f"lat={point[0]}", f"lon={point[1]}")
        lines = ("curl -H 'Idempotency-Key: 5b0c4f1e-1'", *(f"-F {part}" for part in (*parts, "photo=@foto.jpg")))
        return " \\\n  ".join((*lines, f"{address}{path}"))
    query = f"?lat={point[0]}&lon={point[1]}&accuracy_m=30" if path.endswith("/locate") else ""
    number = f"{book.config.identity.number_prefix}2611230007"
    return f"curl '{address}{path.replace('{number}', number)}{query}'"


def _map(value: object) -> type_plain:
    return cast(type_plain, value)


def _list(value: object) -> list[object]:
    return cast(list[object], value)
