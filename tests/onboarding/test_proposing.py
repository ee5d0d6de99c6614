"""What a new region begins with: a whole file for every one of the nation's regions, made from facts alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

import pytest

from jaki_replica.areas import facts
from jaki_replica.areas.rules import drawn_facts
from jaki_replica.areas.terms import AreaTree, RegionFact, UnitFact
from jaki_replica.branding import rules as branding
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.officials.organising import kind_of, organise
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.proposing import composed, palettes, propose, shipped
from jaki_replica.routing.rules import coverage
from jaki_replica.tenancy.configuration import loading, rules
from jaki_replica.tenancy.configuration.reader import read
from jaki_replica.tenancy.configuration.rules import check_across
from jaki_replica.tenancy.configuration.schema.identity import BrandSection, IdentitySection
from jaki_replica.tenancy.configuration.schema.organisation import AreasSection
from jaki_replica.tenancy.configuration.terms import Appointment, RegionConfig
from tests.regions import ROOT

DEFAULT = palettes()[0]


@cache
def units() -> dict[str, list[UnitFact]]:
    """The units of every region, the nation read once."""
    found: dict[str, list[UnitFact]] = defaultdict(list)
    for fact in facts.regions():
        own = UnitFact(fact.code, fact.name, fact.code.count(".") + 1, fact.kind, lat=fact.lat, lon=fact.lon)
        for code in {fact.code[:2], fact.code}:
            found[code].append(own)
    for unit in facts.national_units():
        for code in (unit.code[:2], unit.code[:5]):
            found[code].append(unit)
    return found


@cache
def proposed() -> dict[str, RegionConfig]:
    """The configuration of every region, checked as `jaki tenants check` checks a file.

    What regions have in common, word for word, is read once: everything below the kinds of area.
    """
    return {fact.code: _proposed(fact) for fact in facts.regions()}


def _proposed(fact: RegionFact) -> RegionConfig:
    head, below, tail = composed(fact, units()[fact.code], DEFAULT).partition("\npositions:")
    known = _shapes.get(tail)
    if known is None:
        text = head + below + tail
        known = _shapes[tail] = loading.load_text(text.encode(), fact.slug, region_files.CHECKS)
        return known
    data = read(head.encode(), fact.slug).data
    assert isinstance(data, dict)
    own = {
        "identity": IdentitySection().load(data["region"]),
        "brand": BrandSection().load(data["brand"]),
        "areas": AreasSection().load(data["areas"]),
    }
    config = replace(known, **own)
    found = [*rules.check(config), *(finding for check in region_files.CHECKS for finding in check(config))]
    assert found == [], fact.code
    return config


_shapes: dict[str, RegionConfig] = {}


@cache
def some_of_each_kind(fact: RegionFact) -> AreaTree:
    """A region's tree with one path for each combination of kinds in it: who owns an area depends on nothing else."""
    found = {unit.code: unit for unit in units()[fact.code]}
    config = proposed()[fact.code]
    named = {code: _key(unit, config) for code, unit in found.items()}
    paths: dict[tuple[str, ...], list[str]] = {}
    for code in found:
        path = _upwards(code, found)
        paths.setdefault(tuple(named[one] for one in path), path)
    kept = {code for path in paths.values() for code in path}
    return AreaTree(d.area for d in drawn_facts([found[code] for code in sorted(kept)], {}, fact.code))


def _key(unit: UnitFact, config: RegionConfig) -> str:
    kind = kind_of(unit, config.areas.kinds)  # type: ignore[arg-type]
    assert kind is not None, unit
    return kind.key


def _upwards(code: str, found: dict[str, UnitFact]) -> list[str]:
    path = []
    while code in found:
        path.append(code)
        code = code.rpartition(".")[0]
    return path


def test_the_proposal_of_every_region_passes_every_check_and_shares_nothing() -> None:
    configs = proposed()
    assert len(configs) == 552
    assert list(check_across(configs)) == []
    shipped_files = {str(f): region_files.load(f) for f in (ROOT / "tenants").glob("*.yaml")}
    others = {code: c for code, c in configs.items() if code not in {s.identity.code for s in shipped_files.values()}}
    assert list(check_across(shipped_files | others)) == []


