"""From a point to its area, fast: one search tree per tenant in memory, loaded when first asked."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.measures import box_around, circle, metres_to
from jaki_replica.areas.neighbours import neighbour_region
from jaki_replica.areas.outlines import Sheet, sheet
from jaki_replica.areas.terms import AreaTree, Candidate, How, Located, deepest, lies_in
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.recent import Recent

NEAR_M = 300.0
WORST_ACCURACY_M = 5_000.0
_VERTEX_BYTES = 48
_POLYGON_BYTES = 1_000
_MOST_SHEETS = 64  # some ten kilobytes each

type_drawn = tuple[str, bytes]


class Locator:
    """Answers which area a point lies in, from polygons given as WKB in degrees (longitude first).

    Where polygons of several levels are given, the deepest drawn ones answer: an area whose subdivisions are
    drawn takes no part itself. A point on a border, or where areas overlap, belongs to the lowest code.
    """

    __slots__ = ("_codes", "_inside", "_region", "_shapes", "_tree", "size_bytes")

    def __init__(self, polygons: Iterable[type_drawn], region: str = "") -> None:
        """`polygons` are (code, WKB) in any order; `region` is never named as a neighbour of itself."""
        self._region = region
        drawn = dict(polygons)
        self._codes = list(deepest(drawn))
        self._inside = [Located(code, How.INSIDE) for code in self._codes]
        binary = np.array([drawn[code] for code in self._codes], dtype=object)
        self._shapes: NDArray[np.object_] = np.asarray(shapely.from_wkb(binary), dtype=object)
        self._tree = shapely.STRtree(self._shapes)
        vertices = int(shapely.get_num_coordinates(self._shapes).sum())
        self.size_bytes = vertices * _VERTEX_BYTES + len(self._codes) * _POLYGON_BYTES

    def __len__(self) -> int:
        """How many polygons answer."""
        return len(self._codes)

    def pieces(self, code: str) -> list[BaseGeometry]:
        """The polygons that answer for an area and all below it."""
        return [shape for own, shape in zip(self._codes, self._shapes, strict=True) if lies_in(own, code)]

    def area_at(self, lat: float, lon: float) -> str | None:
        """The code of the area the point lies in, or None; a few microseconds."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self._codes[found.min()] if found.size else None

    def locate(self, lat: float, lon: float, accuracy_m: float = 0.0) -> Located:
        """Inside an area, near one (within 300 m), or outside with the neighbouring region where there is one.

        With the accuracy of the fix in metres, the areas its circle touches are given too, for the reporter to
        choose from. Raises Invalid for a point that is not on the globe.
        """
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        if found.size and not accuracy_m:
            return self._inside[int(found.min())]
        check_point(lat, lon, accuracy_m)
        candidates = self.candidates(lat, lon, accuracy_m) if accuracy_m else ()
        if found.size:
            return Located(self._codes[found.min()], How.INSIDE, 0.0, candidates)
        return self._missed(lat, lon, candidates)

    def candidates(self, lat: float, lon: float, accuracy_m: float) -> tuple[Candidate, ...]:
        """The areas that the circle of `accuracy_m` touches, the largest share first, then the nearest.

        A circle wider than 5 km is cut to 5 km: a fix that poor names no village. Raises Invalid as `locate`.
        """
        check_point(lat, lon, accuracy_m)
        around = circle(lat, lon, min(max(accuracy_m, 1.0), WORST_ACCURACY_M))
        places = np.sort(self._tree.query(around, predicate="intersects"))
        pieces = shapely.intersection(self._shapes[places], around)
        shares = shapely.area(pieces) / around.area
        distances = metres_to(lat, lon, pieces)
        found = [
            Candidate(self._codes[place], round(float(share), 4), round(float(distance), 1))
            for place, share, distance in zip(places, shares, distances, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: (-one.share, one.distance_m, one.code)))

    def nearest(self, lat: float, lon: float, reach_m: float = NEAR_M) -> tuple[str, float] | None:
        """The nearest area within `reach_m` and the metres to its edge; the lowest code where two are equally near."""
        west, south, east, north = box_around(lat, lon, reach_m)
        around = shapely.box(west, south, east, north)
        places = np.sort(self._tree.query(around, predicate="intersects"))
        if not places.size:
            return None
        pieces = shapely.intersection(self._shapes[places], around)
        distances = np.where(shapely.is_empty(pieces), np.inf, metres_to(lat, lon, pieces)).round(3)
        best = int(distances.argmin())
        distance = float(distances[best])
        return (self._codes[places[best]], distance) if distance <= reach_m else None

    def _missed(self, lat: float, lon: float, candidates: tuple[Candidate, ...]) -> Located:
        near = self.nearest(lat, lon)
        if near is not None:
            return Located(near[0], How.NEAR, near[1], candidates)
        neighbour = neighbour_region(lat, lon)
        if neighbour is not None and self._region and lies_in(neighbour.region_code, self._region):
            neighbour = None
        return Located(None, How.OUTSIDE, None, candidates, neighbour)


