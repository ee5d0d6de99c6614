"""What a configuration leaves without an owner, and exceptions that contradict each other or never count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from jaki_replica.areas.terms import lies_in
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.rules.matching import matching, specificity
from jaki_replica.routing.terms import Clash, Coverage, Gap
from jaki_replica.tenancy.configuration.terms import RegionConfig, Route


def coverage(config: RegionConfig, organisation: Organisation) -> Coverage:
    """Every area below the region itself times every category, and the exceptions compared with each other.

    The region as a whole is left out: a complaint lies in one of its areas, and before it is located the arbiter
    may have to decide.
    """
    areas = sorted(code for code in organisation.places if code != organisation.region)
    gaps = []
    unowned: dict[tuple[str, str], bool] = {}  # whether an owner is found somewhere does not depend on the matter
    for category in config.categories:
        routes = tuple(route for route in config.routes if lies_in(category.key, route.category))
        for area in areas:
            owner = matching(category, area, routes).owner if routes else category.owner
            if (owner, area) not in unowned:
                unowned[owner, area] = first_unit(category.key, area, config, organisation).unowned
            if unowned[owner, area]:
                gaps.append(Gap(category.key, area, owner))
    return Coverage(
        areas=len(areas),
        categories=len(config.categories),
        pairs=len(areas) * len(config.categories),
        gaps=tuple(gaps),
        clashes=tuple(_clashes(config.routes)),
        useless=tuple(_useless(config, organisation)),
    )


def _clashes(routes: tuple[Route, ...]) -> Iterator[Clash]:
    for (first, one), (second, other) in combinations(enumerate(routes, 1), 2):
        area, category = _deeper(one.area, other.area), _deeper(one.category, other.category)
        if area is None or category is None:
            continue
        same = (one.area, one.category) == (other.area, other.category)
        nested = (area, category) in {(one.area, one.category), (other.area, other.category)}
        if same or (not nested and (one.owner, one.first) != (other.owner, other.first)):
            wins = specificity(one) >= specificity(other)
            yield Clash(first if wins else second, second if wins else first, category, area, same)


def _deeper(one: str, other: str) -> str | None:
    """The deeper of two codes of which one holds the other, else None."""
    if lies_in(one, other):
        return one
    return other if lies_in(other, one) else None


def _useless(config: RegionConfig, organisation: Organisation) -> Iterator[int]:
    """Exceptions for areas or categories that are not here, by their place in the file from 1."""
    for number, route in enumerate(config.routes, 1):
        of_category = any(lies_in(category.key, route.category) for category in config.categories)
        if route.area not in organisation.places or not of_category:
            yield number