def test_what_was_read_in_parts_is_what_the_whole_file_says() -> None:
    for code in ("33.72", "91", "31", "82.04", "34.71", "11"):
        assert loading.load_text(propose(code).encode(), "whole", region_files.CHECKS) == proposed()[code]


def test_no_area_of_any_region_is_without_an_owner_for_any_category() -> None:
    gaps = {}
    for fact in facts.regions():
        config = proposed()[fact.code]
        found = coverage(config, organise(config, some_of_each_kind(fact)))
        if not found.is_complete or found.areas == 0:
            gaps[fact.code] = found.gaps
    assert gaps == {}


def test_every_area_has_a_kind_and_every_ruled_village_one_head() -> None:
    for fact in facts.regions():
        config = proposed()[fact.code]
        tree = some_of_each_kind(fact)
        organisation = organise(config, tree)
        owners = Counter(unit.area for unit in organisation.units.values() if unit.owns_area)
        for area in tree:
            kind = kind_of(area, config.areas.kinds)
            assert kind is not None, (area.code, area.kind)
            assert owners[area.code] == int(area.level == 4 and kind.governed), area.code


def test_a_village_is_called_what_the_facts_say_and_its_head_was_elected_there() -> None:
    for code in ("11.71", "18", "18.04", "18.12"):
        config = proposed()[code]
        for unit in units()[code]:
            kind = kind_of(unit, config.areas.kinds)  # type: ignore[arg-type]
            assert kind is not None
            if unit.kind_local:
                assert kind.name.id.lower() == unit.kind_local
    for config in proposed().values():
        appointments = {p.key: p.appointment for p in config.positions}
        assert appointments.get("kepala-desa", Appointment.ELECTED) is Appointment.ELECTED
        assert appointments.get("lurah", Appointment.APPOINTED) is Appointment.APPOINTED


def test_a_province_refers_what_its_regencies_answer_for_unless_they_are_its_own() -> None:
    for fact in facts.regions():
        if fact.parent is None:
            config = proposed()[fact.code]
            owners = {category.owner for category in config.categories}
            below = {u.kind for u in units()[fact.code] if u.level == 2}
            autonomous = bool(below & {"kota", "kabupaten"})
            assert ("kabupaten-kota" in owners) is autonomous
            assert any(p.per == "village" for p in config.positions) is not autonomous


def test_every_palette_can_be_read_and_an_unknown_one_is_refused_with_those_there_are() -> None:
    brand = proposed()["33.72"].brand
    for palette in palettes():
        config = loading.load_text(propose("33.72", colours=palette.key).encode(), "x", region_files.CHECKS)
        assert (config.brand.primary, config.brand.accent) == (palette.primary, palette.accent)
        assert branding.check(config.brand).passes
    assert brand.primary == DEFAULT.primary
    with pytest.raises(Invalid) as caught:
        propose("33.72", colours="merah-jambu")
    assert DEFAULT.key in caught.value.remedy


def test_a_code_that_is_no_region_is_refused() -> None:
    with pytest.raises(NotFound):
        propose("33.72.01")


def test_a_name_that_yaml_could_mistake_stays_a_name() -> None:
    fact = facts.region("33.72")
    for name in ('Kota "A": {b} #c', "Kota <script>alert(1)</script>", "Kota $kind & 'x'", "yes: no"):
        odd = RegionFact(fact.code, name, *(getattr(fact, f) for f in list(RegionFact.__slots__)[2:]))
        config = loading.load_text(composed(odd, units()["33.72"], DEFAULT).encode(), "x")
        assert config.identity.name == name


def test_the_code_names_no_region() -> None:
    names = {word for fact in facts.regions() for word in fact.name.split() if len(word) > 5}
    common = {"Kabupaten", "Selatan", "Tenggara", "Tengah", "Administrasi", "Kepulauan", "Daerah"}
    for file in (ROOT / "jaki_replica" / "onboarding").rglob("*.py"):
        assert not {word for word in names - common if word in file.read_text(encoding="utf-8")}, file
    assert shipped.words("names.yaml", "avoided")
