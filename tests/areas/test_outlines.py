"""Areas drawn beside each other: all that have polygons, within the sheet, in few bytes, none on another."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas import facts
from jaki_replica.areas.approximate import approximate_areas
from jaki_replica.areas.neighbours import national_points
from jaki_replica.areas.outlines import SIDE, Outline, Sheet, sheet
from jaki_replica.areas.terms import lies_in, parent_of

NUMBER = re.compile(r"-?\d+")
LARGEST = 16_000  # bytes of all outlines together; less than half of it when packed


def drawn_back(one: Outline) -> BaseGeometry:
    """The shape that a browser makes of the path."""
    rings = []
    for part in one.path.split("M")[1:]:
        start, steps = part.rstrip("z").split("l")
        x, y = (int(n) for n in start.split())
        points, numbers = [(x, y)], [int(n) for n in NUMBER.findall(steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        rings.append(shapely.make_valid(shapely.Polygon(points)))
    shape: BaseGeometry = rings[0]
    for ring in rings[1:]:
        shape = shape.symmetric_difference(ring)
    return shape


def check(found: Sheet, codes: set[str]) -> None:
    assert {one.code for one in found.outlines} == codes
    assert max(found.width, found.height) == SIDE
    paper = shapely.box(-1, -1, found.width + 1, found.height + 1)
    shapes = [drawn_back(one) for one in found.outlines]
    for one, shape in zip(found.outlines, shapes, strict=True):
        assert shape.area > 0 or one.frame, one.code
        assert paper.covers(shape)
        assert paper.contains(shapely.Point(one.x, one.y))
    near = [shape for one, shape in zip(found.outlines, shapes, strict=True) if one.frame is None]
    assert sum(shape.area for shape in near) <= shapely.union_all(near).area * 1.02


@pytest.mark.parametrize(("code", "apart"), [("11.71", 0), ("31", 1)])
def test_official_boundaries_are_drawn_level_by_level(
    trial_polygons: Callable[[str], dict[str, bytes]], code: str, apart: int
) -> None:
    villages = {own: shapely.from_wkb(wkb) for own, wkb in trial_polygons(code).items() if own.count(".") == 3}
    level = code.count(".") + 1
    below = {".".join(own.split(".")[: level + 1]) for own in villages}
    found = sheet({own: [shape for village, shape in villages.items() if lies_in(village, own)] for own in below})
    check(found, below)
    assert sum(len(one.path) for one in found.outlines) <= LARGEST
    assert sum(one.frame is not None for one in found.outlines) == apart


@pytest.mark.parametrize("code", ["11.72", "33.72", "74.71", "82"])
def test_approximate_areas_are_drawn_just_so(code: str) -> None:
    cells = approximate_areas(facts.units_of(code), national_points())
    parts: dict[str, list[BaseGeometry]] = {}
    for village, cell in cells:
        above = parent_of(village) if code.count(".") else ".".join(village.split(".")[:2])
        parts.setdefault(str(above), []).append(cell)
    check(sheet(parts), set(parts))


def test_what_has_no_polygon_is_left_out_and_nothing_at_all_is_an_empty_sheet() -> None:
    square = shapely.box(106.0, -6.1, 106.1, -6.0)
    assert [one.code for one in sheet({"1": [square], "2": []}).outlines] == ["1"]
    assert sheet({"1": [], "2": []}) == sheet({}) == Sheet()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40), st.integers(1, 9)), min_size=1, max_size=8))
def test_no_shape_however_small_or_far_off_makes_it_fail(squares: list[tuple[int, int, int]]) -> None:
    parts = {str(i): [shapely.box(x, y / 8, x + s / 100, y / 8 + s / 900)] for i, (x, y, s) in enumerate(squares)}
    found = sheet(parts)
    assert {one.code for one in found.outlines} <= set(parts)
    for one in found.outlines:
        assert 0 <= one.x <= found.width and 0 <= one.y <= found.height
