"""From a point to its area: the same answers as the polygons themselves, at borders, coasts and beyond."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from jaki_replica.areas.locating import NEAR_M, Locator
from jaki_replica.areas.measures import metres_between, scale_at
from jaki_replica.areas.neighbours import LEAST_REACH_M, national_points, neighbour_region
from jaki_replica.areas.terms import How, deepest
from jaki_replica.foundation.errors import Invalid
from tests.areas.conftest import TRIALS

POINTS = 10_000


def box(west: float, south: float, east: float, north: float) -> bytes:
    return shapely.to_wkb(shapely.box(west, south, east, north))


def even_odd(shape: shapely.Geometry, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Point in polygon by counting crossings, without the library under test."""
    inside = np.zeros(len(places), dtype=bool)
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)
        x1, y1, x2, y2 = corners[:-1, 0], corners[:-1, 1], corners[1:, 0], corners[1:, 1]
        rises = y2 - y1
        rises[rises == 0] = 1
        x, y = places[:, :1], places[:, 1:]
        crosses = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / rises + x1)
        inside ^= crosses.sum(axis=1) % 2 == 1
    return inside


def brute_force(polygons: dict[str, bytes], places: NDArray[np.float64]) -> list[str | None]:
    answers: list[str | None] = [None] * len(places)
    for code in reversed(deepest(polygons)):
        shape = shapely.from_wkb(polygons[code])
        west, south, east, north = shape.bounds
        x, y = places.T
        boxed = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        for place in boxed[even_odd(shape, places[boxed])] if boxed.size else []:
            answers[place] = code
    return answers


def scattered(polygons: dict[str, bytes], count: int, seed: int) -> NDArray[np.float64]:
    """Half of the points anywhere around the region, half around its villages."""
    dice = random.Random(seed)
    shapes = shapely.from_wkb(np.array([polygons[code] for code in deepest(polygons)], dtype=object))
    whole = shapely.total_bounds(shapes)
    boxes = [whole if number % 2 else dice.choice(shapes).bounds for number in range(count)]
    return np.array([(dice.uniform(b[0], b[2]), dice.uniform(b[1], b[3])) for b in boxes])


@pytest.mark.parametrize("code", TRIALS)
def test_ten_thousand_points_agree_with_the_polygons_themselves(
    code: str, trial_polygons: Callable[[str], dict[str, bytes]], trial_locator: Callable[[str], Locator]
) -> None:
    polygons = trial_polygons(code)
    places = scattered(polygons, POINTS, seed=7)
    locator = trial_locator(code)
    found = [locator.area_at(lat, lon) for lon, lat in places]
    assert found == brute_force(polygons, places)
    assert sum(answer is not None for answer in found) > POINTS / 4


@pytest.mark.parametrize("code", TRIALS)
def test_a_point_on_a_border_belongs_to_the_lowest_code_that_touches_it(
    code: str, trial_polygons: Callable[[str], dict[str, bytes]], trial_locator: Callable[[str], Locator]
) -> None:
    polygons = trial_polygons(code)
    codes = deepest(polygons)
    shapes = shapely.from_wkb(np.array([polygons[one] for one in codes], dtype=object))
    corners = shapely.get_coordinates(shapes)
    shared = 0
    for lon, lat in corners[random.Random(3).sample(range(len(corners)), 300)]:
        touching = np.flatnonzero(shapely.intersects_xy(shapes, lon, lat))
        shared += len(touching) > 1
        assert trial_locator(code).area_at(lat, lon) == codes[touching.min()]
    assert shared > 50


