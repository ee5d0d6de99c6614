"""The theme css and the mark hold values and nothing else, whatever a tenant file says."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from jaki_replica.branding import marks
from jaki_replica.branding.motifs import motifs
from jaki_replica.branding.theme import theme
from jaki_replica.foundation.errors import Invalid
from tests.branding.brands import FIVE

ADDRESS = "/s/abc/motif/tumpal.svg"
LINE = re.compile(
    r'    --brand-[a-z-]+: (#[0-9a-f]{6}|[0-9.]+rem|"Plus Jakarta Sans"|system-ui|url\("/s/abc/motif/tumpal\.svg"\));'
)


@pytest.mark.parametrize("slug", FIVE)
def test_a_theme_is_one_layer_block_of_brand_values_below_half_a_kilobyte(slug: str) -> None:
    css = theme(FIVE[slug], ADDRESS).css
    lines = css.splitlines()
    assert (lines[0], lines[1], lines[-2], lines[-1]) == ("@layer tokens {", "  :root {", "  }", "}")
    assert all(LINE.fullmatch(line) for line in lines[2:-2])
    assert len(css) < 600


def test_the_same_brand_has_the_same_digest_and_another_colour_another_one() -> None:
    first = theme(FIVE["jakarta"], ADDRESS)
    assert first == theme(replace(FIVE["jakarta"]), ADDRESS)
    assert first.digest != theme(replace(FIVE["jakarta"], accent="#ff9a3e"), ADDRESS).digest


INJECTIONS = [
    ("primary", "#1d3fb8;} body{display:none"),
    ("primary", "#1d3fb8\n"),
    ("accent", "url(https://evil.example/x)"),
    ("accent", "#FF9A3D"),
    ("motif", "../../etc/passwd"),
    ("motif", 'x"); @import "//evil.example'),
    ("font", "x; } * { color: red"),
    ("letters", "</title><script>"),
]


@pytest.mark.parametrize(("field", "value"), INJECTIONS)
def test_a_value_that_is_more_than_a_value_is_refused(field: str, value: str) -> None:
    wrong = replace(FIVE["jakarta"], **{field: value})  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        theme(wrong, ADDRESS)
    with pytest.raises(Invalid):
        marks.mark(wrong)


@pytest.mark.parametrize("address", ['/x"); }', "https://evil.example/x.svg", "/x y", "/x\n", ""])
def test_a_motif_is_only_taken_from_an_address_of_our_own(address: str) -> None:
    with pytest.raises(Invalid):
        theme(FIVE["jakarta"], address)


@pytest.mark.parametrize("slug", FIVE)
def test_a_mark_is_well_formed_and_wears_ink_and_accent(slug: str) -> None:
    drawn = marks.mark(FIVE[slug])
    ElementTree.fromstring(drawn)
    assert FIVE[slug].accent in drawn
    assert len(drawn) < 2000


def test_the_title_of_a_mark_is_escaped() -> None:
    drawn = marks.mark(replace(FIVE["jakarta"], portal='<b>&"x'))
    assert ElementTree.fromstring(drawn)[0].text == '<b>&"x'


def test_every_motif_of_the_folder_is_listed_and_can_be_drawn() -> None:
    assert set(motifs()) == {"tumpal", "bintang", "tenun", "siger", "pulau"}
    for name in motifs():
        ElementTree.fromstring(marks.mark(replace(FIVE["jakarta"], motif=name)))
