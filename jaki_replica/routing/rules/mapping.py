"""Who owns what where, as a matrix of areas and categories, counted in one pass. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jaki_replica.areas.terms import lies_in
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.deciding import arbiter, owning_unit
from jaki_replica.routing.rules.matching import matching
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Category, RegionConfig

type_is_vacant = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose a matter is in one area. `unit` is the key of the unit that answers for it, `above` tells that it is that
    of a larger area because this one has none, `gap` that nobody was found, `vacant` that its post is vacant."""

    owner: str
    unit: str
    above: bool = False
    gap: bool = False
    vacant: bool = False


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
    above: int = 0
    excepted: int = 0

    def add(self, one: Owned, *, excepted: bool) -> None:
        """Count one area and category."""
        self.pairs += 1
        self.owners[one.owner] += 1
        self.units[one.unit] += 1
        self.gaps += one.gap
        self.vacant += one.vacant
        self.above += one.above
        self.excepted += excepted


class Ownership:
    """Answers who owns a category in an area; each owner and area is decided once, and kept."""

    def __init__(self, config: RegionConfig, organisation: Organisation, is_vacant: type_is_vacant) -> None:
        """`is_vacant` tells whether nobody holds the post of a unit."""
        self._config, self._organisation, self._is_vacant = config, organisation, is_vacant
        self._known: dict[tuple[str, str], Owned] = {}
        self._routes = {
            one.key: tuple(route for route in config.routes if lies_in(one.key, route.category))
            for one in config.categories
        }

    def of(self, category: Category, area: str) -> tuple[Owned, bool]:
        """Who owns it there, and whether an exception says so."""
        routes = self._routes[category.key]
        match = matching(category, area, routes) if routes else None
        owner = match.owner if match else category.owner
        found = self._known.get((owner, area))
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
                    cell = made[row, column]
                    for area in areas:
                        one, excepted = self.of(category, area)
                        cell.add(one, excepted=excepted)
        return made

    def _decided(self, owner: str, area: str) -> Owned:
        unit = owning_unit(owner, area, self._config, self._organisation)
        keeper = unit or arbiter(area, self._config, self._organisation)
        above = owner == AREA_OWNER and unit is not None and unit.area != area
        return Owned(owner, keeper.key, above, unit is None, self._is_vacant(keeper.key))
