"""A single change is taken out with all that came later kept, or refused where something later touched the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jaki_replica.tenancy.configuration.document import plain
from jaki_replica.tenancy.configuration.terms import RegionConfig, Route, Text
from jaki_replica.tenancy.configuration.undoing import undone
from tests.regions import region

BASE = replace(region("urung", "33.77", "UR"), routes=())
type_edit = Callable[[RegionConfig], RegionConfig]


def category(place: int, **fields: object) -> type_edit:
    def edit(config: RegionConfig) -> RegionConfig:
        key = BASE.categories[place].key
        made = [replace(one, **fields) if one.key == key else one for one in config.categories]  # type: ignore[arg-type]
        return replace(config, categories=tuple(made))

    return edit


def route(place: int) -> type_edit:
    one = Route(BASE.categories[place].key, "33.77.01", "area", f"Alasan {place}")
    return lambda config: replace(config, routes=(*config.routes, one))


def added(config: RegionConfig) -> RegionConfig:
    return replace(config, categories=(*config.categories, replace(BASE.categories[0], key="other.new")))


def dropped(config: RegionConfig) -> RegionConfig:
    gone = BASE.categories[1].key
    return replace(config, categories=tuple(one for one in config.categories if one.key != gone))


def turned(config: RegionConfig) -> RegionConfig:
    return replace(config, groups=tuple(reversed(config.groups)))


EDITS: tuple[type_edit, ...] = (
    lambda config: replace(config, brand=replace(config.brand, primary="#0a5c36")),
    lambda config: replace(config, brand=replace(config.brand, promise=Text("Kami kerjakan", "We get it done"))),
    category(0, near_m=77),
    category(0, synonyms=("lubang besar",)),
    category(2, near_m=55),
    route(0),
    route(1),
    added,
    dropped,
    turned,
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(range(len(EDITS))), min_size=2, max_size=4, unique=True))
def test_undoing_one_of_several_changes_gives_what_the_others_alone_would_have_made(chosen: list[int]) -> None:
    first, *later = (EDITS[place] for place in chosen)
    after = first(BASE)
    assume(plain(after) != plain(BASE))
    now, alone = after, BASE
    for edit in later:
        now, alone = edit(now), edit(alone)
    made = undone(BASE, after, now)
    assert made.clashes == ()
    assert made.tree == plain(alone)


def test_the_newest_change_is_undone_to_the_byte_order_included() -> None:
    for edit in EDITS:
        after = edit(BASE)
        assert repr(undone(BASE, after, after).tree) == repr(plain(BASE))


def test_what_was_changed_again_is_refused_with_its_place_and_left_as_it_is() -> None:
    after = category(0, near_m=77)(BASE)
    now = category(0, near_m=99)(after)
    made = undone(BASE, after, now)
    assert made.clashes == (f"categories.{BASE.categories[0].key}.near_m",)
    assert made.tree == plain(now)


def test_what_was_changed_back_by_hand_already_is_no_clash_and_nothing_is_left_to_do() -> None:
    after = category(0, near_m=77)(BASE)
    assert undone(BASE, after, BASE) == undone(BASE, BASE, BASE)


def test_an_added_category_that_was_edited_since_is_not_thrown_away() -> None:
    after = added(BASE)
    edited = replace(
        after, categories=tuple(replace(one, near_m=31) if one.key == "other.new" else one for one in after.categories)
    )
    assert undone(BASE, after, edited).clashes == ("categories.other.new",)