@pytest.mark.parametrize("code", TRIALS)
def test_points_off_the_edge_are_near_within_300_metres_and_outside_beyond(
    code: str, trial_polygons: Callable[[str], dict[str, bytes]], trial_locator: Callable[[str], Locator]
) -> None:
    polygons = trial_polygons(code)
    locator = trial_locator(code)
    codes = deepest(polygons)
    shapes = shapely.from_wkb(np.array([polygons[one] for one in codes], dtype=object))
    tree = shapely.STRtree(shapes)
    places = scattered(polygons, 2_000, seed=11)
    hows = {How.NEAR: 0, How.OUTSIDE: 0}
    for lon, lat in places:
        answer = locator.locate(lat, lon)
        if answer.how is How.INSIDE:
            continue
        hows[answer.how] += 1
        distance = metric_distance(shapes[tree.query_nearest(shapely.Point(lon, lat), all_matches=False)], lat, lon)
        if answer.how is How.NEAR:
            assert answer.distance_m is not None and 0 < answer.distance_m <= NEAR_M
            assert answer.distance_m <= distance + 0.01
        else:
            assert distance > NEAR_M - 0.01
            assert answer.code is None
    assert hows[How.OUTSIDE] > 0


def metric_distance(shapes: NDArray[np.object_], lat: float, lon: float) -> float:
    """The distance in metres by scaling the whole polygon around the point."""
    scale = scale_at(lat)
    moved = shapely.transform(shapes[0], lambda c: (c - [lon, lat]) * [scale.lon_m, scale.lat_m])
    return float(moved.distance(shapely.Point(0, 0)))


def test_the_distance_to_a_near_area_is_in_metres_on_the_ground() -> None:
    locator = Locator([("31.71.01.1001", box(106.8, -6.2, 106.81, -6.19))])
    for lat, lon, metres in [
        (-6.195, 106.80 - 0.001, 0.001 * scale_at(-6.2).lon_m),
        (-6.2 - 0.002, 106.805, 0.002 * scale_at(-6.2).lat_m),
    ]:
        answer = locator.locate(lat, lon)
        assert answer.how is How.NEAR
        assert answer.distance_m == pytest.approx(metres, rel=0.002)
    assert scale_at(-6.2).lat_m == pytest.approx(110_587, abs=10)
    assert scale_at(-6.2).lon_m == pytest.approx(110_671, abs=100)


def test_a_point_between_two_areas_is_near_the_nearer_one() -> None:
    locator = Locator([("31.71.01.1002", box(0.0, 0, 0.01, 0.01)), ("31.71.01.1001", box(0.012, 0, 0.02, 0.01))])
    assert locator.locate(0.005, 0.0105).code == "31.71.01.1002"
    assert locator.locate(0.005, 0.0115).code == "31.71.01.1001"


def test_overlapping_ground_belongs_to_the_lowest_code() -> None:
    drawn = [("31.71.01.1002", box(0, 0, 2, 2)), ("31.71.01.1001", box(1, 1, 3, 3))]
    for polygons in (drawn, list(reversed(drawn))):
        assert Locator(polygons).area_at(1.5, 1.5) == "31.71.01.1001"


def test_an_upper_area_answers_only_where_nothing_below_it_is_drawn() -> None:
    locator = Locator([("31.71", box(0, 0, 4, 4)), ("31.71.01", box(0, 0, 1, 1)), ("31.72", box(4, 0, 8, 4))])
    assert locator.area_at(0.5, 0.5) == "31.71.01"
    assert locator.area_at(3, 3) is None
    assert locator.area_at(3, 6) == "31.72"


def test_a_hole_is_outside_and_an_island_in_it_is_inside() -> None:
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    island = shapely.union(ring, shapely.box(4, 4, 5, 5))
    locator = Locator([("31.71", shapely.to_wkb(island))])
    assert locator.area_at(3.5, 3.5) is None
    assert locator.area_at(4.5, 4.5) == "31.71"


def test_candidates_share_the_accuracy_circle() -> None:
    locator = Locator([("31.71.01.1001", box(-1, -1, 0, 1)), ("31.71.01.1002", box(0, -1, 1, 1))])
    left, right = locator.candidates(0.0, -0.0001, 50)
    assert (left.code, right.code) == ("31.71.01.1001", "31.71.01.1002")
    assert left.share + right.share == pytest.approx(1, abs=0.001)
    assert left.share > 0.6
    assert left.distance_m == 0
    assert right.distance_m == pytest.approx(11.1, abs=0.2)
    answer = locator.locate(0.0, -0.0001, accuracy_m=50)
    assert (answer.code, answer.how, answer.candidates) == ("31.71.01.1001", How.INSIDE, (left, right))