def check_point(lat: float, lon: float, accuracy_m: float = 0.0) -> None:
    """Raises Invalid unless this is a point on the globe with an accuracy that makes sense."""
    faults: list[Fault] = []
    if not (math.isfinite(lat) and -90 <= lat <= 90):
        faults.append(Fault("lat", "is not a latitude", "between -90 and 90 degrees"))
    if not (math.isfinite(lon) and -180 <= lon <= 180):
        faults.append(Fault("lon", "is not a longitude", "between -180 and 180 degrees"))
    if not (math.isfinite(accuracy_m) and accuracy_m >= 0):
        faults.append(Fault("accuracy", "is not a distance", "metres, 0 or more"))
    if faults:
        raise Invalid("not a place on the globe", tuple(faults))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a process keeps of one tenant's areas in force."""

    number: int
    approximate: bool
    tree: AreaTree
    locator: Locator
    _sheets: Recent[str, Sheet] = field(default_factory=lambda: Recent(_MOST_SHEETS), repr=False, compare=False)

    def sheet(self, code: str) -> Sheet:
        """The areas directly below one, drawn beside each other; made when first asked for."""
        known = self._sheets.get(code)
        if known is not None:
            return known
        return self._sheets.keep(code, sheet({a.code: self.locator.pieces(a.code) for a in self.tree.children(code)}))


class LocatorCache:
    """The grounds of the tenants asked for lately, by tenant id and set number; safe between threads.

    Bounded by entries and by memory, the longest unused leaves first; a newer set replaces the older one of its
    tenant. Two threads that ask for the same ground load it once.
    """

    def __init__(self, *, entries: int = 64, size_bytes: int = 256 * 1024 * 1024) -> None:
        """`entries` and `size_bytes` are the most that is kept; one ground is always kept."""
        self._entries = entries
        self._size_bytes = size_bytes
        self._kept: OrderedDict[str, Ground] = OrderedDict()
        self._lock = threading.Lock()
        self._loading: dict[tuple[str, int], threading.Lock] = {}

    def ground(self, tenant_key: str, number: int, load: Callable[[], Ground]) -> Ground:
        """The ground of this tenant and set; `load` reads it where it is not kept."""
        with self._lock:
            found = self._find(tenant_key, number)
            if found is not None:
                return found
            gate = self._loading.setdefault((tenant_key, number), threading.Lock())
        with gate:
            with self._lock:
                found = self._find(tenant_key, number)
            return found or self._load(tenant_key, number, load)

    def forget(self, tenant_key: str) -> None:
        """Drops what is kept of a tenant."""
        with self._lock:
            self._kept.pop(tenant_key, None)

    @property
    def size_bytes(self) -> int:
        """About how much memory the kept grounds take."""
        with self._lock:
            return sum(ground.locator.size_bytes for ground in self._kept.values())

    def __len__(self) -> int:
        """How many grounds are kept."""
        return len(self._kept)

    def _find(self, tenant_key: str, number: int) -> Ground | None:
        found = self._kept.get(tenant_key)
        if found is None or found.number != number:
            return None
        self._kept.move_to_end(tenant_key)
        return found

    def _load(self, tenant_key: str, number: int, load: Callable[[], Ground]) -> Ground:
        try:
            ground = load()
            with self._lock:
                kept = self._kept.get(tenant_key)
                if kept is None or kept.number < ground.number:
                    self._kept[tenant_key] = ground
                    self._kept.move_to_end(tenant_key)
                self._drop_surplus()
            return ground
        finally:
            with self._lock:
                self._loading.pop((tenant_key, number), None)

    def _drop_surplus(self) -> None:
        total = sum(ground.locator.size_bytes for ground in self._kept.values())
        while len(self._kept) > 1 and (len(self._kept) > self._entries or total > self._size_bytes):
            _, dropped = self._kept.popitem(last=False)
            total -= dropped.locator.size_bytes
