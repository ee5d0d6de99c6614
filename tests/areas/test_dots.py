"""A region is drawn as dots where its villages lie, whichever of the nation's it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.areas import facts
from jaki_replica.areas.dots import COARSEST, FINEST, dots, drawn
from jaki_replica.foundation.errors import NotFound

numbers = st.floats(-200, 200, allow_nan=False)


def test_provinces_and_regions_all_over_the_nation_have_marks_of_their_own() -> None:
    codes = [fact.code for fact in facts.regions()]
    some = [code for code in codes if "." not in code][:6] + codes[::50]
    found = {code: dots(code) for code in some}
    assert all(cells for _side, cells in found.values())
    assert len(set(found.values())) == len(set(some))


def test_jakarta_is_its_mainland_and_not_a_dot_below_far_islands() -> None:
    side, cells = dots("31")
    rows = {y for _x, y in cells}
    assert len(rows) > side * 0.7
    assert len({x for x, _y in cells}) > side * 0.6


@given(st.lists(st.tuples(numbers, numbers), max_size=60))
def test_whatever_the_points_every_dot_lies_in_the_square(points: list[tuple[float, float]]) -> None:
    side, cells = drawn(points)
    assert COARSEST <= side <= FINEST
    assert all(0 <= x < side and 0 <= y < side for x, y in cells)
    assert bool(cells) == bool(points)


def test_a_code_that_is_no_region_has_none() -> None:
    with pytest.raises(NotFound):
        dots("99.99")
