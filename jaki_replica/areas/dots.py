"""A region as a handful of dots: where its villages lie, out of the shipped facts, coarse enough for a small mark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, cos, radians, sqrt

from jaki_replica.areas import facts
from jaki_replica.areas.terms import UnitFact

VILLAGE = 4
FINEST, COARSEST = 22, 7
OUTLYING = 0.03  # far islands would make a city of 300 villages one dot; the share left out at each edge
MARGIN = 0.15

type_dots = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1024)
def dots(code: str) -> tuple[int, type_dots]:
    """How many dots the square of a region is wide, and the column and row of each, from the north west.

    Raises NotFound for a code that is no region.
    """
    points = [_flat(unit) for unit in facts.units_of(code) if unit.level == VILLAGE]
    return drawn(points)


def drawn(points: Sequence[tuple[float, float]]) -> tuple[int, type_dots]:
    """The same for points that count eastwards and southwards in one measure; no points, no dots."""
    if not points:
        return COARSEST, ()
    side = max(COARSEST, min(FINEST, ceil(sqrt(len(points)) * 1.4)))
    (west, east), (north, south) = (_range(sorted(one[axis] for one in points)) for axis in (0, 1))
    width = max(east - west, south - north) or 1.0
    left, top = (west + east - width) / 2, (north + south - width) / 2
    cells = {(int((x - left) / width * side), int((y - top) / width * side)) for x, y in points}
    last = side - 1
    inside = {(min(x, last), min(y, last)) for x, y in cells if 0 <= x <= side and 0 <= y <= side}
    return side, tuple(sorted(inside))


def _flat(unit: UnitFact) -> tuple[float, float]:
    return (unit.lon or 0.0) * cos(radians(unit.lat or 0.0)), -(unit.lat or 0.0)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From where to where most of them lie, with a margin that takes in those just outside."""
    skipped = int(len(values) * OUTLYING)
    least, most = values[skipped], values[len(values) - 1 - skipped]
    margin = (most - least) * MARGIN
    return max(values[0], least - margin), min(values[-1], most + margin)
