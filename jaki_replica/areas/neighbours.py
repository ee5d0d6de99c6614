"""Which region a point outside most likely belongs to, from the villages' points of the whole nation.

Points only (about 1 MB), sorted by latitude so that a look-up reads a narrow band; the boundaries of the nation
would take 259 MB in each worker.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from jaki_replica.areas import facts
from jaki_replica.areas.measures import scale_at, type_floats
from jaki_replica.areas.terms import VILLAGE, Neighbour, UnitFact

REACH_M = 20_000.0
LEAST_REACH_M = 2_000.0
_SPACINGS = 2.0
_VILLAGES_AROUND = 4


class NationalPoints:
    """Every village's point, with its code packed into ten digits."""

    __slots__ = ("_codes", "_lats", "_lons")

    def __init__(self, units: Iterable[UnitFact]) -> None:
        """Takes the villages with a point out of `units`."""
        points = [
            (*unit.point, int(unit.code.replace(".", "")))
            for unit in units
            if unit.level == VILLAGE and unit.point is not None
        ]
        points.sort()
        self._lats = np.array([point[0] for point in points], dtype=np.float32)
        self._lons = np.array([point[1] for point in points], dtype=np.float32)
        self._codes = np.array([point[2] for point in points], dtype=np.uint64)

    @property
    def size_bytes(self) -> int:
        """The memory the points take."""
        return self._lats.nbytes + self._lons.nbytes + self._codes.nbytes

    def nearest(self, lat: float, lon: float) -> Neighbour | None:
        """The region of the nearest village, or None: at sea or outside the nation.

        A village reaches twice as far as the villages around it lie apart, at least 2 and at most 20 km:
        where villages are sparse a point 15 km from any may well be in one, before a dense town's coast it is not.
        """
        first, squares = self._squares(lat, lon)
        if not squares.size:
            return None
        place = first + int(squares.argmin())
        distance = math.sqrt(float(squares.min()))
        if distance > REACH_M or distance > self._reach(place):
            return None
        village = _dotted(int(self._codes[place]))
        return Neighbour(village[:5], village[:2], village, distance)

    def within(self, south: float, north: float, west: float, east: float) -> tuple[list[str], type_floats]:
        """The villages in a box: their codes and their points as rows of (lon, lat)."""
        band = self._band(south, north)
        lons = self._lons[band]
        chosen = (lons >= west) & (lons <= east)
        places = np.column_stack([lons[chosen], self._lats[band][chosen]]).astype(np.float64)
        return [_dotted(int(code)) for code in self._codes[band][chosen]], places

    def _reach(self, place: int) -> float:
        _, squares = self._squares(float(self._lats[place]), float(self._lons[place]))
        if len(squares) <= _VILLAGES_AROUND:
            return REACH_M
        around = np.sqrt(np.partition(squares, _VILLAGES_AROUND)[: _VILLAGES_AROUND + 1]).sum() / _VILLAGES_AROUND
        return min(max(_SPACINGS * float(around), LEAST_REACH_M), REACH_M)

    def _squares(self, lat: float, lon: float) -> tuple[int, NDArray[np.float32]]:
        """Squared metres to the villages of the band 20 km north and south, and where that band starts."""
        scale = scale_at(lat)
        band = self._band(lat - REACH_M / scale.lat_m, lat + REACH_M / scale.lat_m)
        north = (self._lats[band] - np.float32(lat)) * np.float32(scale.lat_m)
        east = (self._lons[band] - np.float32(lon)) * np.float32(scale.lon_m)
        return band.start, north * north + east * east

    def _band(self, south: float, north: float) -> slice:
        start, stop = np.searchsorted(self._lats, [np.float32(south), np.float32(north)])
        return slice(int(start), int(stop))


@cache
def national_points() -> NationalPoints:
    """The points of the nation, read from the shipped facts at the first call."""
    return NationalPoints(facts.national_units())


def neighbour_region(lat: float, lon: float) -> Neighbour | None:
    """The regency or city whose village is nearest and near enough; None outside the nation or far at sea."""
    return national_points().nearest(lat, lon)


def _dotted(packed: int) -> str:
    digits = f"{packed:010d}"
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
