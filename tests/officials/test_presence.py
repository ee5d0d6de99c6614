"""Who is there for a post's complaints: never filled and left vacant are told apart, and nobody up to the top."""

from __future__ import annotations

from jaki_replica.officials.holders import Standing
from jaki_replica.officials.presence import presence, staffing
from jaki_replica.officials.units import Organisation, Unit
from tests.officials.shipped import organisation

UNFILLED, VACANT, HELD = Standing.UNRECORDED, Standing.VACANT, Standing.HELD


def a_line() -> tuple[Organisation, list[Unit]]:
    """A post and the two nearest above it."""
    here = organisation("palembang")
    low = next(unit for unit in here.units.values() if len(here.superiors(unit.key)) == 2)
    return here, [low, *here.superiors(low.key)]


def test_a_vacant_post_gives_to_the_nearest_not_vacant_above_even_where_nobody_was_ever_there() -> None:
    here, (low, middle, top) = a_line()
    stands = {low.key: VACANT, middle.key: UNFILLED, top.key: HELD}
    found = presence(low.key, here, lambda key: stands.get(key, HELD))
    assert (found.standing, found.lands, found.answers, found.is_read) == (VACANT, middle, top, False)
    found = presence(low.key, here, lambda key: {low.key: VACANT}.get(key, HELD))
    assert (found.lands, found.answers, found.is_read) == (middle, middle, True)


def test_nobody_up_to_the_top_is_said_for_a_post_that_was_left_and_for_one_never_filled() -> None:
    here, (low, _middle, top) = a_line()
    left = presence(low.key, here, lambda key: VACANT)
    assert (left.lands, left.answers) == (top, None)
    never = presence(low.key, here, lambda key: UNFILLED)
    assert (never.lands, never.answers, never.is_read) == (low, None, False)


def test_posts_without_anybody_are_counted_by_how_they_came_to_be_empty() -> None:
    here, (low, middle, top) = a_line()
    stands = {low.key: UNFILLED, middle.key: VACANT, top.key: Standing.ACTING}
    keys = [low.key, middle.key, top.key, low.key, "position:gone:1"]
    found = staffing(keys, here, lambda key: stands.get(key, HELD))
    assert (found.posts, found.unfilled, found.vacant, found.empty, found.alone) == (3, 1, 1, 2, 0)
    assert staffing(keys, here, lambda key: UNFILLED).alone == 3
