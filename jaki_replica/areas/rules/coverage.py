"""How well polygons cover their region: where two claim the same ground, and where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.measures import km2
from jaki_replica.areas.terms import Gap, Overlap
from jaki_replica.foundation.errors import Fault, Invalid

LEAST_KM2 = 0.0001
LISTED = 200
_CHUNK = 200
_MOST_NEIGHBOURS = 200

type_drawn = tuple[str, BaseGeometry]
type_places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Overlaps and gaps, largest first."""

    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]


def coverage(polygons: Sequence[type_drawn]) -> Coverage:
    """Overlaps and enclosed gaps of at least 100 square metres among valid polygons, largest first."""
    codes = [code for code, _ in polygons]
    shapes = np.array([shape for _, shape in polygons], dtype=object)
    if not len(shapes):
        return Coverage((), ())
    tree = shapely.STRtree(shapes)
    return Coverage(_overlaps(codes, shapes, tree), _gaps(codes, shapes, tree))


def _overlaps(codes: list[str], shapes: NDArray[np.object_], tree: shapely.STRtree) -> tuple[Overlap, ...]:
    left, right = _meeting(shapes, tree)
    common = ~shapely.touches(shapes[left], shapes[right])
    left, right = left[common], right[common]
    pieces = shapely.intersection(shapes[left], shapes[right])
    found: list[Overlap] = []
    for one, other, piece in zip(left, right, pieces, strict=True):
        ground = km2(piece)
        if ground >= LEAST_KM2:
            lat, lon = _point_in(piece)
            first, second = sorted((codes[one], codes[other]))
            found.append(Overlap((first, second), round(ground, 4), lat, lon))
    return tuple(sorted(found, key=lambda overlap: (-overlap.km2, overlap.codes)))


def _meeting(shapes: NDArray[np.object_], tree: shapely.STRtree) -> tuple[type_places, type_places]:
    """Each pair of shapes that meet, once. Raises Invalid where far more meet than any map has neighbours."""
    pairs: list[NDArray[np.intp]] = []
    found = 0
    for start in range(0, len(shapes), _CHUNK):
        left, right = tree.query(shapes[start : start + _CHUNK], predicate="intersects")
        left = left + start
        pairs.append(np.array([left[left < right], right[left < right]]))
        found += pairs[-1].shape[1]
        if found > _MOST_NEIGHBOURS * (start + _CHUNK):
            fault = Fault("file", "has areas lying on top of each other many times over", "Draw each area once.")
            raise Invalid("The boundary file cannot be used.", (fault,))
    left, right = np.concatenate(pairs, axis=1)
    return left, right


def _gaps(codes: list[str], shapes: NDArray[np.object_], tree: shapely.STRtree) -> tuple[Gap, ...]:
    """The holes in the union of all polygons: lakes and enclaves of other regions are among them."""
    found: list[Gap] = []
    for part in shapely.get_parts(shapely.union_all(shapes)):
        if part.geom_type != "Polygon":
            continue
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            ground = km2(hole)
            if ground >= LEAST_KM2:
                lat, lon = _point_in(hole)
                around = sorted({codes[place] for place in tree.query(hole, predicate="intersects")})
                found.append(Gap(tuple(around[:12]), round(ground, 4), lat, lon))
    return tuple(sorted(found, key=lambda gap: (-gap.km2, gap.codes)))


def _point_in(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return round(point.y, 5), round(point.x, 5)
