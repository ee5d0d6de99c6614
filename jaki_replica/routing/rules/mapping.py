"""Who owns what where, as a matrix of areas and categories, counted in one pass. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jaki_replica.areas.terms import lies_in
from jaki_replica.officials.holders import Standing
from jaki_replica.officials.presence import type_standing
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.deciding import arbiter, owning_unit
from jaki_replica.routing.rules.matching import matching
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Agency, Category, Referral, RegionConfig


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose a matter is in one area. `unit` is the key of the unit that answers for it, `above` tells that it is that
    of a larger area because this one has none, `gap` that nobody was found, `vacant` that its post was left, `unfilled`
    that nobody was ever entered for it."""

    owner: str
    unit: str
    above: bool = False
    gap: bool = False
    vacant: bool = False
    unfilled: bool = False


@dataclass(slots=True)
class Cell:
    """What lies under a row and a column: `pairs` of areas and categories, by owner and by unit, and their marks.

    `excepted` counts pairs that an exception decides.
    """

    pairs: int = 0
    owners: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    gaps: int = 0
    vacant: int = 0
    unfilled: int = 0
    above: int = 0
    excepted: int = 0

    def add(self, one: Owned, *, excepted: bool) -> None:
        """Count one area and category."""
        self.pairs += 1
        self.owners[one.owner] += 1
        self.units[one.unit] += 1
        self.gaps += one.gap
        self.vacant += one.vacant
        self.unfilled += one.unfilled
        self.above += one.above
        self.excepted += excepted

    def join(self, other: Cell) -> None:
        """Count all of another cell as well."""
        self.owners.update(other.owners)
        self.units.update(other.units)
        for name in ("pairs", "gaps", "vacant", "unfilled", "above", "excepted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Ownership:
    """Answers who owns a category in an area; each owner and area is decided once, and kept."""

    def __init__(self, config: RegionConfig, organisation: Organisation, standing: type_standing) -> None:
        """`standing` tells how the post of a unit stands."""
        self._config, self._organisation, self._standing = config, organisation, standing
        self._known: dict[tuple[str, str], Owned] = {}
        self._rows: dict[tuple[str, str], Cell] = {}
        self._everywhere = {one.key: self._decided(one.key, organisation.region) for one in self._undivided()}
        self._routes = {
            one.key: tuple(route for route in config.routes if lies_in(one.key, route.category))
            for one in config.categories
        }

    def of(self, category: Category, area: str) -> tuple[Owned, bool]:
        """Who owns it there, and whether an exception says so."""
        routes = self._routes[category.key]
        match = matching(category, area, routes) if routes else None
        owner = match.owner if match else category.owner
        found = self._everywhere.get(owner) or self._known.get((owner, area))
        if found is None:
            found = self._known[owner, area] = self._decided(owner, area)
        return found, match is not None and match.route is not None

    def cells(
        self, rows: Mapping[str, Sequence[str]], columns: Mapping[str, Iterable[Category]]
    ) -> dict[tuple[str, str], Cell]:
        """A cell for each row and column: `rows` are areas with the areas below them that are looked at."""
        made = {(row, column): Cell() for row in rows for column in columns}
        for column, categories in columns.items():
            for category in categories:
                for row, areas in rows.items():
                    made[row, column].join(self._whole(category, row, areas))
        return made

    def _whole(self, category: Category, row: str, areas: Sequence[str]) -> Cell:
        """All areas of a row for one category; counted once for each owner where no exception tells them apart."""
        key = (row, category.key if self._routes[category.key] else f"owner {category.owner}")
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = Cell()
            for area in areas:
                one, excepted = self.of(category, area)
                found.add(one, excepted=excepted)
        return found

    def _undivided(self) -> list[Agency | Referral]:
        """The owners that are the same unit in every area: agencies without branches, one body for the whole region."""
        arbiter_is_one = any(one.key == self._config.workflow.arbiter for one in self._agencies())
        bodies = [one for one in self._config.referrals if one.per is None] if arbiter_is_one else []
        return [*self._agencies(), *bodies]

    def _agencies(self) -> list[Agency]:
        return [one for one in self._config.agencies if one.branches is None and not self._config.position(one.key)]

    def _decided(self, owner: str, area: str) -> Owned:
        unit = owning_unit(owner, area, self._config, self._organisation)
        keeper = unit or arbiter(area, self._config, self._organisation)
        above = owner == AREA_OWNER and unit is not None and unit.area != area
        standing = self._standing(keeper.key)
        vacant, unfilled = standing is Standing.VACANT, standing is Standing.UNRECORDED
        return Owned(owner, keeper.key, above, unit is None, vacant, unfilled)
