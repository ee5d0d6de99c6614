"""Who gets a complaint, read as the explanation an official sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from jaki_replica.foundation.errors import Invalid
from jaki_replica.officials.holders import Holder, Holders, Tenure
from jaki_replica.officials.organising import organise
from jaki_replica.routing import rules
from jaki_replica.routing.sentences import SENTENCES, sentence
from jaki_replica.routing.terms import Decision, StepCode
from jaki_replica.tenancy.configuration.terms import First, Level, Owns, PositionRule, RegionConfig, Route
from tests.officials.shipped import config, organisation, tree

GAMBIR = "31.71.01.1001"
NOW = datetime(2026, 11, 16, tzinfo=UTC)
START = datetime(2020, 1, 1, tzinfo=UTC)


def decide(region: str, category: str, area: str, *routes: Route, holders: Holders | None = None) -> Decision:
    base = replace(config(region), routes=routes)
    at = None if holders is None else NOW
    return rules.first_unit(category, area, base, organisation(region), holders or Holders(), at)


def told(decision: Decision, language: str = "en") -> list[str]:
    return [sentence(step, language) for step in decision.steps]


def test_a_city_lets_the_official_of_the_area_look_first() -> None:
    found = decide("jakarta", "roads.pothole", GAMBIR)
    assert (found.unit, found.owner) == (f"position:lurah:{GAMBIR}", "agency:bina-marga:31.71")
    assert found.first is First.AREA
    assert told(found, "id") == [
        "Jalan berlubang di Kelurahan Gambir.",
        "Di seluruh wilayah, kategori ini milik Dinas Bina Marga.",
        "Suku Dinas Bina Marga Jakarta Pusat menanganinya di Kota Administrasi Jakarta Pusat.",
        "Kelurahan Gambir memeriksa lebih dulu karena terjadi di wilayahnya.",
    ]


def test_what_belongs_to_an_agency_goes_straight_to_its_branch() -> None:
    found = decide("jakarta", "lights.out", GAMBIR)
    assert found.unit == found.owner == "agency:bina-marga:31.71"
    assert told(found)[-1] == "The report goes straight to Suku Dinas Bina Marga Jakarta Pusat."


def test_the_islands_have_their_own_branch() -> None:
    assert decide("jakarta", "lights.out", "31.01.01.1001").unit == "agency:bina-marga:31.01"


def test_a_complaint_known_only_to_its_kecamatan_goes_to_the_camat_first() -> None:
    assert decide("jakarta", "roads.pothole", "31.71.01").unit == "position:camat:31.71.01"


def test_a_province_goes_to_its_agency() -> None:
    found = decide("lampung", "roads.pothole", "18.71.11.1004")
    assert found.unit == found.owner == "agency:bina-marga"
    assert found.referral is None


def test_what_belongs_to_an_autonomous_regency_is_referred_to_it() -> None:
    found = decide("lampung", "lights.out", "18.06.15.2015")
    assert found.referral is not None
    assert (found.referral.key, found.referral.name.id) == (
        "referral:kabupaten-kota:18.06",
        "Pemerintah Kabupaten Tanggamus",
    )
    assert found.is_referred_at_once
    assert found.unit == "agency:sekretariat-daerah"
    assert told(found) == [
        "Street light out in Pekon Air Abang.",
        "In the whole region this category belongs to Government of Tanggamus.",
        "This is a matter of Government of Tanggamus, outside this government; the report is referred there.",
        "Sekretariat Daerah Provinsi refers it and watches over the answer.",
        "The report goes straight to Sekretariat Daerah Provinsi.",
    ]


def test_the_state_electricity_company_is_one_for_all() -> None:
    found = decide("jakarta", "utilities.power", GAMBIR)
    assert found.referral is not None
    assert (found.referral.key, found.referral.area) == ("referral:pln", "31")


def test_an_official_may_look_before_a_matter_is_referred() -> None:
    route = Route("utilities", "31.71", "pln", "Petugas memeriksa tiang dulu.", First.AREA)
    found = decide("jakarta", "utilities.power", GAMBIR, route)
    assert found.unit == f"position:lurah:{GAMBIR}"
    assert found.referral is not None
    assert not found.is_referred_at_once


WIDE = Route("roads", "31", "cipta-karya", "Seluruh provinsi.")
CITY = Route("roads", "31.71", "perumahan", "Kota ini.")
CITY_POTHOLE = Route("roads.pothole", "31.71", "satpol-pp", "Lubang di kota ini.")
VILLAGE = Route("roads", GAMBIR, "area", "Jalan lingkungan dirawat kelurahan.")


def test_the_most_specific_exception_counts_and_the_others_are_named() -> None:
    found = decide("jakarta", "roads.pothole", GAMBIR, WIDE, CITY_POTHOLE, VILLAGE, CITY)
    assert found.unit == found.owner == f"position:lurah:{GAMBIR}"
    assert told(found) == [
        "Pothole in Kelurahan Gambir.",
        "In Kelurahan Gambir there is an exception for Roads and pavements: it belongs to the official of the area. "
        "The reason: Jalan lingkungan dirawat kelurahan.",
        "The exception in Kota Administrasi Jakarta Pusat for Pothole is more general and does not count.",
        "The exception in Kota Administrasi Jakarta Pusat for Roads and pavements is more general and does not count.",
        "The exception in Provinsi Daerah Khusus Ibukota Jakarta for Roads and pavements is more general "
        "and does not count.",
        "Kelurahan Gambir answers for Kelurahan Gambir.",
        "The report goes straight to Kelurahan Gambir.",
    ]
    assert (
        decide("jakarta", "roads.pothole", "31.71.02.1001", WIDE, CITY, CITY_POTHOLE).owner == "agency:satpol-pp:31.71"
    )
    assert decide("jakarta", "roads.cover", "31.71.02.1001", WIDE, CITY, CITY_POTHOLE).owner == "agency:perumahan:31.71"
    assert (
        decide("jakarta", "roads.cover", "31.72.01.1001", WIDE, CITY, CITY_POTHOLE).owner == "agency:cipta-karya:31.72"
    )


def test_an_exception_ends_at_the_dot() -> None:
    almost = Route("road", "31.7", "perumahan", "Bukan ini.")
    assert decide("jakarta", "roads.pothole", GAMBIR, almost).owner == "agency:bina-marga:31.71"


def test_a_sensitive_complaint_is_seen_by_its_owner_alone() -> None:
    route = Route("protection.violence", "31", "pppa", "Semua.", First.AREA)
    found = decide("jakarta", "protection.violence", GAMBIR, route)
    assert found.unit == found.owner == "agency:pppa"
    assert StepCode.SENSITIVE in [step.code for step in found.steps]


def test_where_no_official_of_ours_is_it_goes_to_the_owner() -> None:
    route = Route("roads", "18", "bina-marga", "Semua.", First.AREA)
    found = decide("lampung", "roads.pothole", "18.71.11.1004", route)
    assert found.unit == "agency:bina-marga"
    assert found.first is First.OWNER
    assert "Kelurahan Perumnas Way Kandis has no official of this government" in told(found)[-2]


def test_what_nobody_owns_the_arbiter_gets() -> None:
    found = decide("lampung", "roads.pothole", "18.71.11.1004", Route("roads", "18", "area", "Salah."))
    assert found.unowned
    assert found.unit == found.owner == "agency:sekretariat-daerah"
    assert told(found)[-2] == (
        "For Kelurahan Perumnas Way Kandis, the official of the area was not found; "
        "Sekretariat Daerah Provinsi decides who handles it."
    )


def test_an_owner_that_is_nowhere_is_no_crash() -> None:
    assert decide("jakarta", "roads.pothole", GAMBIR, Route("roads", "31", "gone", "Dulu ada.")).unowned


def test_a_post_can_own_a_category() -> None:
    found = decide("jakarta", "roads.pothole", GAMBIR, Route("roads", "31.71", "camat", "Camat."))
    assert found.unit == "position:camat:31.71.01"
    assert told(found)[-2] == "Kecamatan Gambir handles it for Kecamatan Gambir."


@pytest.mark.parametrize(
    ("category", "area", "fields"),
    [
        ("roads.local", GAMBIR, ["category"]),
        ("roads", GAMBIR, ["category"]),
        ("roads.pothole", "18.71.11.1004", ["area"]),
        ("roads.pothole", "31.71.01.1001.1", ["area"]),
        ("", "", ["category", "area"]),
    ],
)
def test_what_belongs_to_another_region_is_refused_with_every_fault(
    category: str, area: str, fields: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        decide("jakarta", category, area)
    assert [fault.field for fault in refused.value.faults] == fields


def tenure(unit: str, kind: Tenure = Tenure.DEFINITIVE, until: datetime | None = None, number: int = 1) -> Holder:
    return Holder(UUID(int=number), unit, UUID(int=99), kind, START, until)


LURAH, CAMAT, MAYOR = f"position:lurah:{GAMBIR}", "position:camat:31.71.01", "position:wali-kota:31.71"
GOVERNOR = "position:gubernur:31"
LEFT = NOW - timedelta(days=1)


def test_an_acting_holder_keeps_the_complaints_of_the_post() -> None:
    holders = Holders([tenure(LURAH, until=LEFT), tenure(LURAH, Tenure.PLT, number=2)])
    found = decide("jakarta", "roads.pothole", GAMBIR, holders=holders)
    assert found.unit == LURAH
    assert told(found)[-1] == (
        "Lurah Gambir is held by an acting official (Plt); the report still goes to Kelurahan Gambir."
    )


def test_a_vacant_post_gives_its_complaints_to_the_superior() -> None:
    holders = Holders([tenure(LURAH, until=LEFT), tenure(CAMAT)])
    found = decide("jakarta", "roads.pothole", GAMBIR, holders=holders)
    assert found.unit == CAMAT
    assert told(found)[-1] == "The post Lurah Gambir is vacant, so Kecamatan Gambir above it receives it."


def test_a_chain_of_vacancies_is_climbed_to_the_top_and_nothing_is_unowned() -> None:
    posts = (LURAH, CAMAT, MAYOR)
    holders = Holders([tenure(post, until=LEFT) for post in posts] + [tenure(GOVERNOR)])
    assert decide("jakarta", "roads.pothole", GAMBIR, holders=holders).unit == GOVERNOR
    nobody = Holders([tenure(post, until=LEFT) for post in (*posts, GOVERNOR)])
    found = decide("jakarta", "roads.pothole", GAMBIR, holders=nobody)
    assert found.unit == GOVERNOR
    assert found.steps[-1].code is StepCode.ALL_VACANT


def test_a_vacant_head_of_a_branch_gives_the_matter_to_the_agency() -> None:
    holders = Holders([tenure("agency:bina-marga:31.71", until=LEFT)])
    found = decide("jakarta", "roads.pothole", GAMBIR, holders=holders)
    assert (found.unit, found.owner) == (LURAH, "agency:bina-marga")


def test_posts_nobody_was_entered_for_are_not_vacant() -> None:
    other = Holders([tenure("position:lurah:31.71.01.1002")])
    assert decide("jakarta", "roads.pothole", GAMBIR, holders=other).unit == LURAH


def test_a_region_whose_arbiter_is_a_post_can_decide_too() -> None:
    base = config("palembang")
    arbitrated = replace(base, workflow=replace(base.workflow, arbiter="wali-kota"))
    found = rules.first_unit("utilities.power", "16.71.18.1006", arbitrated, organisation("palembang"))
    assert found.unit == "position:wali-kota:16.71"


def mixed() -> RegionConfig:
    """A region whose own officials sit in one kind of village only."""
    base = config("lampung")
    lurah = PositionRule("lurah", Level.VILLAGE, kinds=("kelurahan",), reports_to="gubernur", owns=Owns.AREA)
    kinds = tuple(replace(one, governed=one.key != "desa") for one in base.areas.kinds)
    areas = replace(base.areas, kinds=kinds)
    category = replace(base.categories[0], owner="area")
    return replace(base, areas=areas, positions=(*base.positions, lurah), categories=(category, *base.categories[1:]))


def test_in_a_mixed_region_only_its_own_villages_have_an_owner() -> None:
    region = mixed()
    units = organise(region, tree("lampung"))
    key = region.categories[0].key
    assert rules.first_unit(key, "18.71.11.1004", region, units).unit == "position:lurah:18.71.11.1004"
    assert rules.first_unit(key, "18.03.06.2021", region, units).unowned


def test_no_code_is_without_words() -> None:
    assert set(SENTENCES) == set(StepCode)
