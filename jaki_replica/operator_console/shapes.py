"""A small mark per region: its villages as dots on its main colour. No emblem, no boundary."""

from __future__ import annotations

import re
from functools import lru_cache

from flask import Blueprint, Response, make_response, request

from jaki_replica.areas.dots import dots
from jaki_replica.foundation.errors import NotFound
from jaki_replica.statistics.terms import Figures
from jaki_replica.ui.edge import runtime

NEUTRAL = "#3d4354"
COLOUR = re.compile(r"[0-9a-f]{6}")
SIDE, EDGE = 64, 9
KEPT = "private, max-age=604800, immutable"  # the address names the colour, and the facts are shipped


def colour_of(figures: Figures) -> str:
    """The region's main colour as it stands in the mark's address; empty before the region has counted."""
    colour = figures.count("colour")
    return "" if colour is None or not 0 <= colour < 1 << 24 else f"{colour:06x}"


@lru_cache(maxsize=1024)
def drawn(code: str, colour: str) -> str:
    """The mark as a whole SVG document; a region that is none of the nation's gets one dot."""
    try:
        side, found = dots(code)
    except NotFound:
        side, found = 1, ((0, 0),)
    cell = (SIDE - 2 * EDGE) / side
    path = "".join(f"M{EDGE + (x + 0.5) * cell:.1f} {EDGE + (y + 0.5) * cell:.1f}h0" for x, y in found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" rx="14" fill="{colour}"/>'
        f'<path d="{path}" fill="none" stroke="#fff" stroke-linecap="round" stroke-width="{cell * 0.9:.2f}"/></svg>\n'
    )


def shape(slug: str) -> Response:
    """The mark of a region in the colour that the address names. Raises NotFound."""
    tenant = next((one for one in runtime().registry.picture.tenants if one.slug == slug), None)
    if tenant is None:
        raise NotFound("There is no such region")
    asked = request.args.get("warna", "")
    answer = make_response(drawn(tenant.code, f"#{asked}" if COLOUR.fullmatch(asked) else NEUTRAL))
    answer.content_type = "image/svg+xml"
    answer.headers["Cache-Control"] = KEPT
    return answer


def add_pages(blueprint: Blueprint) -> None:
    """Add the mark."""
    blueprint.add_url_rule("/daerah/<slug>/bentuk.svg", "shape", shape)
