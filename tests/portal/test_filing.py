"""A complaint is filed in four steps, without a script, and nothing that was answered is ever lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.photos.pictures import encoded, exif, scene
from tests.portal.citizens import STORY, Citizen, Town, jpeg


def _ready(citizen: Citizen, town: Town) -> None:
    """Everything but the last step."""
    assert citizen.photograph((jpeg(), "jalan.jpg")).location.endswith("/lapor/tempat")
    assert citizen.place(town.villages[0]).location.endswith("/lapor/jenis")
    assert citizen.about("roads.pothole").location.endswith("/lapor/periksa")


def _file(citizen: Citizen, town: Town, **last: object) -> str:
    """The whole way; gives the path of the reporter's own view."""
    _ready(citizen, town)
    assert citizen.finish(**last).location.endswith("/lapor/terkirim")
    return citizen.receipt()


def test_two_regions_file_without_a_script_and_each_gets_a_number_of_its_own(
    citizen: Citizen, neighbour: Citizen, town: Town, other_town: Town
) -> None:
    own, other = _file(citizen, town), _file(neighbour, other_town)
    assert own.startswith("/laporan/KA") and other.startswith("/laporan/KB")
    page = citizen.page(own)
    assert STORY in page and "Jalan berlubang" in page and "Depan pasar" in page
    assert neighbour.get(own).status_code == 404
    assert neighbour.get(own.rsplit("/", 1)[0]).status_code == 404


def test_the_receipt_has_number_secret_link_code_and_what_happens_next(citizen: Citizen, town: Town) -> None:
    path = _file(citizen, town)
    page = citizen.page("/lapor/terkirim")
    number = path.split("/")[2]
    assert f"{number[:2]} {number[2:8]} {number[8:]}" in page
    assert path in page and "Kode QR" in page and "Paling lambat" in page
    assert "memeriksa laporan" in page
    assert 'style="' not in page
    assert citizen.get("/lapor/terkirim").headers["Cache-Control"] == "no-store"


def test_sending_twice_makes_one_complaint_and_shows_the_same_receipt(citizen: Citizen, town: Town) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    page = citizen.get("/lapor/periksa").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    before = town.count()
    base, data = f"http://{town.tenant.host}", {"csrf_token": token[1], "cerita": STORY, "siapa": "petugas"}
    first = citizen.client.post("/lapor/periksa", base_url=base, data=data)
    receipt = citizen.receipt()
    second = citizen.client.post("/lapor/periksa", base_url=base, data=data)
    assert first.location == second.location
    assert citizen.receipt() == receipt
    assert town.count() == before + 1


def test_a_new_complaint_starts_empty_after_the_last_one(citizen: Citizen, town: Town) -> None:
    first = _file(citizen, town)
    assert "Foto 1" not in citizen.page("/lapor")
    assert _file(citizen, town) != first


def test_the_draft_is_there_after_every_step_and_after_the_browser_was_closed(citizen: Citizen, town: Town) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    citizen.send(
        "/lapor/periksa", {"cerita": "Baru setengah jadi", "kontak": "ani@contoh.id", "siapa": "semua", "ke": "jenis"}
    )
    cookie = citizen.client.get_cookie("jaki", domain=town.tenant.host)
    assert cookie is not None and cookie.expires is not None
    page = citizen.page("/lapor/periksa")
    assert "Baru setengah jadi" in page and "ani@contoh.id" in page and "1 foto tersimpan" in page
    assert re.search(r'value="semua" checked', page)


@pytest.mark.parametrize(
    ("button", "leads"),
    [("foto", "/lapor"), ("tempat", "/lapor/tempat"), ("nanti", "/")],
    ids=["back", "change", "later"],
)
def test_going_elsewhere_keeps_what_was_typed(citizen: Citizen, button: str, leads: str) -> None:
    answer = citizen.send("/lapor/periksa", {"cerita": "Jangan sampai hilang", "ke": button})
    assert answer.location == leads
    assert "Jangan sampai hilang" in citizen.page("/lapor/periksa")


