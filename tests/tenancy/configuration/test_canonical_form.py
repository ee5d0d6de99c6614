"""Export, apply, export gives the same bytes; the difference between two configurations says everything."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaki_replica.foundation.errors import Invalid
from jaki_replica.tenancy.configuration.difference import Plan, difference, plan_lines
from jaki_replica.tenancy.configuration.document import canonical, digest, mark_of, marked
from jaki_replica.tenancy.configuration.loading import load_file, load_stored, load_text, read_base
from jaki_replica.tenancy.configuration.reader import Loader
from jaki_replica.tenancy.configuration.terms import RegionConfig, Text
from tests.tenancy.configuration.changes import EXAMPLE, FILES, SMALL
from tests.tenancy.configuration.strategies import configurations

SLOW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(configurations())
def test_every_configuration_comes_back_as_it_was(config: RegionConfig) -> None:
    text = canonical(config)
    again = load_stored(text)
    assert again == config
    assert canonical(again) == text
    assert yaml.load(text, Loader=yaml.BaseLoader) == yaml.load(text, Loader=Loader)


@SLOW
@given(configurations(), configurations())
def test_there_is_no_difference_exactly_where_the_contents_are_the_same(old: RegionConfig, new: RegionConfig) -> None:
    assert difference(old, old) == ()
    assert (difference(old, new) == ()) == (canonical(old) == canonical(new))


@pytest.mark.parametrize("path", [*FILES, EXAMPLE], ids=lambda path: path.stem)
def test_the_shipped_files_round_trip_through_the_full_check(path: Path) -> None:
    config = load_file(path)
    text = canonical(config)
    assert load_text(text.encode(), "export.yaml") == config
    assert canonical(load_text(text.encode(), "export.yaml")) == text


@pytest.mark.parametrize("path", [*FILES, EXAMPLE], ids=lambda path: path.stem)
def test_the_shipped_files_mean_the_same_to_both_parsers_of_pyyaml(path: Path) -> None:
    text = path.read_text()
    assert yaml.load(text, Loader=yaml.BaseLoader) == yaml.load(text, Loader=Loader)


def test_a_stored_document_spells_out_every_default_that_says_something() -> None:
    text = canonical(load_text(SMALL.encode(), "f"))
    for line in ("    verify: 1wd", "  weight_percent: 10", "    near_m: 30", "  joint_leave: yes", "  photos: 5"):
        assert f"{line}\n" in text


def test_the_mark_in_the_first_line_tells_what_was_edited(tmp_path: Path) -> None:
    text = canonical(load_text(SMALL.encode(), "f"))
    file = tmp_path / "export.yaml"
    file.write_text(marked(text, digest(text)))
    assert file.read_text().splitlines()[0] == f"# revision: {digest(text)[:16]}"
    assert read_base(file) == digest(text)[:16]
    assert canonical(load_file(file)) == text
    assert marked(marked(text, "a" * 64), digest(text)) == file.read_text()
    assert mark_of(SMALL) is None


def test_a_difference_is_told_by_section_with_old_and_new() -> None:
    old = load_text(SMALL.encode(), "f")
    new = replace(
        old,
        brand=replace(old.brand, corner=8, promise=Text("Tunjukkan", "Show us")),
        categories=old.categories[:1],
        emergency=(*old.emergency, replace(old.emergency[0], number="110", name=Text("Polisi"))),
        agencies=old.agencies[::-1],
    )
    assert plan_lines(Plan(7, difference(old, new))) == [
        "5 changes against revision 7",
        "brand:",
        "  ~ brand.corner: 12 -> 8",
        "  ~ brand.promise: Tunjukkan. -> {id: Tunjukkan, en: Show us}",
        "emergency:",
        "  + emergency[2]: {number: 110, name: Polisi}",
        "agencies:",
        "  ^ agencies: [sekda, pemerintahan, bina-marga] -> [bina-marga, pemerintahan, sekda]",
        "categories:",
        "  - categories.roads.light: {name: Lampu, group: roads, owner: pln, first: owner, near_m: 30, "
        "sensitive: no, photo: yes}",
    ]


def test_a_plan_without_changes_says_so() -> None:
    assert plan_lines(Plan(3, ())) == ["Nothing changes against revision 3."]


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_file_ends_in_anything_but_faults_with_places(seed: int) -> None:
    chance = random.Random(seed)
    lines = SMALL.splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        damage = chance.choice(["drop", "double", "indent", "value", "swap"])
        if damage == "drop":
            lines[at] = ""
        elif damage == "double":
            lines.insert(at, lines[at])
        elif damage == "indent":
            lines[at] = "  " + lines[at]
        elif damage == "value":
            lines[at] = lines[at].split(":")[0] + ": " + chance.choice(["", "x", "[]", "{}", "{a: {b: c}}", "[1, [2]]"])
        else:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    try:
        load_text("\n".join(lines).encode(), "f.yaml")
    except Invalid as error:
        assert error.faults
        assert all(fault.field.startswith("f.yaml:") and fault.message for fault in error.faults)
