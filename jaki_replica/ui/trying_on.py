"""A page of a region that nobody can reach yet, drawn for the operator with a brand that is tried on."""

from __future__ import annotations

from flask import Flask, current_app
from werkzeug.test import EnvironBuilder

from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.gate import TENANT
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui import edge, language
from jaki_replica.ui.look import Draft, try_on

REGIONS = "jaki_regions_application"
HOME = "portal.home"


def may_draw(app: Flask, regions: Flask) -> None:
    """Let `app` draw pages of the application that answers on the regions' hosts."""
    app.extensions[REGIONS] = regions


def home(tenant: Tenant, config: RegionConfig, draft: Draft) -> str | None:
    """The home page of `tenant` as if `config` were in force; None where this process has no regions' application.

    Nothing is written, and no door, limit or kept page stands in between: whoever calls this has let people in.
    """
    regions: Flask | None = current_app.extensions.get(REGIONS)
    if regions is None:
        return None
    environ = EnvironBuilder("/", base_url=f"http://{tenant.host}").get_environ()
    environ[TENANT] = tenant
    with regions.request_context(environ):
        edge.begin()
        edge.enter_region()
        language.use(language.DEFAULT)
        try_on(config, draft)
        return str(regions.view_functions[HOME]())