def test_what_is_typed_is_kept_in_the_background(citizen: Citizen) -> None:
    answer = citizen.send("/lapor/periksa", {"cerita": "Sedang diketik", "ke": "simpan"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Sedang diketik" in citizen.page("/lapor/periksa")


def test_what_was_written_last_counts_in_whatever_order_it_arrives(citizen: Citizen) -> None:
    citizen.send("/lapor", {})
    citizen.send("/lapor/tempat", {"patokan": "Depan pasar", "ditulis": "2000"})
    for late in ({"ditulis": "1500"}, {"ditulis": "2000"}):
        answer = citizen.send("/lapor/tempat", {"patokan": "Depan pas", "ke": "simpan", **late})
        assert answer.status_code == 204
        assert "Depan pasar" in citizen.page("/lapor/tempat")
    citizen.send("/lapor/tempat", {"patokan": "Depan pasar lama", "ke": "simpan", "ditulis": "2001"})
    assert "Depan pasar lama" in citizen.page("/lapor/tempat")
    citizen.send("/lapor/tempat", {"patokan": "Tanpa skrip"})
    assert "Tanpa skrip" in citizen.page("/lapor/tempat"), "a button always counts"
    for odd in ("-1", "9" * 40, "٣", "abc"):
        assert citizen.send("/lapor/tempat", {"patokan": odd, "ke": "simpan", "ditulis": odd}).status_code == 204


def test_what_a_page_sends_at_the_same_time_goes_into_one_draft(citizen: Citizen) -> None:
    citizen.page("/lapor/periksa")
    first = citizen.client.get_cookie("jaki", domain=citizen.tenant.host)
    assert first is not None
    citizen.send("/lapor/periksa", {"cerita": "Diketik", "ke": "simpan", "ditulis": "1"})
    citizen.client.set_cookie(
        "jaki", first.value, domain=citizen.tenant.host
    )  # as if both had left before an answer came
    citizen.send("/lapor/periksa", {"cerita": "Diketik sampai habis", "ke": "jenis", "ditulis": "2"})
    citizen.client.set_cookie("jaki", first.value, domain=citizen.tenant.host)
    assert "Diketik sampai habis" in citizen.page("/lapor/periksa")


def test_everything_that_is_wrong_is_told_at_once_and_everything_typed_is_still_there(citizen: Citizen) -> None:
    assert citizen.send("/lapor/periksa", {"cerita": "", "kontak": "0812 345"}).location.endswith("/lapor/periksa")
    page = citizen.page("/lapor/periksa")
    assert "Tulis paling sedikit beberapa kata" in page
    assert "“0812 345” baru 7 angka" in page
    assert "Jenis laporannya belum dipilih" in page and "Tempatnya belum diisi" in page
    assert 'value="0812 345"' in page


def test_a_photo_is_needed_where_the_kind_of_complaint_asks_for_one(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    before = town.count()
    citizen.finish()
    assert "perlu paling sedikit satu foto" in citizen.page("/lapor/periksa")
    assert town.count() == before
    citizen.about("power.outage")
    assert citizen.finish().location.endswith("/lapor/terkirim")


def test_the_need_for_a_photo_is_told_with_the_kind_and_the_way_to_one_leads_back(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0])
    assert citizen.about("roads.pothole").location.endswith("/lapor/jenis#perlu-foto")
    assert "perlu paling sedikit satu foto" in citizen.page("/lapor/jenis")
    again = citizen.send("/lapor/jenis", {"kategori": "roads.pothole", "tanpa_foto": "roads.pothole"})
    assert again.location.endswith("/lapor/periksa")
    assert "Tanpa foto laporan ini belum bisa dikirim" in citizen.page("/lapor/periksa")
    away = citizen.send("/lapor/periksa", {"cerita": "Sudah ditulis", "ke": "foto:periksa"})
    assert away.location == "/lapor?lalu=periksa"
    assert citizen.photograph((jpeg(), "jalan.jpg"), lalu="periksa").location.endswith("/lapor/periksa")
    page = citizen.page("/lapor/periksa")
    assert "1 foto tersimpan" in page and "Sudah ditulis" in page and "perlu paling sedikit" not in page


@pytest.mark.parametrize("back", ["https://contoh.id", "//contoh.id", "nanti", "simpan"])
def test_the_way_back_leads_to_a_step_of_the_form_only(citizen: Citizen, back: str) -> None:
    assert citizen.photograph((jpeg(), "jalan.jpg"), lalu=back).location == "/lapor/tempat"
    assert citizen.send("/lapor/periksa", {"ke": f"foto:{back}"}).location == "/lapor"
    assert 'name="lalu"' not in citizen.get("/lapor", query_string={"lalu": back}).text


def test_photos_are_kept_in_order_up_to_the_limit_and_can_be_taken_out(citizen: Citizen) -> None:
    citizen.photograph(*((jpeg(seed), f"{seed}.jpg") for seed in range(7)))
    page = citizen.page("/lapor")
    assert page.count("data-photo=") == 5
    assert "Paling banyak 5 foto" in page
    first = re.search(r'data-photo="(\w+)"', page)
    assert first is not None
    assert citizen.send("/lapor", {"hapus": first[1]}).location.endswith("/lapor")
    left = citizen.page("/lapor")
    assert left.count("data-photo=") == 4 and first[1] not in left


def test_one_photo_twice_is_told_and_both_are_kept_until_the_citizen_takes_one_out(citizen: Citizen) -> None:
    citizen.photograph((jpeg(1), "a.jpg"), (jpeg(2), "b.jpg"), (jpeg(1), "c.jpg"))
    page = citizen.page("/lapor")
    assert page.count("data-photo=") == 3
    assert "Foto 3 sama dengan foto 1" in page
    last = re.findall(r'data-photo="(\w+)"', page)[-1]
    citizen.send("/lapor", {"hapus": last})
    assert "sama dengan foto" not in citizen.page("/lapor")


def test_the_position_in_a_photo_is_offered_as_the_place(citizen: Citizen, town: Town) -> None:
    lat, lon = town.point(town.villages[0])
    gps: dict[int, object] = {1: "N" if lat >= 0 else "S", 2: _degrees(lat), 3: "E", 4: _degrees(lon)}
    photo = encoded(scene(64, 48), exif=exif(gps))
    citizen.photograph((photo, "jalan.jpg"))
    page = citizen.page("/lapor/tempat")
    assert "dari titik yang tersimpan di foto Anda" in page
    assert citizen.send("/lapor/tempat", {}).location.endswith("/lapor/jenis")


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, seconds = divmod(abs(value) * 3600, 60)
    degrees, minutes = divmod(minutes, 60)
    return degrees, minutes, seconds


def test_the_four_ways_to_say_where_are_kept_apart(citizen: Citizen, town: Town) -> None:
    lat, lon = town.point(town.villages[0])
    pin = {"pin_lat": str(lat), "pin_lon": str(lon), "lat": str(lat + 0.0001), "lon": str(lon), "ketelitian": "18"}
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.send("/lapor/tempat", {**pin, "patokan": "Dekat gerbang"})
    citizen.about("roads.pothole")
    citizen.finish()
    found = town.complaint(citizen.receipt().split("/")[2])
    assert found.position_source == "pin"
    assert found.place["pin"] != found.place["device"]
    assert found.landmark == "Dekat gerbang"


def test_a_kecamatan_alone_asks_for_its_kelurahan_without_blame(citizen: Citizen, town: Town) -> None:
    kecamatan = town.villages[0].rsplit(".", 1)[0]
    answer = citizen.place(kecamatan)
    assert answer.location.endswith("/lapor/tempat#wilayah")
    page = citizen.page("/lapor/tempat")
    assert "perlu diperbaiki" not in page
    assert town.villages[0] in page
    citizen.place(kecamatan)
    assert "pilih juga wilayah di bawahnya" in citizen.page("/lapor/tempat")


def test_a_kecamatan_beside_a_point_changes_nothing_until_its_kelurahan_is_chosen(citizen: Citizen, town: Town) -> None:
    lat, lon = town.point(town.villages[0])
    pin = {"pin_lat": str(lat), "pin_lon": str(lon)}
    assert citizen.place(town.villages[1].rsplit(".", 1)[0], **pin).location.endswith("/lapor/jenis")
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.about("roads.pothole")
    citizen.finish()
    found = town.complaint(citizen.receipt().split("/")[2])
    assert (found.position_source, found.area) == ("pin", town.villages[0])


def test_an_inexact_position_on_a_border_offers_the_areas_it_may_mean(citizen: Citizen, town: Town) -> None:
    lat, lon = town.point(town.villages[0])
    rough = {"lat": str(lat), "lon": str(lon), "ketelitian": "3000"}
    citizen.send("/lapor/tempat", rough)
    offered = re.findall(r'name="pilih" value="([\d.]+)"', citizen.page("/lapor/tempat"))
    assert len(offered) > 1
    citizen.send("/lapor/tempat", rough | {"pilih": offered[1]})
    assert re.search(rf'name="pilih" value="{re.escape(offered[1])}" checked', citizen.page("/lapor/tempat"))
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.about("roads.pothole")
    citizen.finish()
    assert town.complaint(citizen.receipt().split("/")[2]).area == offered[1]


def test_approximate_borders_are_called_so(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0])
    assert "Batas wilayah di sini masih perkiraan" in citizen.page("/lapor/tempat")


@pytest.mark.parametrize("sought", ["LUBANG di jalan", "aspal", "pothole", "Jalán bérlubang"])
def test_a_kind_of_complaint_is_found_by_any_of_its_words(citizen: Citizen, sought: str) -> None:
    page = citizen.page(f"/lapor/jenis?cari={sought}")
    assert "Jalan berlubang" in page.split("data-found")[1].split("</fieldset>")[0]


def test_a_search_without_a_hit_says_what_to_do(citizen: Citizen) -> None:
    assert "Coba kata lain" in citizen.page("/lapor/jenis?cari=<b>zzz</b>")
    assert "<b>zzz" not in citizen.get("/lapor/jenis?cari=<b>zzz</b>").text


def test_a_group_of_one_needs_no_second_answer_and_a_larger_one_asks_without_blame(citizen: Citizen) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    assert citizen.send("/lapor/jenis", {"kelompok": "roads"}).location.endswith("/lapor/periksa")
    assert citizen.send("/lapor/jenis", {"kelompok": "other"}).location.endswith("/lapor/jenis#kategori")
    assert "perlu diperbaiki" not in citizen.page("/lapor/jenis")


def test_sensitive_matters_say_that_they_stay_private_and_do(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0])
    citizen.about("integrity.extortion")
    assert "selalu rahasia" in citizen.page("/lapor/periksa")
    citizen.finish(siapa="semua")
    assert town.complaint(citizen.receipt().split("/")[2]).private


