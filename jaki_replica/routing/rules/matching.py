"""Which rule applies: the most specific one, deeper areas before deeper categories.

The owner of a category is the rule for the whole region; each exception is for one area and one category with all
below it. Of the exceptions that apply, the one of the deepest area counts, and of those the one of the deepest
category. So an exception that is no more general in either respect always wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jaki_replica.areas.terms import lies_in
from jaki_replica.tenancy.configuration.terms import Category, First, Route


@dataclass(frozen=True, slots=True)
class Match:
    """The rule that counts, and the exceptions that applied too, the most specific first."""

    owner: str
    first: First
    route: Route | None
    passed_over: tuple[Route, ...] = ()


def matching(category: Category, area: str, routes: Sequence[Route]) -> Match:
    """The rule for a category in an area. Of two exceptions for the same place and category, the first counts."""
    applying = [route for route in routes if applies(route, category.key, area)]
    if not applying:
        return Match(category.owner, category.first, None)
    applying.sort(key=specificity, reverse=True)
    best = applying[0]
    return Match(best.owner, best.first, best, tuple(applying[1:]))


def applies(route: Route, category: str, area: str) -> bool:
    """Whether an exception is about this category and area."""
    return lies_in(area, route.area) and lies_in(category, route.category)


def specificity(route: Route) -> tuple[int, int]:
    """How special an exception is: depth of its area, then depth of its category."""
    return route.area.count("."), route.category.count(".")
