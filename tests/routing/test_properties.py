"""Routing holds for every category in every area of the five regions, and for any exceptions."""

from __future__ import annotations

import string
import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.areas.terms import lies_in
from jaki_replica.routing import rules
from jaki_replica.routing.rules.matching import applies
from jaki_replica.routing.sentences import SENTENCES
from jaki_replica.routing.terms import Clash
from jaki_replica.tenancy.configuration.terms import First, Route
from tests.officials.shipped import REGIONS, config, organisation, tree

BAR_US = 100.0


@pytest.mark.parametrize("region", REGIONS)
def test_every_category_has_an_owner_in_every_area(region: str) -> None:
    found = rules.coverage(config(region), organisation(region))
    assert found.gaps == ()
    assert found.is_complete
    assert found.pairs == (len(tree(region)) - 1) * len(config(region).categories)


@pytest.mark.parametrize("region", REGIONS)
def test_every_decision_names_units_of_the_region_and_can_be_said(region: str) -> None:
    units = organisation(region)
    areas = sorted(units.places)[:: max(1, len(units.places) // 60)]
    for category in config(region).categories:
        for area in areas:
            found = rules.first_unit(category.key, area, config(region), units)
            assert found.unit in units.units
            assert found.owner in units.units
            for step in found.steps:
                for words in (SENTENCES[step.code].id, SENTENCES[step.code].en):
                    blanks = {name for _, name, _, _ in string.Formatter().parse(words) if name}
                    assert blanks == step.values.keys()


AREAS = ("31", "31.71", "31.71.01", "31.71.01.1001", "31.71.02", "31.72", "31.72.01.1001")
CATEGORIES = ("roads", "roads.pothole", "roads.cover", "waste", "waste.burning")
OWNERS = ("area", "bina-marga", "satpol-pp", "pln", "pertanahan", "camat", "gone")
ROUTES = st.lists(
    st.builds(
        Route,
        category=st.sampled_from(CATEGORIES),
        area=st.sampled_from(AREAS),
        owner=st.sampled_from(OWNERS),
        why=st.just("Alasan."),
        first=st.sampled_from(First),
    ),
    max_size=8,
    unique_by=lambda route: (route.category, route.area),
)
LEAVES = st.sampled_from(("roads.pothole", "roads.cover", "waste.burning", "lights.out"))
PLACES = st.sampled_from(("31.71.01.1001", "31.71.02.1001", "31.72.01.1001", "31.01.01.1001"))


@given(ROUTES, LEAVES, PLACES, st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(routes: list[Route], category: str, area: str, dice: Random) -> None:
    base, units = config("jakarta"), organisation("jakarta")
    other = routes[:]
    dice.shuffle(other)
    first = rules.first_unit(category, area, replace(base, routes=tuple(routes)), units)
    assert rules.first_unit(category, area, replace(base, routes=tuple(other)), units) == first


@given(ROUTES, LEAVES, PLACES)
def test_the_more_specific_exception_always_wins(routes: list[Route], category: str, area: str) -> None:
    found = config("jakarta").category(category)
    assert found is not None
    match = rules.matching(found, area, routes)
    applying = [route for route in routes if applies(route, category, area)]
    assert (match.route is None) == (not applying)
    if match.route is not None:
        for other in applying:
            within = lies_in(other.area, match.route.area) and lies_in(other.category, match.route.category)
            assert other == match.route or not within


@given(ROUTES, LEAVES, PLACES)
def test_nothing_is_ever_without_a_unit(routes: list[Route], category: str, area: str) -> None:
    units = organisation("jakarta")
    found = rules.first_unit(category, area, replace(config("jakarta"), routes=tuple(routes)), units)
    assert found.unit in units.units
    assert found.owner in units.units
    assert not (found.unowned and found.referral)


def test_coverage_names_gaps_clashes_and_exceptions_that_never_count() -> None:
    routes = (
        Route("roads", "31.71.01", "bina-marga", "Kecamatan."),
        Route("roads.pothole", "31.71", "satpol-pp", "Kota."),
        Route("waste", "31.72.01", "gone", "Dulu ada."),
        Route("waste", "31.72.01", "area", "Lagi."),
        Route("roads", "99.71", "area", "Bukan di sini."),
        Route("nothing", "31.71", "area", "Tidak ada."),
    )
    found = rules.coverage(replace(config("jakarta"), routes=routes), organisation("jakarta"))
    assert found.clashes == (
        Clash(1, 2, "roads.pothole", "31.71.01", same=False),
        Clash(3, 4, "waste", "31.72.01", same=True),
    )
    assert found.useless == (5, 6)
    assert {gap.area for gap in found.gaps} == {
        code for code in organisation("jakarta").places if lies_in(code, "31.72.01")
    }
    assert {gap.category for gap in found.gaps} == {"waste.uncollected", "waste.dumping", "waste.burning"}
    assert {gap.owner for gap in found.gaps} == {"gone"}
    assert not found.is_complete


@pytest.mark.benchmark
@pytest.mark.parametrize("region", REGIONS)
def test_a_decision_takes_microseconds(region: str) -> None:
    start = time.perf_counter()
    found = rules.coverage(config(region), organisation(region))
    each = (time.perf_counter() - start) / found.pairs * 1e6
    print(f"\nrouting {region}: {found.pairs} decisions, {each:.1f} us each")
    assert each <= BAR_US
