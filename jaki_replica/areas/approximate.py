"""Areas for a region that has no boundaries yet: the ground nearest to each village's point.

Voronoi cells of the points, those of the neighbouring regions' villages included so that the region's own edge
falls between its villages and theirs, cut to discs around the region's points so that no cell reaches far to sea.
Villages without a point get no area. The result routes complaints; it says nothing about boundaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.measures import scale_at, type_floats
from jaki_replica.areas.neighbours import NationalPoints
from jaki_replica.areas.terms import VILLAGE, UnitFact

MARGIN_DEG = 0.5
_SPACING_NEIGHBOURS = 4
_REACH = 2.5
_LEAST_M = 1_000.0
_MOST_M = 25_000.0


def approximate_areas(units: Sequence[UnitFact], national: NationalPoints) -> list[tuple[str, BaseGeometry]]:
    """A polygon in degrees for each village among `units` that has a point, by code."""
    villages = {unit.code: unit.point for unit in units if unit.level == VILLAGE and unit.point is not None}
    if not villages:
        return []
    codes = sorted(villages)
    own = np.array([(lon, lat) for lat, lon in (villages[code] for code in codes)], dtype=np.float64)
    foreign = _foreign_points(set(codes), own, national)
    origin, factors = _frame(own)
    cells = _cells((own - origin) * factors, (foreign - origin) * factors)
    degrees = shapely.transform(cells, lambda places: places / factors + origin)
    return [(code, cast(BaseGeometry, cell)) for code, cell in zip(codes, degrees, strict=True)]


def _foreign_points(own_codes: set[str], own: type_floats, national: NationalPoints) -> type_floats:
    west, south = own.min(axis=0) - MARGIN_DEG
    east, north = own.max(axis=0) + MARGIN_DEG
    codes, places = national.within(south, north, west, east)
    foreign = np.array([code not in own_codes for code in codes], dtype=bool)
    return np.asarray(places[foreign], dtype=np.float64)


def _frame(places: type_floats) -> tuple[type_floats, type_floats]:
    """A local plane in metres: where it starts, and metres per degree of longitude and latitude."""
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    scale = scale_at(float(middle[1]))
    return middle, np.array([scale.lon_m, scale.lat_m])


def _cells(own: type_floats, foreign: type_floats) -> NDArray[np.object_]:
    points = np.concatenate([own, foreign])
    reach = _reach(own, points)
    frame = shapely.box(*(own.min(axis=0) - 2 * _MOST_M), *(own.max(axis=0) + 2 * _MOST_M))
    diagram = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    cells = shapely.get_parts(diagram)[: len(own)]
    discs = shapely.buffer(shapely.points(own), reach, quad_segs=4)
    return _cut(cells, discs)


def _reach(own: type_floats, points: type_floats) -> type_floats:
    """How far each village reaches: some spacings of the villages around it, within bounds."""
    tree = shapely.STRtree(np.asarray(shapely.points(points), dtype=object))
    found = np.full(len(own), _MOST_M)
    for place, point in enumerate(own):
        found[place] = _spacing(tree, points, point)
    return np.clip(found * _REACH, _LEAST_M, _MOST_M)


def _spacing(tree: shapely.STRtree, points: type_floats, point: type_floats) -> float:
    """The mean distance to the nearest few other points, looked for in growing squares."""
    for reach in (1_000.0, 4_000.0, 16_000.0):
        around = tree.query(shapely.box(*(point - reach), *(point + reach)))
        distances = np.sort(np.hypot(*(points[around] - point).T))[1 : _SPACING_NEIGHBOURS + 1]
        if len(distances) == _SPACING_NEIGHBOURS and distances[-1] <= reach:
            return float(distances.mean())
    return _MOST_M


def _cut(cells: NDArray[np.object_], discs: NDArray[np.object_]) -> NDArray[np.object_]:
    """Each cell cut to all discs together, so that neighbours with different reach leave no hole between them.

    A cell that lies in one of them, as most do where villages are close, is whole already.
    """
    tree = shapely.STRtree(discs)
    reaches_out = np.ones(len(cells), dtype=bool)
    reaches_out[tree.query(cells, predicate="covered_by")[0]] = False
    outer = cells[reaches_out]
    touched: list[list[int]] = [[] for _ in outer]
    for cell, disc in tree.query(outer, predicate="intersects").T:
        touched[cell].append(disc)
    grounds = [shapely.union_all(discs[near]) for near in touched]
    cut = cells.copy()
    cut[reaches_out] = shapely.intersection(outer, np.array(grounds, dtype=object))
    return cut