def test_a_poor_fix_is_cut_to_five_kilometres() -> None:
    locator = Locator([("31.71.01.1001", box(-9, -9, 9, 9)), ("31.71.01.1002", box(0.1, 9, 9, 20))])
    assert [one.code for one in locator.candidates(8.99, 0.5, 1e9)] == ["31.71.01.1001", "31.71.01.1002"]
    assert [one.code for one in locator.candidates(8.9, 0.5, 1e9)] == ["31.71.01.1001"]


@pytest.mark.parametrize(
    "bad", [(math.nan, 0, 0), (0, math.inf, 0), (91, 0, 0), (0, 181, 0), (0, 0, -1), (0, 0, math.nan)]
)
def test_what_is_no_place_on_the_globe_is_refused(bad: tuple[float, float, float]) -> None:
    with pytest.raises(Invalid):
        Locator([("31", box(10, 10, 11, 11))]).locate(*bad)


def test_a_region_without_polygons_answers_outside() -> None:
    assert Locator([]).locate(-6.2, 106.8).how is How.OUTSIDE


@given(st.floats(-11, 6), st.floats(95, 141), st.floats(1, 2000), st.floats(0, 2 * math.pi))
def test_metres_between_points_match_the_sphere(lat: float, lon: float, metres: float, turn: float) -> None:
    scale = scale_at(lat)
    other = lat + math.sin(turn) * metres / scale.lat_m, lon + math.cos(turn) * metres / scale.lon_m
    assert metres_between(lat, lon, *other) == pytest.approx(metres, rel=0.002)


def test_a_point_over_the_border_offers_the_neighbouring_region(trial_locator: Callable[[str], Locator]) -> None:
    depok = trial_locator("31").locate(-6.4025, 106.7942)
    assert (depok.how, depok.code) == (How.OUTSIDE, None)
    assert depok.neighbour is not None
    assert (depok.neighbour.region_code, depok.neighbour.province_code) == ("32.76", "32")


def test_a_point_at_sea_before_its_own_coast_has_no_neighbour(trial_locator: Callable[[str], Locator]) -> None:
    daruba = trial_locator("82").locate(2.049, 128.282)
    assert (daruba.how, daruba.neighbour) == (How.OUTSIDE, None)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Singapore", 1.29, 103.85),
        ("Kuala Lumpur", 3.14, 101.69),
        ("Indian Ocean", -9.0, 98.0),
        ("Dili", -8.56, 125.57),
    ],
)
def test_a_point_outside_the_nation_belongs_to_no_region(name: str, lat: float, lon: float) -> None:
    found = neighbour_region(lat, lon)
    assert found is None, name


def test_the_national_points_stay_far_below_the_boundaries_of_the_nation() -> None:
    assert national_points().size_bytes < 2_000_000


def test_the_nearest_village_is_the_nearest_of_all() -> None:
    points = national_points()
    codes, places = points.within(-90, 90, -180, 180)
    dice = random.Random(5)
    answered = 0
    for _ in range(200):
        lon, lat = places[dice.randrange(len(places))] + [dice.uniform(-0.05, 0.05), dice.uniform(-0.05, 0.05)]
        scale = scale_at(lat)
        distances = np.hypot((places[:, 0] - lon) * scale.lon_m, (places[:, 1] - lat) * scale.lat_m)
        best = int(distances.argmin())
        found = points.nearest(lat, lon)
        if found is None:
            assert distances[best] > LEAST_REACH_M - 5
            continue
        answered += 1
        assert found.distance_m == pytest.approx(distances[best], abs=5)
        assert found.village_code == codes[best] or abs(found.distance_m - distances[best]) < 5
    assert answered > 100