def test_a_telephone_number_in_a_public_story_is_pointed_out_once_and_stops_nobody(
    citizen: Citizen, town: Town
) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    written = {"cerita": "Lubang besar, hubungi 0812 3456 7890", "siapa": "semua"}
    before = town.count()
    assert citizen.finish(**written).location.endswith("/lapor/periksa#terbuka")
    page = citizen.page("/lapor/periksa")
    assert "Ada nomor atau surel di cerita Anda" in page and written["cerita"] in page
    assert town.count() == before
    assert citizen.finish(**written, dilihat="1").location.endswith("/lapor/terkirim")


def test_a_telephone_number_that_only_officials_read_is_nobodys_worry(citizen: Citizen, town: Town) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    assert citizen.finish(cerita="Lubang besar, hubungi 0812 3456 7890").location.endswith("/lapor/terkirim")


def test_the_number_to_call_comes_before_everything_else(citizen: Citizen) -> None:
    citizen.about("health.ambulance")
    page = citizen.page("/lapor/periksa")
    assert page.index('href="tel:112"') < page.index('id="cerita"')


def test_similar_complaints_near_by_are_offered_and_do_not_stand_in_the_way(
    citizen: Citizen, citizens_gate: object, town: Town
) -> None:
    lat, lon = town.point(town.villages[1])
    pin = {"pin_lat": str(lat), "pin_lon": str(lon)}
    first = Citizen(citizen.gate, town.tenant)
    for one in (first, citizen):
        one.photograph((jpeg(), "jalan.jpg"))
        one.send("/lapor/tempat", pin)
        one.about("roads.pothole")
        if one is first:
            one.finish(siapa="semua")
    number = first.receipt().split("/")[2]
    page = citizen.page("/lapor/periksa")
    assert "Ada 1 laporan mirip dalam 50 meter" in page and f"/laporan/{number}" in page
    assert page.index(f"/laporan/{number}") < page.index('id="cerita"')
    assert "0 meter dari sini" in page and "Depan pasar" not in page.split('id="cerita"')[0]
    assert citizen.finish().location.endswith("/lapor/terkirim")


