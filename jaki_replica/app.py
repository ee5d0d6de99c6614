"""Puts the parts together: the regions' application, the operator's, and the gate in front of both."""

from __future__ import annotations

from flask import Flask

from jaki_replica import api, desk, operator_console, tenant_admin, ui
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import logs
from jaki_replica.foundation.files import open_store
from jaki_replica.portal import pages as portal
from jaki_replica.settings import Environment, Settings, load
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenant_admin.door import DOOR
from jaki_replica.ui import (
    at_hand,
    edge,
    errors,
    health,
    limits,
    live,
    metrics,
    security,
    sessions,
    signing_in,
    trying_on,
)
from jaki_replica.ui.kept_pages import KeptPages


def _base(name: str, runtime: Runtime, *, regions: bool) -> Flask:
    """What both applications have: sessions, edge, headers, errors, templates."""
    app = Flask(name, static_folder=None)
    app.config["ENVIRONMENT"] = str(runtime.settings.environment)
    app.config["TESTING"] = runtime.settings.environment is Environment.TEST
    app.config["PROPAGATE_EXCEPTIONS"] = False
    security.register(app)
    sessions.register(app, runtime.settings)
    edge.register(app, runtime, regions=regions)
    app.extensions[at_hand.RULEBOOKS] = Rulebooks()
    app.extensions[at_hand.FILES] = open_store(runtime.settings.files)
    ui.register(app)
    errors.register(app)
    return app


def create_region_app(runtime: Runtime) -> Flask:
    """The application that answers on the regions' hosts."""
    app = _base("jaki_replica.regions", runtime, regions=True)
    live.register(app, runtime)
    signing_in.register(app, DOOR, limits.register(app, runtime.settings))
    app.register_blueprint(portal.blueprint)
    desk.register(app)
    tenant_admin.register(app)
    api.register(app)
    app.wsgi_app = KeptPages(app.wsgi_app, runtime, edge.beliefs(app))  # type: ignore[method-assign]  # as Flask has it
    return app


def create_operator_app(runtime: Runtime) -> Flask:
    """The application that answers on the operator's host."""
    app = _base("jaki_replica.operator", runtime, regions=False)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(metrics.blueprint)
    operator_console.register(app, runtime.settings)
    return app


def create_app(settings: Settings | None = None) -> Gate:
    """The whole product as one WSGI application. Without `settings` they are read from the environment."""
    if settings is None:
        settings = load()
        logs.configure(settings.log_level, json=settings.environment is Environment.PRODUCTION)
    runtime = open_runtime(settings)
    runtime.registry.watch()
    regions, operator = create_region_app(runtime), create_operator_app(runtime)
    trying_on.may_draw(operator, regions)
    return Gate(runtime.settings, runtime.registry, region=regions, operator=operator)
