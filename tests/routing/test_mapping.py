"""The matrix of coverage says what routing does, for every area and category, and is counted in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from jaki_replica.officials.holders import Standing
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.covering import coverage
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.rules.mapping import Ownership
from jaki_replica.tenancy.configuration.terms import Route
from tests.effort import effort
from tests.officials.shipped import REGIONS, config, organisation


def leaves(found: Organisation) -> Iterator[str]:
    above = {code.rpartition(".")[0] for code in found.places}
    return (code for code in found.places if code not in above)


@pytest.mark.parametrize("region", REGIONS)
def test_every_owner_of_the_matrix_is_the_one_that_routing_finds(region: str) -> None:
    known, here = config(region), organisation(region)
    ownership = Ownership(known, here, lambda unit: Standing.HELD)
    for area in list(leaves(here))[::7]:
        for category in known.categories:
            one, _excepted = ownership.of(category, area)
            decision = first_unit(category.key, area, known, here)
            assert (one.unit, one.gap) == (decision.owner, decision.unowned), (category.key, area)


def test_gaps_exceptions_and_vacant_posts_are_counted_where_they_are() -> None:
    known, here = config("palembang"), organisation("palembang")
    district = next(leaves(here)).rpartition(".")[0]
    near, far = [code for code in leaves(here) if code.startswith(f"{district}.")][:2]
    first, second = known.categories[0], known.categories[1]
    agencies = tuple(one for one in known.agencies if one.key != first.owner)
    changed = replace(
        known, agencies=agencies, routes=tuple(Route(second.key, code, "area", "Uji") for code in (near, far))
    )
    standings = {here.owner_of(near).key: Standing.VACANT, here.owner_of(far).key: Standing.UNRECORDED}  # type: ignore[union-attr]
    units = [unit for unit in here.units.values() if unit.rule != first.owner]
    left = Organisation(here.region, units, here.places.values())
    inside = tuple(code for code in leaves(here) if code.startswith(f"{district}."))
    cells = Ownership(changed, left, lambda unit: standings.get(unit, Standing.HELD)).cells(
        {district: inside}, {"a": (first,), "b": (second,)}
    )
    assert cells[district, "a"].gaps == len(inside) == cells[district, "a"].pairs
    by_coverage = sum(1 for gap in coverage(changed, left).gaps if gap.category == first.key and gap.area in inside)
    assert cells[district, "a"].gaps == by_coverage
    told = cells[district, "b"]
    assert (told.excepted, told.vacant, told.unfilled, told.owners["area"]) == (2, 1, 1, 2)


def test_sixty_categories_of_three_hundred_villages_cost_what_sixty_times_one_costs() -> None:
    known, here = config("jakarta"), organisation("jakarta")
    more = tuple(replace(one, key=f"{one.key}-{n}") for n in range(3) for one in known.categories)[:60]
    wide = replace(known, categories=more)
    villages = tuple(leaves(here))

    def cells(number: int) -> int:
        owned = Ownership(wide, here, lambda unit: Standing.HELD)
        found = owned.cells({here.region: villages}, {c.key: (c,) for c in more[:number]})
        return sum(cell.pairs for cell in found.values())

    assert cells(60) == len(villages) * 60 >= 16_000
    assert effort(lambda: cells(60)) < 120 * effort(lambda: cells(1))
