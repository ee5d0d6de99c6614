"""A look-up in a plain Python loop takes at most 20 microseconds, in the largest trial region too."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
import shapely

from jaki_replica.areas.locating import Locator
from tests.areas.conftest import TRIALS

BAR_US = 20.0


@pytest.mark.benchmark
@pytest.mark.parametrize("code", TRIALS)
def test_a_point_finds_its_village_within_twenty_microseconds(
    code: str, trial_locator: Callable[[str], Locator], trial_polygons: Callable[[str], dict[str, bytes]]
) -> None:
    locator = trial_locator(code)
    dice = random.Random(1)
    boxes = [shapely.from_wkb(drawn).bounds for one, drawn in trial_polygons(code).items() if one.count(".") == 3]
    places: list[tuple[float, float]] = []
    while len(places) < 5_000:
        west, south, east, north = dice.choice(boxes)
        lat, lon = dice.uniform(south, north), dice.uniform(west, east)
        if locator.area_at(lat, lon):
            places.append((lat, lon))
    took = min(_run(locator, places) for _ in range(3)) / len(places) * 1e6
    print(f"\narea look-up {code}: {took:.1f} us, {len(locator)} polygons, about {locator.size_bytes / 1e6:.1f} MB")
    assert took <= BAR_US


def _run(locator: Locator, places: list[tuple[float, float]]) -> float:
    start = time.perf_counter()
    for lat, lon in places:
        locator.locate(lat, lon)
    return time.perf_counter() - start
