"""Categories and owners on pages: changed, added, retired, covered, tried out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.terms import Filing, Place
from jaki_replica.editing import groups
from jaki_replica.editing.catalogue import CategoryEditor, new_key, owners
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.routing.rules import coverage
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.tenancy.configuration.document import canonical
from jaki_replica.tenancy.configuration.terms import RegionConfig
from tests.desk.office import LURAH, Office, words
from tests.editing.conftest import Admin
from tests.officials.shipped import config, organisation
from tests.regions import template

TODAY = datetime(2026, 11, 27, tzinfo=UTC).date()
POTHOLE = "roads.pothole"


def path(key: str) -> str:
    return f"/admin/kategori/ubah/{key}"


def form(region: RegionConfig, key: str, **changed: str) -> dict[str, str]:
    fields = CategoryEditor(key, TODAY).fields(region)
    return {name: text for name, text in fields.items() if text} | changed


@pytest.mark.parametrize("key", [one.key for one in template().categories])
def test_a_category_sent_back_unchanged_is_the_same_configuration_to_the_byte(key: str) -> None:
    editor = CategoryEditor(key, TODAY)
    made = editor.propose(template(), editor.read(form(template(), key))).config
    assert made is not None
    assert canonical(made) == canonical(template())


def test_groups_sent_back_unchanged_are_the_same_to_the_byte() -> None:
    made = groups.propose(template(), groups.fields(template())).config
    assert made is not None
    assert canonical(made) == canonical(template())


def test_an_owner_is_changed_and_the_history_says_so_in_names(laras: Admin) -> None:
    region = laras.config
    old = region.category(POTHOLE)
    assert old is not None
    other = next(one for one in region.agencies if one.key != old.owner)
    answer = laras.post(path(POTHOLE), form(region, POTHOLE, owner=other.key, alasan="Tugas pindah", simpan="1"))
    assert answer.status_code == 303, words(answer.text)
    changed = laras.config.category(POTHOLE)
    assert changed is not None
    assert changed.owner == other.key
    before = region.agency(old.owner)
    assert before is not None
    told = words(laras.get(f"/admin/pengaturan/{laras.number}").text)
    assert f"{old.name.id}: pemilik: dari {before.name} ke {other.name}" in told


def test_a_new_category_gets_a_key_of_its_own_and_can_be_reported_at_once(laras: Admin) -> None:
    sent = {
        "name.id": "Trotoar rusak", "name.en": "Broken pavement", "group": "roads", "owner": "area", "first": "owner",
        "near_m": "20", "synonyms": "trotoar pecah, paving lepas", "photo": "yes",
        "alasan": "Sering ditanya", "simpan": "1",
    }  # fmt: skip
    answer = laras.post("/admin/kategori/baru", sent)
    assert answer.status_code == 303, words(answer.text)
    made = laras.config.category("roads.broken-pavement")
    assert made is not None
    assert (made.owner, made.near_m, made.synonyms) == ("area", 20, ("trotoar pecah", "paving lepas"))
    assert "roads.broken-pavement" in laras.get("/api/v1/categories").text
    again = new_key(laras.config, "roads", sent)
    assert again == "roads.broken-pavement-2"


def test_a_new_group_comes_with_its_first_category(laras: Admin) -> None:
    sent = {
        "name.id": "Anjing liar", "name.en": "Stray dogs", "group": "",
        "new_group.id": "Hewan", "new_group.en": "Animals",
        "owner": "area", "first": "owner", "near_m": "30", "alasan": "x", "simpan": "1",
    }  # fmt: skip
    assert laras.post("/admin/kategori/baru", sent).status_code == 303
    assert laras.config.group("animals") is not None
    assert laras.config.category("animals.stray-dogs") is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name.id", ""), ("name.id", "x" * 200), ("name.en", ""), ("owner", "tidak-ada"), ("near_m", "-5"),
        ("near_m", "٣"), ("group", "kosong"), ("call", "000"), ("synonyms", "a, a"), ("name.id", "Lubang \u202e jalan"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_stays_typed(laras: Admin, field: str, value: str) -> None:
    before = laras.number
    sent = form(laras.config, POTHOLE, alasan="x", simpan="1") | {field: value}
    answer = laras.post(path(POTHOLE), sent)
    assert (answer.status_code, laras.number) == (200, before)
    assert f'href="#{field}"' in answer.text


def test_a_retired_category_is_offered_no_more_but_its_complaints_live_on(laras: Admin, staff: Office) -> None:
    number = staff.file(staff.own_category)
    key = staff.own_category
    answer = laras.post(path(key), form(laras.config, key, alasan="Digabung", hentikan="1"))
    assert answer.status_code == 303, words(answer.text)
    retired = laras.config.category(key)
    assert retired is not None
    assert retired.retired_on is not None
    try:
        assert key not in laras.get("/api/v1/categories").text
        with pytest.raises(Invalid), staff.at_work() as at:
            filing = Filing(
                key="k" * 12, category=key, description="Sampah di jalan", place=Place(area=staff.village.code)
            )
            file(at.session, at.book, filing, at=clock.now())
        assert retired.name.id in words(laras.get(f"/laporan/{number}").text)
        assert staff.sign_in("lurah").do(number, "start").status_code == 303
        assert "dihentikan" in words(laras.get("/admin/kategori").text)
    finally:
        laras.post(path(key), form(laras.config, key, alasan="Lagi", aktifkan="1"))
    assert key in laras.get("/api/v1/categories").text


def test_tiles_are_put_in_order_by_plain_buttons(laras: Admin) -> None:
    page = "/admin/kategori/kelompok"
    fields = {name: text for name, text in groups.fields(laras.config).items() if text}
    moved = laras.post(page, fields | {"baris": "turun-0"}).text
    first = laras.config.groups[0].key
    assert f'name="groups.1.key" value="{first}"' in moved
    swapped = groups.read(fields | {"baris": "turun-0"})
    sent = {name: text for name, text in swapped.items() if text} | {"alasan": "Urutan", "simpan": "1"}
    answer = laras.post(page, sent)
    assert answer.status_code == 303, words(answer.text)
    assert laras.config.groups[1].key == first


def test_the_trial_says_who_gets_it_in_the_words_of_routing(laras: Admin, staff: Office) -> None:
    with staff.at_work() as at:
        book = at.book
        unit = book.unit_name(book.route(staff.agency_category, staff.village.code).unit)
    page = laras.get(f"/admin/kategori/siapa?kategori={staff.agency_category}&wilayah={staff.village.code}")
    assert unit in words(page.text)
    assert "Laporan" in page.text
    assert "tidak ditemukan" in laras.get("/admin/kategori/siapa?kategori=x&wilayah=%3Cscript%3E").text
    by_name = laras.get(f"/admin/kategori/siapa?kategori={staff.agency_category}&wilayah={staff.village.name}")
    assert staff.village.code in by_name.text or unit in words(by_name.text)


def test_coverage_is_shown_and_the_quick_measure_is_that_of_every_single_decision(laras: Admin) -> None:
    assert laras.get("/admin/kategori/cakupan").status_code == 200
    region, units = config("jakarta"), organisation("jakarta")
    region = replace(region, workflow=region.workflow, routes=region.routes)
    slow = {
        (one.key, area)
        for one in region.categories[:6]
        for area in list(units.places)[:40]
        if area != units.region and first_unit(one.key, area, region, units).unowned
    }
    quick = {(gap.category, gap.area) for gap in coverage(region, units).gaps}
    keys, places = {one.key for one in region.categories[:6]}, set(list(units.places)[:40])
    assert {pair for pair in quick if pair[0] in keys and pair[1] in places} == slow


def test_an_unknown_category_is_a_page_that_is_not_there(laras: Admin) -> None:
    assert laras.get(path("tidak.ada")).status_code == 404


def test_the_coverage_map_is_gone_down_to_the_explanation_of_one_village(laras: Admin, staff: Office) -> None:
    page = laras.get("/admin/kategori/cakupan").text
    district = re.search(r'href="(/admin/kategori/cakupan\?di=[0-9.]+)#peta">Kecamatan', page)
    assert district is not None
    below = laras.get(unescape(district[1])).text
    assert 'aria-current="page">Kecamatan' in below
    group = re.search(r'href="(/admin/kategori/cakupan\?di=[^"#]+kelompok=roads)#peta"', below)
    assert group is not None
    villages = laras.get(unescape(group[1])).text
    who = re.search(r'href="(/admin/kategori/siapa\?kategori=roads\.pothole&amp;wilayah=[0-9.]+)"', villages)
    assert who is not None
    assert "Pemilik urusannya" in laras.get(unescape(who[1])).text
    for hostile in ("di=%27%3B--", "di=99.99", "kelompok=tidak.ada", "kategori=%3Cscript%3E"):
        assert laras.get(f"/admin/kategori/cakupan?{hostile}").status_code == 200


def test_a_category_no_longer_offered_says_so_in_the_list_of_the_desk(laras: Admin, staff: Office) -> None:
    key = laras.config.categories[-1].key
    name = laras.config.categories[-1].name.id
    shown = staff.sign_in(LURAH).get("/meja").text
    assert f"{name} (tidak dipakai lagi)" not in shown
    assert laras.post(path(key), form(laras.config, key, alasan="Sudah tidak ada", hentikan="1")).status_code == 303
    assert f"{name} (tidak dipakai lagi)" in staff.sign_in(LURAH).get("/meja").text
    assert laras.post(path(key), form(laras.config, key, alasan="Kembali", aktifkan="1")).status_code == 303


def test_the_official_of_the_area_is_offered_only_where_there_is_one() -> None:
    def offered(region: str) -> set[str]:
        return {key for _heading, options in owners(config(region)) for key, _word in options}

    assert "area" in offered("palembang")
    assert "area" not in offered("lampung")
