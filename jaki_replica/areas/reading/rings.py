"""Builds polygons from rings of coordinates, and says in words where that fails."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.reading.limits import Limits
from jaki_replica.areas.reading.opening import too_many

CLOSED = "a ring was not closed; its first point was added at its end"
FLATTENED = "heights were left out"

type_ring = NDArray[np.float64]


class Unbuildable(Exception):
    """A shape that cannot be built; the message says why and where."""


class Tally:
    """Counts what was read over the whole file, and stops at the limits."""

    __slots__ = ("_limits", "features", "rings", "vertices")

    def __init__(self, limits: Limits) -> None:
        """Starts at nothing read."""
        self._limits = limits
        self.features = 0
        self.rings = 0
        self.vertices = 0

    def feature(self) -> int:
        """Counts one feature and gives its number, from 1."""
        self.features += 1
        if self.features > self._limits.features:
            raise too_many("features", self._limits.features)
        return self.features

    def add(self, rings: int, vertices: int) -> None:
        """Counts rings and vertices."""
        self.rings += rings
        self.vertices += vertices
        if self.rings > self._limits.rings:
            raise too_many("rings", self._limits.rings)
        if self.vertices > self._limits.vertices:
            raise too_many("vertices", self._limits.vertices)


def ring_of(places: object, repairs: set[str]) -> type_ring:
    """A closed ring of x and y from a list of positions; raises Unbuildable."""
    if not isinstance(places, list) or not places:
        raise Unbuildable("a ring is not a list of positions")
    try:
        found = np.array(places)
    except ValueError as error:
        raise Unbuildable("a ring has positions of different lengths") from error
    if found.ndim != 2 or found.dtype.kind not in "iuf" or found.shape[1] < 2:
        raise Unbuildable("a ring has positions that are not two numbers")
    return tidy_ring(found.astype(np.float64), repairs)


def tidy_ring(found: type_ring, repairs: set[str]) -> type_ring:
    """The ring flat and closed, with what was changed noted in `repairs`; raises Unbuildable."""
    if found.shape[1] > 2:
        repairs.add(FLATTENED)
        found = found[:, :2]
    unusable = ~np.isfinite(found).all(axis=1)
    if unusable.any():
        raise Unbuildable(f"point {int(unusable.argmax()) + 1} of a ring is not a number")
    if not np.array_equal(found[0], found[-1]):
        repairs.add(CLOSED)
        found = np.concatenate([found, found[:1]])
    if len(found) < 4:
        raise Unbuildable("a ring has fewer than three different points")
    return found


def polygons_of(parts: Sequence[Sequence[type_ring]]) -> BaseGeometry:
    """A polygon or multipolygon; each part is its outer ring and then its holes. Raises Unbuildable."""
    try:
        built = [shapely.Polygon(part[0], part[1:]) for part in parts]
        return built[0] if len(built) == 1 else shapely.MultiPolygon(built)
    except (ShapelyError, ValueError) as error:
        raise Unbuildable("its rings do not make a polygon") from error


def from_wkb(wkb: bytes, tally: Tally, repairs: set[str]) -> BaseGeometry:
    """The shape in well-known binary, flat; raises Unbuildable."""
    try:
        shape = shapely.from_wkb(wkb)
    except (ShapelyError, ValueError) as error:
        raise Unbuildable("its binary shape is damaged") from error
    tally.add(len(shapely.get_rings(shapely.get_parts(shape))), int(shapely.get_num_coordinates(shape)))
    if shape.has_z or shape.has_m:
        repairs.add(FLATTENED)
        shape = shapely.force_2d(shape)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise Unbuildable("a point of a ring is not a number")
    return shape


def nested(rings: Sequence[type_ring]) -> list[list[type_ring]]:
    """Rings of a shapefile sorted into polygons: outer rings run clockwise there, each hole goes to its outer one.

    Raises Unbuildable where a hole lies in no outer ring.
    """
    outer = [ring for ring in rings if not shapely.LinearRing(ring).is_ccw]
    holes = [ring for ring in rings if shapely.LinearRing(ring).is_ccw]
    if not outer:
        outer, holes = holes, []
    parts: list[list[type_ring]] = [[ring] for ring in outer]
    if not holes:
        return parts
    grounds = [shapely.Polygon(ring) for ring in outer]
    tree = shapely.STRtree(grounds)
    for hole in holes:
        owners = [int(place) for place in tree.query(shapely.Polygon(hole), predicate="covered_by")]
        if not owners:
            raise Unbuildable("a hole lies outside its polygon")
        parts[min(owners, key=lambda place: grounds[place].area)].append(hole)
    return parts
