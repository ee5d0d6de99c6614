"""Exceptions of owner by area, on a page of rows."""

from __future__ import annotations

import pytest

from jaki_replica.editing import brand, exceptions
from jaki_replica.tenancy.configuration.document import canonical
from tests.desk.office import Office, words
from tests.editing.conftest import Admin
from tests.officials.shipped import REGIONS, config
from tests.regions import template

PAGE = "/admin/kategori/pengecualian"


def row(place: int, **values: str) -> dict[str, str]:
    usual = {"category": "roads.pothole", "owner": "area", "first": "owner", "why": "Jalan lingkungan."}
    return {f"routes.{place}.{key}": text for key, text in (usual | values).items()}


@pytest.mark.parametrize("region", [*REGIONS, "example"])
def test_a_form_sent_back_unchanged_is_the_same_configuration_to_the_byte(region: str) -> None:
    found = template() if region == "example" else config(region)
    made = exceptions.propose(found, exceptions.read(exceptions.fields(found))).config
    assert made is not None
    assert canonical(made) == canonical(found)


def test_an_exception_is_added_by_the_name_of_its_area_and_routing_obeys_at_once(laras: Admin, staff: Office) -> None:
    with staff.at_work() as at:
        district = at.book.ground.tree.by_code[staff.village.code.rpartition(".")[0]]
        owner = at.book.organisation.owner_of(staff.village.code)
    answer = laras.post(PAGE, row(0, area=district.name.upper()) | {"alasan": "Perjanjian", "simpan": "1"})
    assert answer.status_code == 303, words(answer.text)
    made = laras.config.routes[-1]
    assert (made.category, made.area, made.owner) == ("roads.pothole", district.code, "area")
    with staff.at_work() as at:
        assert owner is not None
        assert at.book.route("roads.pothole", staff.village.code).owner == owner.key
    assert laras.post(PAGE, {"alasan": "Selesai", "simpan": "1"}).status_code == 303
    assert laras.config.routes == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", "99.99"),
        ("area", "Tidak Ada"),
        ("area", ""),
        ("why", ""),
        ("owner", "siapa"),
        ("category", "tidak.ada"),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_row_whatever_empty_rows_stand_before_it(
    laras: Admin, field: str, value: str
) -> None:
    before = laras.number
    sent = row(0, category="", owner="", why="", area="") | row(1, area="11.73.01") | {f"routes.1.{field}": value}
    answer = laras.post(PAGE, sent | {"alasan": "x", "simpan": "1"})
    assert (answer.status_code, laras.number) == (200, before)
    assert f'href="#routes.1.{field}"' in answer.text


def test_a_second_exception_for_the_same_place_is_named(laras: Admin) -> None:
    sent = row(0, area="11.73.01") | row(1, area="11.73.01", owner="kesehatan") | {"alasan": "x", "simpan": "1"}
    answer = laras.post(PAGE, sent)
    assert answer.status_code == 200
    assert "Ini sudah ada di baris lain" in answer.text


def test_a_fault_in_an_emergency_number_is_shown_in_its_own_row_too() -> None:
    found = template()
    typed = {name: text for name, text in brand.fields(found).items() if not name.startswith("emergency")}
    typed |= {"emergency.0.number": "", "emergency.0.name.id": "", "emergency.0.name.en": ""}
    typed |= {"emergency.1.number": "bukan", "emergency.1.name.id": "Darurat", "emergency.1.name.en": "Emergency"}
    assert "emergency.1.number" in brand.propose(found, typed).faults
