"""The pages of the operator, each part in a file of its own."""

from __future__ import annotations

from flask import Blueprint

from jaki_replica.operator_console import account, log, people, region, regions, shapes
from jaki_replica.operator_console.here import ROLE
from jaki_replica.ui import signing_in

blueprint = Blueprint("operator_console", __name__, template_folder="templates")
signing_in.inside(blueprint, ROLE)
for part in (regions, region, shapes, log, people, account):
    part.add_pages(blueprint)
