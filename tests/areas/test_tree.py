"""The area tree: relations by code, never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.areas.terms import Area, AreaTree, deepest, level_of, lies_in, parent_of


def area(code: str, top: str = "31") -> Area:
    parent = None if code == top else parent_of(code)
    return Area(code, f"Area {code}", level_of(code), "kind", None, parent, None, None, None, None)


CODES = ["31", "31.71", "31.71.01", "31.71.01.1001", "31.71.01.1002", "31.71.02", "31.01", "31.01.01", "31.01.01.1001"]
TREE = AreaTree(area(code) for code in reversed(CODES))


def test_areas_come_by_code_and_parents_before_children() -> None:
    assert [one.code for one in TREE] == sorted(CODES)
    assert [one.code for one in TREE.tops] == ["31"]
    assert [one.code for one in TREE.at_level(2)] == ["31.01", "31.71"]


def test_relations_follow_the_codes() -> None:
    assert [one.code for one in TREE.children("31.71")] == ["31.71.01", "31.71.02"]
    assert [one.code for one in TREE.ancestors("31.71.01.1002")] == ["31.71.01", "31.71", "31"]
    assert [one.code for one in TREE.path("31.71.01")] == ["31", "31.71", "31.71.01"]
    assert [one.code for one in TREE.descendants("31.01")] == ["31.01.01", "31.01.01.1001"]
    assert TREE.by_code["31.71.02"].name == "Area 31.71.02"


def test_an_unknown_code_has_no_relations() -> None:
    assert TREE.path("99") == TREE.ancestors("99") == TREE.children("99") == TREE.descendants("99") == ()
    assert "99" not in TREE


def test_a_tree_refuses_an_area_whose_parent_is_missing() -> None:
    with pytest.raises(ValueError, match=r"31\.71\.01 hangs under 31\.71"):
        AreaTree([area("31"), area("31.71.01")])


def test_a_city_is_the_top_of_its_own_tree() -> None:
    tree = AreaTree([area("11.71", "11.71"), area("11.71.01", "11.71")])
    assert [one.code for one in tree.tops] == ["11.71"]
    assert tree.ancestors("11.71.01")[-1].parent is None


@given(st.sets(st.sampled_from(CODES), min_size=1))
def test_the_deepest_codes_have_none_of_the_others_below(codes: set[str]) -> None:
    found = deepest(codes)
    assert all(not any(lies_in(other, code) for other in codes if other != code) for code in found)
    assert all(any(lies_in(code, other) for code in found) for other in codes)