def test_the_ground_under_the_pin_is_small_and_kept_by_browsers(citizen: Citizen, town: Town) -> None:
    answer = citizen.get(f"/wilayah/{town.villages[0]}.json")
    assert answer.json is not None
    assert answer.json["shapes"][0]["code"] == town.villages[0]
    assert len(answer.data) < 40_000
    again = citizen.get(f"/wilayah/{town.villages[0]}.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    above = citizen.get(f"/wilayah/{town.villages[0].rsplit('.', 1)[0]}.json").json
    assert above is not None
    assert town.villages[0] in {code for code, _name in above["below"]["options"]}
    assert citizen.get("/wilayah/99.99.json").status_code == 404


def test_a_telephone_number_in_the_story_hides_no_other_fault(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    written = {"cerita": "Lubang besar, hubungi 0812 3456 7890", "siapa": "semua"}
    before = town.count()
    citizen.finish(**written, kontak="0812 345")
    page = citizen.page("/lapor/periksa")
    assert "Ada nomor atau surel di cerita Anda" in page and "baru 7 angka" in page
    assert town.count() == before
    assert citizen.finish(**written, dilihat="1").location.endswith("/lapor/terkirim")
    assert town.count() == before + 1


def test_the_next_person_at_the_same_phone_sees_no_receipt(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    citizen.finish()
    path = citizen.receipt()
    page = citizen.page("/lapor/terkirim")
    assert "Ponsel ini dipakai bersama?" in page and "Selesai, tutup tanda terima ini" in page
    assert "sudah ditutup" in unescape(citizen.get(citizen.send("/lapor/terkirim", {}).location).text)
    assert citizen.get("/lapor/terkirim").location.endswith("/lapor")
    assert citizen.get("/lapor/tempat").status_code == 200
    assert "Tanda terimanya" not in citizen.page("/")
    assert STORY in citizen.page(path)


def test_closing_the_receipt_keeps_what_is_being_written_anew(citizen: Citizen, town: Town) -> None:
    _ready(citizen, town)
    citizen.finish()
    citizen.photograph((jpeg(2), "lagi.jpg"))
    citizen.send("/lapor/terkirim", {})
    assert citizen.get("/lapor/terkirim").location.endswith("/lapor")
    assert citizen.get("/lapor").text.count("data-photo=") == 1
