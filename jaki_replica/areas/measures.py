"""Metres and degrees near the equator: exact to about 0.1 % over the few kilometres that matter here.

Lengths of a degree on WGS84 by the usual series (Snyder, Map Projections, 1987, p. 25).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

type_floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Metres per degree at one latitude."""

    lat_m: float
    lon_m: float


@lru_cache(maxsize=4096)
def _scale_at(tenths: int) -> Scale:
    phi = math.radians(tenths / 10)
    lat_m = 111132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    lon_m = 111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi)
    return Scale(lat_m, lon_m)


def scale_at(lat: float) -> Scale:
    """Metres per degree at `lat`, rounded to a tenth of a degree."""
    return _scale_at(round(lat * 10))


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points some kilometres apart."""
    scale = scale_at((lat + other_lat) / 2)
    return math.hypot((other_lat - lat) * scale.lat_m, (other_lon - lon) * scale.lon_m)


def circle(lat: float, lon: float, radius_m: float) -> BaseGeometry:
    """The circle on the ground around a point, as a polygon of 64 sides in degrees."""
    scale = scale_at(lat)
    turns = np.linspace(0.0, 2 * math.pi, 65)[:-1]
    xs = lon + np.cos(turns) * radius_m / scale.lon_m
    ys = lat + np.sin(turns) * radius_m / scale.lat_m
    return cast(BaseGeometry, shapely.polygons(np.column_stack([xs, ys])))


def box_around(lat: float, lon: float, reach_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north of the square that reaches `reach_m` from a point in every direction."""
    scale = scale_at(lat)
    wide, high = reach_m / scale.lon_m, reach_m / scale.lat_m
    return lon - wide, lat - high, lon + wide, lat + high


def metres_to(lat: float, lon: float, shapes: NDArray[np.object_]) -> type_floats:
    """The distance from a point to each shape in degrees, 0 inside; exact for shapes in the point's surroundings."""
    scale = scale_at(lat)
    factors = np.array([scale.lon_m, scale.lat_m])
    origin = np.array([lon, lat])
    local = shapely.transform(shapes, lambda places: (places - origin) * factors)
    return np.asarray(shapely.distance(local, shapely.Point(0, 0)), dtype=np.float64)


def km2(shape: BaseGeometry) -> float:
    """The ground a shape in degrees covers, in square kilometres."""
    if shape.is_empty:
        return 0.0
    scale = scale_at((shape.bounds[1] + shape.bounds[3]) / 2)
    return float(shape.area) * scale.lat_m * scale.lon_m / 1e6
