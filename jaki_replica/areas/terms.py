"""The words of this package: units of the nation, the area tree, where a point lies, what an import found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import zip_longest

from shapely.geometry.base import BaseGeometry

from jaki_replica.foundation.errors import Fault

LEVELS = (1, 2, 3, 4)
VILLAGE = 4

type_plain = dict[str, object]


def level_of(code: str) -> int:
    """The level a code stands for: 1 province, 2 regency or city, 3 kecamatan, 4 kelurahan or desa."""
    return code.count(".") + 1


def parent_of(code: str) -> str | None:
    """The code without its last part, or None for a province."""
    return code.rpartition(".")[0] or None


def lies_in(code: str, region: str) -> bool:
    """Whether `code` is `region` or stands below it."""
    return code == region or code.startswith(region + ".")


def deepest(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes, sorted, without those that have another of them below."""
    ordered = sorted(codes, key=lambda code: code.split("."))
    return tuple(code for code, after in zip_longest(ordered, ordered[1:], fillvalue="") if not lies_in(after, code))


@dataclass(frozen=True, slots=True)
class RegionFact:
    """One of the 552 governments that could be a tenant. `zone` is an IANA name; the point is its middle."""

    code: str
    name: str
    kind: str
    parent: str | None
    slug: str
    zone: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One administrative unit as published; a village's point lies inside it, 359 villages have none."""

    code: str
    name: str
    level: int
    kind: str
    kind_local: str | None = None
    alias: str | None = None
    postal_code: str | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where they are not known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Area:
    """One unit of a tenant's area tree. `parent` is None for the tenant's own area, the top."""

    code: str
    name: str
    level: int
    kind: str
    kind_local: str | None
    parent: str | None
    lat: float | None
    lon: float | None
    alias: str | None
    postal_code: str | None


class AreaTree:
    """The areas of one tenant, sorted by code, with their relations. Never changes once made."""

    __slots__ = ("_areas", "_children")

    def __init__(self, areas: Iterable[Area]) -> None:
        """`areas` in any order, each code once; raises ValueError where a parent is not among them."""
        self._areas: dict[str, Area] = {area.code: area for area in sorted(areas, key=lambda area: area.code)}
        children: dict[str | None, list[Area]] = {}
        for area in self._areas.values():
            if area.parent is not None and area.parent not in self._areas:
                raise ValueError(f"{area.code} hangs under {area.parent}, which is not in the tree")
            children.setdefault(area.parent, []).append(area)
        self._children = {code: tuple(below) for code, below in children.items()}

    def __len__(self) -> int:
        """How many areas there are, at all levels."""
        return len(self._areas)

    def __iter__(self) -> Iterator[Area]:
        """All areas, by code: a parent always comes before what is below it."""
        return iter(self._areas.values())

    def __contains__(self, code: object) -> bool:
        """Whether an area has this code."""
        return code in self._areas

    @property
    def by_code(self) -> Mapping[str, Area]:
        """All areas by code."""
        return self._areas

    @property
    def tops(self) -> tuple[Area, ...]:
        """The areas without a parent: one, the tenant's own."""
        return self._children.get(None, ())

    def children(self, code: str) -> tuple[Area, ...]:
        """The areas directly below, by code; empty for a leaf or an unknown code."""
        return self._children.get(code, ())

    def ancestors(self, code: str) -> tuple[Area, ...]:
        """The areas above, nearest first; empty for the top or an unknown code."""
        found: list[Area] = []
        area = self._areas.get(code)
        while area is not None and area.parent is not None:
            area = self._areas[area.parent]
            found.append(area)
        return tuple(found)

    def path(self, code: str) -> tuple[Area, ...]:
        """From the top down to the area itself; empty for an unknown code."""
        area = self._areas.get(code)
        return () if area is None else (*reversed(self.ancestors(code)), area)

    def descendants(self, code: str) -> tuple[Area, ...]:
        """Everything below, by code; empty for a leaf or an unknown code."""
        found: list[Area] = []
        waiting = list(self.children(code))
        while waiting:
            area = waiting.pop()
            found.append(area)
            waiting.extend(self.children(area.code))
        return tuple(sorted(found, key=lambda area: area.code))

    def at_level(self, level: int) -> tuple[Area, ...]:
        """All areas of one level, by code."""
        return tuple(area for area in self._areas.values() if area.level == level)


class How(StrEnum):
    """How a point relates to the areas."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area the accuracy circle touches. `share` is the part of the circle in it, 0 to 1."""

    code: str
    share: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The regency or city a point outside most likely belongs to, by its nearest village."""

    region_code: str
    province_code: str
    village_code: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies. `code` is None outside; `distance_m` is 0 inside, else to the nearest area's edge."""

    code: str | None
    how: How
    distance_m: float | None = 0.0
    candidates: tuple[Candidate, ...] = ()
    neighbour: Neighbour | None = None


@dataclass(frozen=True, slots=True)
class RawFeature:
    """A feature as a file held it, before anything is believed. `number` counts from 1 in the file's order.

    `shape` is in the file's own coordinates; where it could not be built, `fault` says why. `repairs` are changes
    of form made on reading that lose nothing.
    """

    number: int
    properties: Mapping[str, object]
    shape: BaseGeometry | None = None
    fault: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """An area ready to be kept. `wkb` is its polygon in degrees, longitude first, or None."""

    area: Area
    wkb: bytes | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that two areas both claim, and a point in it."""

    codes: tuple[str, str]
    km2: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Ground enclosed by the areas that none of them claims: who borders it, and a point in it."""

    codes: tuple[str, ...]
    km2: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of form, not of shape, made to a feature on reading."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Displaced:
    """A polygon far from the point known for its code: perhaps two codes were mixed up."""

    code: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file held. `faults` (invalid shapes, wrong axis order, projection, codes) refuse it; the rest is told.

    `missing` are villages known but not drawn in the file; `unknown` are codes in the file that are not in the
    shipped facts. Overlaps and gaps are sorted largest first; the lists end at a limit, the sums do not.
    """

    features: int = 0
    polygons_per_level: Mapping[int, int] = field(default_factory=dict)
    areas_per_level: Mapping[int, int] = field(default_factory=dict)
    vertices: int = 0
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    repaired: tuple[Repair, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    overlap_count: int = 0
    overlap_km2: float = 0.0
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    gap_km2: float = 0.0
    faults: tuple[Fault, ...] = ()
    set_number: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether nothing speaks against taking the file."""
        return not self.faults

    def as_plain(self) -> type_plain:
        """The report as plain values for JSON."""
        return asdict(self)
