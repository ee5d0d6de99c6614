"""Approximate areas: every village with a point gets its own ground, also in Papua and on islands."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from jaki_replica.areas import approximate, facts
from jaki_replica.areas.approximate import approximate_areas
from jaki_replica.areas.locating import Locator
from jaki_replica.areas.measures import km2
from jaki_replica.areas.neighbours import national_points
from jaki_replica.areas.rules.coverage import coverage
from jaki_replica.areas.terms import UnitFact

# A city, an archipelago of 6 villages, an island regency, a dense city, two Papuan provinces, a small regency.
REGIONS = ("11.71", "31.01", "81.08", "33.72", "95", "93", "71.08")


@pytest.mark.parametrize("code", REGIONS)
def test_every_village_with_a_point_gets_a_valid_polygon_around_it(code: str) -> None:
    units = facts.units_of(code)
    areas = dict(approximate_areas(units, national_points()))
    villages = {unit.code: unit.point for unit in units if unit.level == 4 and unit.point is not None}
    assert areas.keys() == villages.keys()
    for village, (lat, lon) in villages.items():
        shape = areas[village]
        assert shape.geom_type == "Polygon" or shape.geom_type == "MultiPolygon"
        assert shape.is_valid
        assert shapely.intersects_xy(shape, lon, lat)


@pytest.mark.parametrize("code", REGIONS)
def test_approximate_areas_do_not_overlap(code: str) -> None:
    found = coverage(approximate_areas(facts.units_of(code), national_points()))
    assert found.overlaps == ()


@pytest.mark.parametrize("code", ["11.71", "31.01", "81.08"])
def test_a_cell_is_all_of_its_ground_within_reach_of_a_point(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[NDArray[np.object_], NDArray[np.object_]]] = []
    cut = approximate._cut

    def noted(cells: NDArray[np.object_], discs: NDArray[np.object_]) -> NDArray[np.object_]:
        seen.append((cells.copy(), discs))
        return cut(cells, discs)

    monkeypatch.setattr(approximate, "_cut", noted)
    approximate_areas(facts.units_of(code), national_points())
    ((cells, discs),) = seen
    reached = shapely.union_all(discs)
    for cell, made in zip(cells, cut(cells, discs), strict=True):
        assert shapely.symmetric_difference(made, shapely.intersection(cell, reached)).area < 1e-6 * cell.area


@pytest.mark.parametrize("code", ["11.71", "33.72"])
def test_a_city_does_not_reach_over_its_neighbours_villages(code: str) -> None:
    locator = Locator(
        (one, shapely.to_wkb(shape)) for one, shape in approximate_areas(facts.units_of(code), national_points())
    )
    around = [unit for unit in facts.units_of(code[:2]) if unit.level == 4 and unit.point and unit.code[:5] != code]
    assert all(locator.area_at(*unit.point) is None for unit in around if unit.point)


def test_villages_without_a_point_get_no_area() -> None:
    units = facts.units_of("82")
    pointless = {unit.code for unit in units if unit.level == 4 and unit.point is None}
    assert pointless
    assert not pointless & {code for code, _ in approximate_areas(units, national_points())}


def test_a_region_without_any_point_gets_no_areas() -> None:
    assert approximate_areas([UnitFact("31.71.01.1001", "Tanpa titik", 4, "kelurahan")], national_points()) == []


def test_a_lone_island_reaches_a_bounded_way_to_sea() -> None:
    for _, shape in approximate_areas(facts.units_of("31.01"), national_points()):
        assert km2(shape) < 3_000


@pytest.mark.parametrize(("code", "least"), [("31", 0.8), ("11.71", 0.85), ("16.71", 0.78), ("18", 0.78), ("82", 0.84)])
def test_most_points_fall_in_the_right_kecamatan(
    code: str, least: float, trial_locator: Callable[[str], Locator], trial_polygons: Callable[[str], dict[str, bytes]]
) -> None:
    real = trial_locator(code)
    rough = Locator(
        (one, shapely.to_wkb(shape)) for one, shape in approximate_areas(facts.units_of(code), national_points())
    )
    west, south, east, north = shapely.from_wkb(trial_polygons(code)[code]).bounds
    dice = random.Random(1)
    right = asked = 0
    while asked < 1_000:
        lat, lon = dice.uniform(south, north), dice.uniform(west, east)
        true = real.area_at(lat, lon)
        if true is not None:
            asked += 1
            right += (rough.area_at(lat, lon) or "").startswith(true[:8])
    assert right / asked > least
