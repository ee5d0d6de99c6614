"""What a brand must reach before anybody sees it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jaki_replica.ui
from jaki_replica.branding import rules
from jaki_replica.branding.terms import Pair
from jaki_replica.foundation.errors import Invalid
from tests.branding.brands import FIVE, brand

TOKENS = (Path(jaki_replica.ui.__file__).parent / "static/css/tokens.css").read_text()
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize("slug", FIVE)
def test_the_first_five_brands_pass_all_55_pairs(slug: str) -> None:
    report = rules.check_readable(FIVE[slug])
    assert len(report.pairs) == 55
    assert report.passes


def test_the_derived_values_are_those_of_the_design() -> None:
    found = rules.derive(FIVE["jakarta"])
    assert (found.primary_strong, found.primary_night) == ("#0d239d", "#9fbdff")
    assert (found.ink, found.paper, found.tint) == ("#0d1c48", "#f5f7fb", "#e1eafd")
    assert (found.night, found.night_raised, found.corner) == ("#0d1019", "#171c26", 12)


def test_white_on_black_has_the_greatest_ratio_and_equal_colours_have_none() -> None:
    assert rules.ratio("#ffffff", "#000000") == pytest.approx(21)
    assert rules.ratio("#1d3fb8", "#1d3fb8") == pytest.approx(1)


def test_a_palette_at_4_4_is_refused_with_its_figure_and_a_colour_that_passes() -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_readable(brand("#787878", "#ff9a3d"))
    faults = {str(fault) for fault in refusal.value.faults}
    white = next(fault for fault in faults if "white on action (light)" in fault)
    assert "#ffffff on #787878 is 4.41, at least 4.5 is needed" in white
    passing = re.search(r"\((#[0-9a-f]{6}) passes\)", white)
    assert passing is not None
    assert rules.check(brand(passing[1], "#ff9a3d")).passes


def test_a_dark_accent_is_refused_on_the_accent_and_not_on_the_main_colour() -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_readable(brand("#1d3fb8", "#444444"))
    assert {fault.field for fault in refusal.value.faults} == {"brand.accent"}


def test_a_figure_is_never_rounded_up_to_its_limit() -> None:
    pair = Pair("light", "white on action", "#ffffff", "#777777", 4.5, 4.4989)
    assert (pair.figure, pair.passes) == ("4.49", False)


def test_the_closest_pair_is_the_one_nearest_to_its_own_limit() -> None:
    report = rules.check(FIVE["jakarta"])
    assert report.closest.what == "outline on ground"
    assert report.closest.figure == "4.02"


@settings(max_examples=150, deadline=None)
@given(primary=COLOURS, accent=COLOURS)
def test_the_nearest_passing_brand_always_passes(primary: str, accent: str) -> None:
    assert rules.check(rules.nearest_passing(brand(primary, accent))).passes


@settings(max_examples=60, deadline=None)
@given(primary=COLOURS, accent=COLOURS)
def test_a_colour_that_passes_is_left_alone(primary: str, accent: str) -> None:
    chosen = brand(primary, accent)
    if rules.check(chosen).passes:
        assert rules.nearest_passing(chosen) == chosen


def test_every_value_that_is_not_of_its_kind_is_named_at_once() -> None:
    wrong = replace(
        FIVE["jakarta"], portal="x" * 25, letters="jk", primary="red", accent="#FFF", corner=40, font="Comic Sans"
    )
    with pytest.raises(Invalid) as refusal:
        rules.check(wrong)
    named = [fault.field for fault in refusal.value.faults]
    assert named == [f"brand.{name}" for name in ("portal", "letters", "primary", "accent", "corner", "font")]
    assert all(fault.remedy for fault in refusal.value.faults)


def _token_values(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,8});", block))


def test_the_common_colours_that_are_checked_are_those_of_the_stylesheet() -> None:
    light = _token_values(TOKENS.split("@media (prefers-color-scheme: dark)")[0])
    dark = _token_values(TOKENS.split(':root[data-theme="dark"] {')[1].split("@media print")[0])
    for checked, shown in ((rules.LIGHT, light), (rules.DARK, dark)):
        for name, value in checked.items():
            token = {"soft": "text-soft"}.get(name, name.replace("_", "-"))
            assert shown[token] in {value, value.replace("#ffffff", "#fff")}, token


def test_both_dark_blocks_of_the_stylesheet_are_alike() -> None:
    wished, chosen = re.findall(r"(--ground: var\(--brand-night\);.*?color-scheme: dark;)", TOKENS, re.DOTALL)
    assert wished.split() == chosen.split()
