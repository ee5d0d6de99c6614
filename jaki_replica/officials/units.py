"""The units of a region and who stands above whom: terms, and questions that need no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jaki_replica.areas.terms import parent_of
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.tenancy.configuration.terms import Appointment


class UnitKind(StrEnum):
    """A post with its office (lurah and kelurahan are one), an agency, or an agency's branch."""

    POSITION = "position"
    AGENCY = "agency"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Head:
    """The post at the top of a unit. `allowance` is rupiah a month, 0 where none can be touched."""

    title: str
    appointment: Appointment
    allowance: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a region. `key` is stable while the rule's key and the area's code are.

    `rule` is the key in the configuration, `area` the code of the area it works in (the region's own for an
    agency), `superior` the key of the unit above or None for the top. `owns_area` tells whether it answers for
    its area.
    """

    key: str
    kind: UnitKind
    rule: str
    area: str
    name: str
    short: str
    head: Head
    superior: str | None
    owns_area: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An area as this region calls it: `name` is bare, `kind` its word for the kind; `governed` from here or not."""

    code: str
    name: str
    kind: str
    kind_key: str
    governed: bool

    @property
    def full_name(self) -> str:
        """With the word for its kind."""
        return f"{self.kind} {self.name}".strip()


def position_key(rule: str, area: str) -> str:
    """The key of the unit of a position in an area."""
    return f"position:{rule}:{area}"


def agency_key(agency: str, area: str | None = None) -> str:
    """The key of an agency, or with an area that of its branch there."""
    return f"agency:{agency}" if area is None else f"agency:{agency}:{area}"


def upwards(code: str) -> Iterator[str]:
    """The code itself, then those above it."""
    above: str | None = code
    while above is not None:
        yield above
        above = parent_of(above)


class Organisation:
    """All units of a region by key, and the areas as it calls them. Never changes once made."""

    __slots__ = ("_at", "_below", "_owners", "places", "region", "units")

    units: Mapping[str, Unit]
    places: Mapping[str, Place]

    def __init__(self, region: str, units: Iterable[Unit], places: Iterable[Place]) -> None:
        """`region` is the code of the region itself. Raises Invalid where a superior is missing or in a circle."""
        self.region = region
        self.units = {unit.key: unit for unit in units}
        self.places = {place.code: place for place in places}
        self._below: dict[str, list[Unit]] = {}
        self._at: dict[str, list[Unit]] = {}
        self._owners: dict[str, Unit] = {}
        for unit in self.units.values():
            if unit.superior is not None:
                self._below.setdefault(unit.superior, []).append(unit)
            if unit.kind is UnitKind.POSITION:
                self._at.setdefault(unit.area, []).append(unit)
            if unit.owns_area:
                self._owners.setdefault(unit.area, unit)
        self._check()

    def unit(self, key: str) -> Unit:
        """The unit of that key; raises NotFound."""
        found = self.units.get(key)
        if found is None:
            raise NotFound(f"There is no unit {key} here.", remedy="Choose one of this region's units.")
        return found

    def superiors(self, key: str) -> tuple[Unit, ...]:
        """The units above, nearest first, up to the top."""
        found = []
        superior = self.unit(key).superior
        while superior is not None:
            above = self.units[superior]
            found.append(above)
            superior = above.superior
        return tuple(found)

    def below(self, key: str) -> tuple[Unit, ...]:
        """All units under this one, at any depth, nearest first."""
        found = list(self._below.get(self.unit(key).key, ()))
        for unit in found:
            found.extend(self._below.get(unit.key, ()))
        return tuple(found)

    def directly_below(self, key: str) -> tuple[Unit, ...]:
        """The units whose superior this is."""
        return tuple(self._below.get(key, ()))

    def tops(self) -> tuple[Unit, ...]:
        """The units without a superior."""
        return tuple(unit for unit in self.units.values() if unit.superior is None)

    def owner_of(self, area: str) -> Unit | None:
        """The unit that answers for an area: its own or the nearest above that owns its area.

        Where there is none, as for a kecamatan whose kelurahan have an owner each, the post of exactly that area
        below the region itself: it knows whom of those under it to ask.
        """
        owner = next((self._owners[code] for code in upwards(area) if code in self._owners), None)
        if owner is not None or area == self.region:
            return owner
        return next(iter(self.posts_at(area)), None)

    def posts_at(self, area: str) -> tuple[Unit, ...]:
        """The positions of exactly that area."""
        return tuple(self._at.get(area, ()))

    def position(self, rule: str, area: str) -> Unit | None:
        """The unit of a position whose area is this one or holds it."""
        keys = (position_key(rule, code) for code in upwards(area))
        return next((self.units[key] for key in keys if key in self.units), None)

    def agency(self, rule: str, area: str) -> Unit | None:
        """The branch of an agency for an area or, where it has none there, the agency."""
        keys = (*(agency_key(rule, code) for code in upwards(area)), agency_key(rule))
        return next((self.units[key] for key in keys if key in self.units), None)

    def is_under(self, key: str, superior: str) -> bool:
        """Whether `superior` is this unit or stands above it."""
        return key == superior or any(above.key == superior for above in self.superiors(key))

    def _check(self) -> None:
        sound: set[str] = set()
        for start in self.units:
            climbed: list[str] = []
            key: str | None = start
            while key is not None and key not in sound:
                if key in climbed:
                    raise Invalid(f"{key} reports to itself.", remedy="Let one of the units report to another.")
                if key not in self.units:
                    raise Invalid(f"{climbed[-1]} reports to {key}, which is not there.")
                climbed.append(key)
                key = self.units[key].superior
            sound.update(climbed)
