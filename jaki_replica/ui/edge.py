"""Where a request enters and leaves its region: scope, configuration, one commit, metrics."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, Response, current_app, g, request
from flask.sansio.app import App

from jaki_replica.complaints.in_force import Beliefs
from jaki_replica.tenancy.gate import CLIENT, REQUEST_ID, TENANT
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.ui import metrics

P = ParamSpec("P")
R = TypeVar("R")

WITHOUT_REGION = frozenset({"static", "ui.asset", "live.ask", "live.stream"})
READING = frozenset({"GET", "HEAD"})
BELIEFS = "jaki_beliefs"
log = structlog.get_logger("jaki.request")


def runtime() -> Runtime:
    """What this process holds open."""
    found: Runtime = current_app.extensions["jaki_runtime"]
    return found


def beliefs(app: App) -> Beliefs:
    """What this process may believe to be in force in the regions."""
    found: Beliefs = app.extensions[BELIEFS]
    return found


def client() -> str:
    """The address of the browser, with our own proxies taken out."""
    return str(request.environ.get(CLIENT, request.remote_addr or ""))


def begin() -> None:
    """Note the request's id and start."""
    g.request_id = request.environ.get(REQUEST_ID, "")
    g.begun = time.perf_counter()
    g.open = ExitStack()
    g.open.enter_context(structlog.contextvars.bound_contextvars(request_id=g.request_id))


def enter_region() -> None:
    """Open the scope of the host's tenant and load its configuration. Files that are the same for all need neither."""
    if request.endpoint in WITHOUT_REGION:
        return
    tenant = request.environ[TENANT]
    g.tenant = tenant
    g.scope = g.open.enter_context(runtime().scope_of(tenant, reading=_only_reads()))
    known = beliefs(current_app).known(tenant.key) if request.method in READING else None
    g.state = known or beliefs(current_app).read(tenant.key, g.scope.session)
    g.loaded = runtime().configurations.numbered(tenant.key, g.state.revision, g.scope.session)
    g.region = g.loaded.config


def reads_only(view: Callable[P, R]) -> Callable[P, R]:
    """This view sends nothing but single reads: it needs no transaction, and its session refuses to write."""
    view.reads_only = True  # type: ignore[attr-defined]  # kept by every wrapper
    return view


def _only_reads() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in READING and getattr(view, "reads_only", False)


def commit(response: Response) -> Response:
    """Commit what a request that went well has written; anything else is rolled back when the scope closes.

    Pages that only read commit too: their session refuses there what a slip has left to be written.
    """
    if "scope" in g and response.status_code < 400:
        runtime().commit(g.scope)
    return response


def note(response: Response) -> Response:
    """Count and log the request: route, status and time, never the query, a name or an address."""
    seconds = time.perf_counter() - g.begun if "begun" in g else 0.0
    slug = g.tenant.slug if "tenant" in g else "-"
    route = request.url_rule.rule if request.url_rule else "-"
    metrics.answered(slug, request.method, route, response.status_code, seconds)
    if request.endpoint not in WITHOUT_REGION:
        ms = round(seconds * 1000, 1)
        log.info("request", method=request.method, route=route, status=response.status_code, ms=ms)
    return response


def leave(error: BaseException | None) -> None:
    """Close the scope, whatever happened."""
    opened: ExitStack | None = g.pop("open", None)
    if opened is not None:
        g.pop("scope", None)
        opened.close()


def register(app: Flask, runtime: Runtime, *, regions: bool) -> None:
    """Wire the edge into `app`; with `regions`, every request works as the tenant of its host."""
    app.extensions["jaki_runtime"] = runtime
    app.extensions[BELIEFS] = Beliefs()
    app.config["MAX_CONTENT_LENGTH"] = runtime.settings.body_limit_mb * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 1024 * 1024
    app.config["MAX_FORM_PARTS"] = 200
    app.before_request(begin)
    app.after_request(note)
    if regions:
        app.before_request(enter_region)
        app.after_request(commit)
    app.teardown_request(leave)
