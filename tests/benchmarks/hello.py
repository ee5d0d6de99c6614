"""The least an application can do, bare and with Flask: what pages are held against, on the same server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY = b"<!doctype html><title>Halo</title><p>Halo, dunia"


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The same few bytes for everybody; what was sent is read."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]


with_flask = Flask(__name__, static_folder=None)


@with_flask.get("/")
@with_flask.get("/healthz")
def hello() -> bytes:
    """The same bytes by a Flask application that has nothing else."""
    return BODY
