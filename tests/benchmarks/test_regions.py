"""What a region's configuration and its areas cost: checking and applying a file, finding the area of a point."""

from __future__ import annotations

import random
import statistics
import time

import pytest
import shapely
from sqlalchemy.orm import Session

from jaki_replica.areas import facts
from jaki_replica.areas import queries as areas
from jaki_replica.areas.actions import install_shipped
from jaki_replica.areas.locating import Locator
from jaki_replica.areas.reading import read
from jaki_replica.areas.rules import assemble, judge
from jaki_replica.foundation import clock
from jaki_replica.tenancy.configuration import actions
from jaki_replica.tenancy.configuration.loading import load_file
from tests.areas.conftest import FOLDER, TRIALS
from tests.benchmarks.conftest import Figures
from tests.regions import ROOT

pytestmark = pytest.mark.benchmark

CODE = "18"  # the trial region with the most villages


def polygons(session: Session) -> tuple[str, list[tuple[str, bytes]]]:
    """Real boundaries where they are at hand, else the shipped approximate ones; and which of both."""
    file = FOLDER / f"{TRIALS[CODE]}.geojson.gz"
    if not file.exists():
        install_shipped(session, CODE, by="bench", at=clock.now())
        return "approximate areas", areas.polygons(session)
    units = facts.units_of(CODE)
    drawn = assemble(units, judge(read(file), CODE, units).accepted, CODE)
    return "real boundaries", [(one.area.code, one.wkb) for one in drawn if one.wkb is not None]


def test_finding_the_area_of_a_point(region_session: Session, figures: Figures) -> None:
    kind, drawn = polygons(region_session)
    locator = Locator(drawn, CODE)
    dice = random.Random(1)
    boxes = [shapely.from_wkb(wkb).bounds for code, wkb in drawn if code.count(".") == 3]
    places: list[tuple[float, float]] = []
    while len(places) < 5_000:
        west, south, east, north = dice.choice(boxes)
        place = dice.uniform(south, north), dice.uniform(west, east)
        if locator.area_at(*place):
            places.append(place)
    took = min(_located(locator, places) for _ in range(3)) / len(places) * 1e6
    figures.add(f"point -> area, {len(locator)} villages, {kind}", f"{took:.1f} us", "<= 20 us")
    assert took < 200


def _located(locator: Locator, places: list[tuple[float, float]]) -> float:
    begun = time.perf_counter()
    for lat, lon in places:
        locator.locate(lat, lon)
    return time.perf_counter() - begun


def test_checking_and_applying_a_regions_file(region_session: Session, figures: Figures) -> None:
    file = max((ROOT / "tenants").glob("*.yaml"), key=lambda f: f.stat().st_size)
    checks = []
    for _ in range(5):
        begun = time.perf_counter()
        config = load_file(file)
        checks.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    actions.apply(region_session, config, author="bench", reason="bench", at=clock.now(), base=None)
    region_session.commit()
    applied = time.perf_counter() - begun
    size = file.stat().st_size / 1024
    figures.add(f"region file of {size:.0f} KB: check", f"{statistics.median(checks) * 1000:.0f} ms")
    figures.add("  apply as a revision, with its commit", f"{applied * 1000:.0f} ms")
    assert config.identity.slug == file.stem
