"""The public JSON interface, version 1: file and follow complaints, categories, areas; its description and a page."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_smorest import Api

from jaki_replica.api import documents, problems, routes
from jaki_replica.api.blueprint import blueprint
from jaki_replica.api.schemas import Problem
from jaki_replica.ui.navigation import Place, add_places
from jaki_replica.ui.words import lazy_gettext as _l

VERSION = "1.0.0"
READING = frozenset({"GET", "HEAD"})


class Interface(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Describes the routes; how failures are answered is ours, see `problems`."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave the application's own handlers alone."""

    def _register_doc_blueprint(self) -> None:
        """The description is served by `documents`, for each region with its own name and address."""


def register(app: Flask) -> None:
    """Add `/api/v1` to the regions' application. To be called after pages, errors and limits are registered."""
    app.config.update(API_TITLE="Public API", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    interface = Interface(app)
    interface.register_blueprint(blueprint)
    routes.limit(app)
    documents.register(app, interface.spec)
    problems.register(app)
    app.extensions["csrf"].exempt(blueprint)
    app.after_request(_open_to_other_sites)
    add_places(app, "portal", Place("api_documents.page", _l("Antarmuka data (API)")))


def _open_to_other_sites(response: Response) -> Response:
    """Let pages of other sites read what is public; they cannot send, for no preflight is answered."""
    if problems.is_ours() and request.method in READING:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
