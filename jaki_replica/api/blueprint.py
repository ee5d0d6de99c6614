"""The blueprint of the interface, and how a view is served and described at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ParamSpec

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from jaki_replica.api.schemas import Problem

P = ParamSpec("P")
PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
VARIABLE = re.compile(r"<(\w+)>")
PLACES = {"number": "Number of the complaint."}

type_view = Callable[P, Response]

blueprint = Blueprint("api", __name__, url_prefix=PREFIX, description="Complaints, categories and areas of one region.")

WHY = {
    404: "No such complaint here",
    409: "The key was used for another complaint",
    413: "The request is too large",
    415: "The form is neither multipart nor URL-encoded",
    422: "The input is wrong; `faults` names every place",
    429: "More often than this region allows; see Retry-After",
    503: "A part this needs does not answer now",
}


def serves(
    rule: str,
    answer: Schema,
    *,
    status: int = 200,
    method: str = "GET",
    doc: Mapping[str, object],
    fails: tuple[int, ...],
) -> Callable[[type_view[P]], type_view[P]]:
    """Serve a view at `rule` and describe it: what it answers, how it may fail, and what `doc` says besides."""
    parts = [{"in": "path", "name": name, "description": PLACES[name]} for name in VARIABLE.findall(rule)]

    def decorate(view: type_view[P]) -> type_view[P]:
        described = blueprint.response(status, answer, description=str(doc["summary"]))(view)
        for code in (*fails, 429, 503):
            described = blueprint.alt_response(code, schema=Problem, content_type=PROBLEM, description=WHY[code])(
                described
            )
        described = blueprint.doc(**{"operationId": view.__name__, **doc})(described)
        blueprint.route(rule, methods=[method], parameters=parts)(described)
        return view

    return decorate
