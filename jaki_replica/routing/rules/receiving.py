"""Which posts get complaints of which categories: as owner, or to look first. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.areas.terms import lies_in
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.deciding import arbiter, owning_unit
from jaki_replica.routing.rules.matching import matching
from jaki_replica.tenancy.configuration.terms import Category, First, RegionConfig, Route

type_key = tuple[str, First, bool, tuple[Route, ...]]


class Receivers:
    """The posts of a region that get complaints, by category; categories that are routed alike are decided once."""

    def __init__(self, config: RegionConfig, organisation: Organisation) -> None:
        """Nothing is decided yet."""
        self._config, self._organisation = config, organisation
        above = {code.rpartition(".")[0] for code in organisation.places}
        self._areas = tuple(code for code in organisation.places if code not in above)
        self._known: dict[type_key, tuple[frozenset[str], frozenset[str]]] = {}

    def of(self, category: Category) -> frozenset[str]:
        """The keys of the units that get complaints of a category somewhere, without a look at who is there."""
        owners, lookers = self._of(category)
        return owners | lookers

    def owners(self, category: Category) -> frozenset[str]:
        """Those of them that own such complaints, and do not only look first."""
        return self._of(category)[0]

    def _of(self, category: Category) -> tuple[frozenset[str], frozenset[str]]:
        routes = tuple(one for one in self._config.routes if lies_in(category.key, one.category))
        key = (category.owner, category.first, category.sensitive, routes)
        if key not in self._known:
            pairs = tuple(self._decided(category, routes))
            self._known[key] = frozenset(own for own, _look in pairs), frozenset(look for _own, look in pairs if look)
        return self._known[key]

    def of_all(self) -> frozenset[str]:
        """The keys of all that get complaints of some category."""
        return frozenset().union(*(self.of(one) for one in self._config.categories))

    def _decided(self, category: Category, routes: tuple[Route, ...]) -> Iterator[tuple[str, str]]:
        """Of each area who owns and who looks first, if somebody else may."""
        config, organisation = self._config, self._organisation
        for area in self._areas:
            match = matching(category, area, routes)
            owner = owning_unit(match.owner, area, config, organisation)
            looks = organisation.owner_of(area) if match.first is First.AREA and not category.sensitive else None
            yield (owner or arbiter(area, config, organisation)).key, looks.key if looks and owner else ""


def newly(old: Receivers, new: Receivers, before: RegionConfig, after: RegionConfig) -> frozenset[str]:
    """The posts that get, or come to own, complaints of a category by a change and did not before it."""
    found: set[str] = set()
    for category in after.categories:
        was = before.category(category.key)
        found |= new.of(category) - (old.of(was) if was else frozenset())
        found |= new.owners(category) - (old.owners(was) if was else frozenset())
    return frozenset(found)
