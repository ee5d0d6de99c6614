"""Units and posts of a region, made from its configuration and its areas."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from jaki_replica.areas.terms import Area, AreaTree
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.officials.organising import organise, place_of
from jaki_replica.officials.units import Head, Place, UnitKind
from jaki_replica.tenancy.configuration.terms import (
    Appointment,
    AreaKind,
    Branches,
    Level,
    PositionRule,
    RegionConfig,
    Text,
)
from tests.officials.shipped import REGIONS, config, organisation, tree

BAR_MS = 100.0


def titles(region: str, key: str) -> list[str]:
    return [unit.head.title for unit in organisation(region).superiors(key)]


def test_267_lurah_are_one_rule() -> None:
    found = [unit for unit in organisation("jakarta").units.values() if unit.rule == "lurah"]
    assert len(found) == 267
    gambir = organisation("jakarta").unit("position:lurah:31.71.01.1001")
    assert (gambir.name, gambir.short) == ("Kelurahan Gambir", "Kel. Gambir")
    assert gambir.head == Head("Lurah Gambir", Appointment.APPOINTED, 27_000_000)
    assert titles("jakarta", gambir.key) == ["Camat Gambir", "Wali Kota Administrasi Jakarta Pusat", "Gubernur"]


def test_the_islands_have_a_regent_by_the_same_rule_as_the_mayors() -> None:
    islands = organisation("jakarta").unit("position:wali-kota:31.01")
    assert islands.head.title == "Bupati Administrasi Kepulauan Seribu"


def test_a_branch_stands_under_its_agency() -> None:
    branch = organisation("jakarta").unit("agency:bina-marga:31.71")
    assert branch.name == "Suku Dinas Bina Marga Jakarta Pusat"
    assert branch.head.title == "Kepala Suku Dinas Bina Marga Jakarta Pusat"
    assert titles("jakarta", branch.key) == ["Kepala Dinas Bina Marga", "Sekretaris Daerah", "Gubernur"]


def test_an_elected_keuchik_has_the_local_words_and_no_allowance() -> None:
    found = [unit for unit in organisation("banda-aceh").units.values() if unit.rule == "keuchik"]
    assert len(found) == 90
    assert all(unit.name.startswith("Gampong ") for unit in found)
    assert all(unit.head.title.startswith("Keuchik ") and unit.head.allowance == 0 for unit in found)


def test_an_allowance_is_never_that_of_an_elected_head() -> None:
    generous = replace(config("banda-aceh").positions[2], allowance=5_000_000)
    careless = replace(config("banda-aceh"), positions=(*config("banda-aceh").positions[:2], generous))
    made = organise(careless, tree("banda-aceh"))
    assert {unit.head.allowance for unit in made.units.values() if unit.rule == "keuchik"} == {0}


def test_villages_of_other_governments_have_no_unit_here() -> None:
    lampung = organisation("lampung")
    assert {unit.kind for unit in lampung.units.values() if unit.area != "18"} == set()
    assert not lampung.places["18.71.11.1004"].governed
    assert lampung.owner_of("18.71.11.1004") is None


def test_villages_are_called_as_people_call_them() -> None:
    lampung = organisation("lampung").places
    assert lampung["18.06.15.2015"].full_name == "Pekon Air Abang"
    assert lampung["18.03.06.2021"].full_name == "Desa Way Wakak"
    assert organisation("jakarta").places["31.71"].name == "Jakarta Pusat"


def test_a_local_name_for_a_place_comes_before_one_for_everywhere() -> None:
    kinds = (
        AreaKind("desa", Level.VILLAGE, Text("Desa")),
        AreaKind("nagari", Level.VILLAGE, Text("Nagari"), of="desa"),
        AreaKind("jorong", Level.VILLAGE, Text("Jorong"), of="desa", areas=("99.01",)),
    )
    area = Area("99.01.01.2001", "Desa Sungai", 4, "desa", None, None, None, None, None, None)
    assert place_of(area, kinds) == Place("99.01.01.2001", "Sungai", "Jorong", "jorong", governed=True)
    assert place_of(replace(area, code="99.02.01.2001"), kinds).kind == "Nagari"
    assert place_of(area, kinds[:1]).kind == "Desa"


def test_every_unit_climbs_to_the_one_top() -> None:
    for region in REGIONS:
        found = organisation(region)
        (top,) = found.tops()
        for key in found.units:
            chain = found.superiors(key)
            assert key == top.key or chain[-1] == top
        assert {unit.key for unit in found.below(top.key)} == found.units.keys() - {top.key}


def test_a_kecamatan_is_answered_for_by_its_camat_and_the_region_by_nobody() -> None:
    jakarta = organisation("jakarta")
    camat, lurah = jakarta.owner_of("31.71.01"), jakarta.owner_of("31.71.01.1001")
    assert camat is not None
    assert lurah is not None
    assert (camat.rule, lurah.rule) == ("camat", "lurah")
    assert jakarta.is_under(lurah.key, camat.key)
    assert not jakarta.is_under(camat.key, lurah.key)
    assert jakarta.owner_of("31") is None


def test_where_a_superior_is_missing_for_an_area_his_own_superior_stands_there() -> None:
    base = config("jakarta")
    only_cities = replace(base.positions[1], kinds=("kota-administrasi",))
    made = organise(replace(base, positions=(base.positions[0], only_cities, *base.positions[2:])), tree("jakarta"))
    assert [unit.head.title for unit in made.superiors("position:camat:31.01.01")] == ["Gubernur"]


def test_a_branch_only_for_some_kinds_leaves_the_rest_to_the_agency() -> None:
    base = config("jakarta")
    branches = Branches(Level.REGENCY, "Suku {area}", kinds=("kota-administrasi",))
    agencies = tuple(replace(one, branches=branches) if one.key == "bina-marga" else one for one in base.agencies)
    made = organise(replace(base, agencies=agencies), tree("jakarta"))
    keys = [one.key for code in ("31.71.01.1001", "31.01.01.1001") if (one := made.agency("bina-marga", code))]
    assert keys == ["agency:bina-marga:31.71", "agency:bina-marga"]


def circle(base: RegionConfig) -> RegionConfig:
    top = replace(base.positions[0], reports_to="sekretariat-daerah")
    return replace(base, positions=(top, *base.positions[1:]))


def test_nobody_can_be_his_own_superior() -> None:
    with pytest.raises(Invalid, match="reports to itself"):
        organise(circle(config("jakarta")), tree("jakarta"))


def test_a_superior_that_is_nowhere_is_refused() -> None:
    lost = PositionRule("lost", Level.REGENCY, reports_to="nobody")
    with pytest.raises(Invalid, match="agency:nobody, which is not there"):
        organise(replace(config("palembang"), positions=(lost,)), tree("palembang"))


def test_an_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        organisation("jakarta").superiors("agency:elsewhere")


def test_a_region_without_areas_still_has_its_agencies() -> None:
    bare = organise(config("palembang"), AreaTree([]))
    assert {unit.kind for unit in bare.units.values()} == {UnitKind.AGENCY}
    assert bare.unit("agency:sekretariat-daerah") in bare.tops()


@pytest.mark.benchmark
@pytest.mark.parametrize("region", REGIONS)
def test_the_units_of_a_region_are_made_in_a_tenth_of_a_second(region: str) -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        made = organise(config(region), tree(region))
        times.append((time.perf_counter() - start) * 1e3)
    print(f"\nunits of {region}: {len(made.units)} from {len(tree(region))} areas in {min(times):.1f} ms")
    assert min(times) <= BAR_MS
