"""Whatever is sent to the form is taken as meant or refused in plain words; nothing breaks and nothing is lost."""

from __future__ import annotations

from html import unescape
from urllib.parse import quote

import pytest

from tests.photos.pictures import one_bit_png
from tests.portal.citizens import STORY, Citizen, Town, jpeg

SEA, ZERO, MALAYSIA, BEKASI = (-5.5, 112.0), (0.0, 0.0), (3.139, 101.687), (-6.2383, 106.9756)


def _ready(citizen: Citizen, town: Town) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ((b"bukan foto", "catatan.jpg"), "“catatan.jpg” bukan foto"),
        ((b"%PDF-1.7 x", "surat.jpg"), "“surat.jpg” berjenis PDF"),
        ((b"", "kosong.jpg"), "“kosong.jpg” kosong"),
        ((jpeg() + b"\0" * 20_000_000, "besar.jpg"), "paling besar 15 MB"),
        ((one_bit_png(12_000, 12_000), "luas.png"), "12000 × 12000 titik"),
        ((jpeg()[:150], "putus.jpg"), "putus.jpg"),
        ((b"x", "a\u202egpj.<b>exe"), "a"),
    ],
    ids=["text", "pdf", "empty", "20 MB", "144 Mpx", "cut off", "nasty name"],
)
def test_a_file_that_is_no_photo_is_refused_in_words_and_the_good_ones_stay(
    citizen: Citizen, file: tuple[bytes, str], words: str
) -> None:
    citizen.photograph((jpeg(), "baik.jpg"))
    assert citizen.photograph(file).location.endswith("/lapor")
    page = citizen.get("/lapor").text
    assert page.count("data-photo=") == 1
    assert words in unescape(page)
    assert "<b>exe" not in page and "\u202e" not in page


@pytest.mark.parametrize("place", [SEA, ZERO, MALAYSIA, BEKASI], ids=["sea", "zero", "Malaysia", "another region"])
def test_a_point_elsewhere_is_said_to_be_outside(citizen: Citizen, place: tuple[float, float]) -> None:
    answer = citizen.send(
        "/lapor/tempat", {"lat": str(place[0]), "lon": str(place[1]), "ketelitian": "20", "patokan": "Pos"}
    )
    assert answer.location.endswith("/lapor/tempat")
    page = citizen.page("/lapor/tempat")
    assert "di luar wilayah kami" in page
    assert 'value="Pos"' in page
    if place is BEKASI:
        assert "Kota Bekasi" in page and "SP4N-LAPOR! 1708" in page


def test_a_point_in_the_neighbouring_region_offers_its_portal(citizen: Citizen, other_town: Town) -> None:
    lat, lon = other_town.point(other_town.villages[0])
    citizen.send("/lapor/tempat", {"pin_lat": str(lat), "pin_lon": str(lon)})
    page = citizen.page("/lapor/tempat")
    assert f"http://{other_town.tenant.host}" in page and "/lapor" in page
    assert "Lapor di portal" in page


@pytest.mark.parametrize("lat", ["nan", "inf", "91", "1e400", "abc", "-6,2", "\x00", "٣"])
def test_numbers_that_are_no_position_are_said_to_be_unreadable(citizen: Citizen, lat: str) -> None:
    citizen.send("/lapor/tempat", {"pin_lat": lat, "pin_lon": "999"})
    assert "Titiknya tidak terbaca" in citizen.page("/lapor/tempat")
    assert citizen.get("/lapor/titik", query_string={"lat": lat, "lon": "999"}).status_code == 422


@pytest.mark.parametrize("area", ["31.71.06.1001", "99", "'; DROP TABLE complaints;--", "\x00"])
def test_areas_of_nowhere_or_another_region_are_not_taken(citizen: Citizen, area: str) -> None:
    citizen.send("/lapor/tempat", {"wilayah_2": area, "wilayah_3": area, "pilih": area})
    assert "Tempatnya belum diisi" in citizen.page("/lapor/tempat")


@pytest.mark.parametrize("category", ["traffic.parking", "roads", "", "\x00", "a" * 10_000])
def test_categories_of_another_region_are_not_taken(citizen: Citizen, category: str) -> None:
    assert citizen.about(category).location.endswith("/lapor/jenis")
    assert "perlu diperbaiki" in citizen.page("/lapor/jenis")


def test_invisible_signs_are_taken_out_of_what_is_written(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    raw = quote("Lubang\x00 besar\u202e di\u200f depan\r\npasar ") + "%ED%A0%80"
    token = citizen.get("/lapor/periksa").text.split('name="csrf_token" value="')[1].split('"')[0]
    citizen.client.post(
        "/lapor/periksa",
        base_url=f"http://{town.tenant.host}",
        data=f"csrf_token={quote(token)}&siapa=petugas&cerita={raw}",
        content_type="application/x-www-form-urlencoded",
    )
    found = town.complaint(citizen.receipt().split("/")[2]).description
    assert found.startswith("Lubang besar di depan\npasar")
    assert not set(found) & set("\x00\u202e\u200f\r")


def test_a_hundred_thousand_letters_are_counted_and_kept(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    citizen.finish(cerita="lubang " * 14_285)
    page = citizen.page("/lapor/periksa")
    assert "Ceritanya 99.994 huruf. Paling banyak 2.000" in page
    assert page.count("lubang") > 14_000


def test_a_landmark_of_a_novel_is_refused_and_kept(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0], patokan="x" * 500)
    page = citizen.page("/lapor/tempat")
    assert "Patokannya 500 huruf" in page and "x" * 500 in page


@pytest.mark.parametrize("contact", ["bukan kontak", "a@b", "0812 345", "9" * 30, "<b>@x.id"])
def test_a_contact_that_reaches_nobody_is_refused_and_kept(citizen: Citizen, town: Town, contact: str) -> None:
    _ready(citizen, town)
    before = town.count()
    assert citizen.finish(kontak=contact).location.endswith("/lapor/periksa")
    page = citizen.get("/lapor/periksa").text
    assert "perlu diperbaiki" in page and "<b>@x" not in page
    assert f'value="{contact}"' in unescape(page)
    assert town.count() == before


def test_a_form_of_another_session_is_refused_and_the_draft_stays(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    base = f"http://{town.tenant.host}"
    answer = citizen.client.post("/lapor/periksa", base_url=base, data={"cerita": STORY, "csrf_token": "lama"})
    assert answer.status_code == 400
    assert "1 foto tersimpan" in citizen.page("/lapor/periksa")


def test_a_draft_of_another_region_opens_nothing(citizen: Citizen, neighbour: Citizen, town: Town) -> None:
    _ready(citizen, town)
    cookie = citizen.client.get_cookie("jaki", domain=town.tenant.host)
    assert cookie is not None
    neighbour.client.set_cookie("jaki", cookie.value, domain=neighbour.tenant.host)
    assert "Tanpa foto" in neighbour.page("/lapor/periksa")


def test_a_million_letters_are_refused_in_words(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    citizen.finish(cerita="x" * 1_000_000)
    assert "pendekkan sedikit" in citizen.page("/lapor/periksa")
