"""A small map of one area with the place in it, drawn from the region's own polygon."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import g
from shapely import from_wkb
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas import queries as areas
from jaki_replica.complaints.models import Complaint

WIDE, HIGH, MARGIN = 640.0, 320.0, 24.0
FINEST = 0.75  # a corner nearer than this many pixels to its neighbours is not seen


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG path in a frame of 640 x 320, and where the pin stands in it (none where no point is known)."""

    path: str
    pin: tuple[float, float] | None


def draw(complaint: Complaint) -> Drawing | None:
    """The complaint's area; None where it is not drawn."""
    outline = areas.polygon(g.scope.session, complaint.area) if complaint.area else None
    if outline is None:
        return None
    shape = from_wkb(outline)
    frame = _Frame(shape)
    pin = None
    if complaint.lat is not None and complaint.lon is not None:
        x, y = frame.place(complaint.lon, complaint.lat)
        pin = (x, y) if 0 <= x <= WIDE and 0 <= y <= HIGH else None
    fine = shape.simplify(FINEST / frame.scale) if frame.scale else shape
    return Drawing("".join(frame.ring(part) for part in _polygons(fine)), pin)


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [shape] if isinstance(shape, Polygon) and not shape.is_empty else []


class _Frame:
    """Degrees to pixels, the area in the middle, a degree of longitude as short as it is there."""

    def __init__(self, shape: BaseGeometry) -> None:
        west, south, east, north = shape.bounds
        self.shrink = math.cos(math.radians((south + north) / 2))
        self.middle = ((west + east) / 2, (south + north) / 2)
        wide, high = max((east - west) * self.shrink, 1e-9), max(north - south, 1e-9)
        self.scale = min((WIDE - 2 * MARGIN) / wide, (HIGH - 2 * MARGIN) / high)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = WIDE / 2 + (lon - self.middle[0]) * self.shrink * self.scale
        return round(x, 1), round(HIGH / 2 - (lat - self.middle[1]) * self.scale, 1)

    def ring(self, polygon: Polygon) -> str:
        corners = [self.place(lon, lat) for lon, lat, *_height in polygon.exterior.coords]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"
