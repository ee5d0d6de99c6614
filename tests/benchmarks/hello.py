"""The least an application can do, bare and with Flask: what pages are held against, on the same server."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ANSWERS = "JAKI_HELLO_SAYS"
SAME = "/same/"
BODY = b"<!doctype html><title>Halo</title><p>Halo, dunia"


@cache
def said(name: str) -> tuple[list[tuple[str, str]], bytes]:
    """The answer that this server shall repeat under a name, header by header and byte by byte."""
    found = json.loads((Path(os.environ[ANSWERS]) / f"{name}.json").read_text())
    return [(name, value) for name, value in found["headers"]], base64.b64decode(found["body"])


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The same few bytes for everybody, or below /same/ the answer of another server; what was sent is read."""
    environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    if path.startswith(SAME):
        headers, body = said(path.removeprefix(SAME))
        start_response("200 OK", list(headers))
        return [body]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]


with_flask = Flask(__name__, static_folder=None)


@with_flask.get("/")
@with_flask.get("/healthz")
def hello() -> bytes:
    """The same bytes by a Flask application that has nothing else."""
    return BODY
