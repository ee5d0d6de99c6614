"""Whether a shape lies where its region lies: catches swapped axes, projected metres and wrong places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.terms import UnitFact

MARGIN_DEG = 1.0
_AXES = "Write longitude before latitude, as GeoJSON demands (RFC 7946), or export the layer again."
_PROJECTED = "Export it with the coordinate reference system EPSG:4326 (WGS 84)."
_INVALID = "Mend it in QGIS (Processing > Fix geometries), look at the result, and import again."


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Why a shape is refused, and what to do; `kind` groups faults that have one cause."""

    kind: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The box in degrees in which a region's shapes must lie."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, bounds: tuple[float, float, float, float]) -> bool:
        """Whether a shape of these bounds lies wholly in the frame."""
        west, south, east, north = bounds
        return self.west <= west and east <= self.east and self.south <= south and north <= self.north


def frame_of(units: Sequence[UnitFact]) -> Frame:
    """The box around the known points of a region, grown by a degree."""
    points = [unit.point for unit in units if unit.point is not None]
    lats, lons = [point[0] for point in points], [point[1] for point in points]
    return Frame(min(lons) - MARGIN_DEG, min(lats) - MARGIN_DEG, max(lons) + MARGIN_DEG, max(lats) + MARGIN_DEG)


def misplaced(shape: BaseGeometry, frame: Frame) -> Misplaced | None:
    """What is wrong with the place or the form of a shape, or None."""
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return Misplaced("type", f"is a {shape.geom_type}, not a polygon", "Leave out points and lines.")
    if shape.is_empty:
        return Misplaced("empty", "has an empty shape", "Draw it, or leave the feature out.")
    return _out_of_place(shape, frame) or _ill_formed(shape)


def _out_of_place(shape: BaseGeometry, frame: Frame) -> Misplaced | None:
    west, south, east, north = bounds = shape.bounds
    if frame.holds(bounds):
        return None
    if frame.holds((south, west, north, east)):
        return Misplaced("axes", "has its axes swapped: latitude stands before longitude", _AXES)
    if min(west, south) < -180 or max(east, north) > 180:
        seen = f"x {west:.0f} to {east:.0f}, y {south:.0f} to {north:.0f}"
        return Misplaced("projected", f"is in metres or another projection, not in degrees ({seen})", _PROJECTED)
    expected = f"{frame.west:.1f} to {frame.east:.1f} east, {frame.south:.1f} to {frame.north:.1f} north"
    found = f"{west:.3f} to {east:.3f} east, {south:.3f} to {north:.3f} north"
    return Misplaced("place", f"lies at {found}; the region lies at {expected}", "Check the code and the coordinates.")


def _ill_formed(shape: BaseGeometry) -> Misplaced | None:
    if shape.is_valid:
        return None
    reason = shapely.is_valid_reason(shape)
    what, _, where = reason.partition("[")
    x, _, y = where.rstrip("]").partition(" ")
    place = f" at longitude {float(x):.5f}, latitude {float(y):.5f}" if y else ""
    return Misplaced("invalid", f"is not a valid polygon: {what.strip().lower()}{place}", _INVALID)
