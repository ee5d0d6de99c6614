"""A complaint is followed by number, and its reporter has the last word."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from jaki_replica.app import create_region_app
from jaki_replica.complaints.terms import Action
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.portal.citizens import STORY, Citizen, Town, jpeg
from tests.regions import Pair


@pytest.fixture
def path(citizen: Citizen, town: Town) -> str:
    """The reporter's own view of a private complaint that was just filed."""
    return _filed(citizen, town)


def _filed(citizen: Citizen, town: Town, **last: object) -> str:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    citizen.finish(**last)
    return citizen.receipt()


def _number(path: str) -> str:
    return path.split("/")[2]


@pytest.mark.parametrize("shape", ["{}", "{:.0}{}", "lower", "spaced", "dashed"])
def test_a_number_is_found_however_it_is_typed(citizen: Citizen, path: str, shape: str) -> None:
    number = _number(path)
    typed = {
        "lower": number.lower(),
        "spaced": f" {number[:2]} {number[2:8]}  {number[8:]} ",
        "dashed": f"{number[:2]}-{number[2:8]}-{number[8:]}",
    }.get(shape, number)
    answer = citizen.get("/laporan", query_string={"nomor": typed})
    assert (answer.status_code, answer.location) == (303, f"/laporan/{number}")


def test_a_number_typed_into_the_address_leads_to_its_one_page(citizen: Citizen, path: str) -> None:
    number = _number(path)
    assert citizen.get(f"/laporan/{number.lower()}").location == f"/laporan/{number}"


@pytest.mark.parametrize("typed", ["", "halo", "KA0000000000", "1" * 5000, "\u202eKA\u202c", "<script>"])
def test_what_is_no_number_here_is_said_plainly_and_kept(citizen: Citizen, typed: str) -> None:
    answer = citizen.get("/laporan", query_string={"nomor": typed})
    assert answer.status_code == (404 if typed.strip() else 200)
    assert "<script>" not in answer.text.split('name="nomor"')[1]


def test_a_number_of_another_region_is_not_found(neighbour: Citizen, path: str) -> None:
    assert neighbour.get(f"/laporan/{_number(path)}").status_code == 404
    assert "tidak ada di sini" in neighbour.page(f"/laporan?nomor={_number(path)}")


def test_everybody_sees_how_it_stands_and_nothing_that_is_private(citizen: Citizen, town: Town, path: str) -> None:
    town.officials(_number(path), Action.ANSWER, text="Kami datang besok, Bu Ani")
    page = citizen.page(f"/laporan/{_number(path)}")
    assert "Jalan berlubang" in page and "Hari ke-1 dari" in page and "Laporan diterima" in page
    assert "Jawaban dari petugas" in page and "Bu Ani" not in page
    assert STORY not in page and "Depan pasar" not in page and "/foto/" not in page and "data-lat" not in page
    assert path.rsplit("/", 1)[1] not in page


def test_a_complaint_that_was_made_public_shows_its_story_and_never_its_reporter(citizen: Citizen, town: Town) -> None:
    path = _filed(citizen, town, siapa="semua", kontak="ani@contoh.id")
    page = citizen.page(f"/laporan/{_number(path)}")
    assert STORY in page and "Depan pasar" in page
    assert "ani@contoh.id" not in page and "Batalkan" not in page


def test_numbers_and_addresses_are_covered_for_everybody_and_whole_for_the_reporter(
    citizen: Citizen, town: Town
) -> None:
    path = _filed(citizen, town, cerita=f"{STORY} Telepon 0812-3456-7890", siapa="semua", dilihat="1")
    number = _number(path)
    town.officials(number, Action.ASK, text="Boleh kami hubungi di 0812 3456 7890?")
    assert "tulisan ini dibaca semua orang" in citizen.page(path)
    citizen.answer(path, {"tindakan": "jawab", "text": "Silakan ke ani@contoh.id, NIK 3171012505900007"})
    page, told = citizen.page(f"/laporan/{number}"), citizen.get(f"/api/v1/complaints/{number}").text
    for secret in ("7890", "ani@contoh.id", "5900007"):
        assert secret not in page and secret not in told
        assert secret in citizen.page(path)
    assert STORY in page and "Boleh kami hubungi di •••••?" in page and "ditutup (•••••)" in page


def test_a_private_reporter_is_told_that_only_officials_read_his_answer(
    citizen: Citizen, town: Town, path: str
) -> None:
    town.officials(_number(path), Action.ASK, text="Di sebelah mana pasarnya?")
    assert "Hanya petugas dan Anda yang membacanya" in citizen.page(path)


def test_the_photo_of_what_is_not_fixed_is_said_to_be_public(citizen: Citizen, town: Town) -> None:
    path = _filed(citizen, town, siapa="semua")
    town.repair(_number(path))
    page = citizen.page(f"{path}?jawab=belum")
    assert "tulisan dan foto ini dilihat semua orang" in page and "semua orang bisa melihat foto ini" in page


def test_the_reporter_sees_all_of_it_and_no_cache_keeps_it(citizen: Citizen, town: Town, path: str) -> None:
    town.officials(_number(path), Action.ANSWER, text="Kami datang besok")
    answer = citizen.get(path)
    assert STORY in answer.text and "Kami datang besok" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("secret", ["x", "A" * 22, "\ud800".encode("utf-8", "surrogatepass").decode("latin1"), "%00"])
def test_a_wrong_secret_opens_nothing(citizen: Citizen, path: str, secret: str) -> None:
    answer = citizen.get(f"/laporan/{_number(path)}/{secret}")
    assert answer.status_code in {403, 404}
    assert STORY not in answer.text


def test_a_link_that_was_cut_off_says_so_to_citizens_and_leads_on(citizen: Citizen, path: str) -> None:
    answer = citizen.get(path[:-4])
    assert answer.status_code == 403 and answer.headers["Cache-Control"] == "no-store"
    assert "Tautan ini tidak lengkap" in answer.text and "admin daerah" not in answer.text
    assert f"/laporan/{_number(path)}/kode" in answer.text and f'href="/laporan/{_number(path)}"' in answer.text
    assert citizen.send(path[:-4], {"tindakan": "batal"}, form="/lapor").status_code == 403
    elsewhere = citizen.get(f"/laporan/JK2001010001/{'a' * 20}")
    assert elsewhere.status_code == 404 and "Tautan ini tidak lengkap" in elsewhere.text


def test_the_reporter_answers_a_question(citizen: Citizen, town: Town, path: str) -> None:
    town.officials(_number(path), Action.ASK, text="Di sebelah mana pasarnya?")
    assert "Di sebelah mana pasarnya?" in citizen.page(path)
    before = citizen.get(path).text
    assert 'value="jawab"' in before
    answer = citizen.answer(path, {"tindakan": "jawab", "text": ""})
    assert answer.status_code == 422 and "Jawabannya belum ditulis" in answer.text
    assert citizen.answer(path, {"tindakan": "jawab", "text": "Sebelah timur"}).status_code == 303
    assert town.complaint(_number(path)).status == "waiting"
    assert "Sebelah timur" in citizen.page(path)


def test_the_reporter_is_asked_and_closes_it_with_a_rating(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    page = citizen.page(path)
    assert "Sudah benar-benar beres?" in page
    assert page.index("Ya, beres") < page.index("Hari ke-")
    assert citizen.answer(path, {"tindakan": "ya", "nilai": "5", "text": "Terima kasih"}).status_code == 303
    found = town.complaint(_number(path))
    assert (found.status, found.rating) == ("closed", 5)
    assert "Anda memastikan: sudah beres" in citizen.page(path)
    assert "Pelapor memastikan: sudah beres" in citizen.page(f"/laporan/{_number(path)}")


def test_a_fix_that_is_none_opens_it_again_with_words_and_photo(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    empty = citizen.answer(path, {"tindakan": "belum", "text": ""})
    assert empty.status_code == 422 and "Tulis apa yang masih kurang" in empty.text
    photo = (BytesIO(jpeg(3)), "sekarang.jpg")
    assert citizen.answer(path, {"tindakan": "belum", "text": "Masih ada lubang", "foto": photo}).status_code == 303
    assert town.complaint(_number(path)).status == "reopened"
    assert "Masih ada lubang" in citizen.page(path)


def test_a_photo_from_the_camera_is_as_good_as_one_from_the_gallery(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    bad = {"tindakan": "belum", "text": "Masih ada lubang", "kamera": (BytesIO(b"bukan foto"), "jepret.jpg")}
    refused = citizen.answer(path, bad)
    assert refused.status_code == 422 and "jepret.jpg" in refused.text and "Masih ada lubang" in refused.text
    assert citizen.answer(path, bad | {"kamera": (BytesIO(jpeg(3)), "jepret.jpg")}).status_code == 303
    complaint = town.complaint(_number(path))
    with town.at_work() as here:
        sent = select(Photo.capture_source).where(Photo.complaint_id == complaint.id, Photo.kind == PhotoKind.NOT_FIXED)
        assert here.session.scalars(sent).all() == ["camera"]


def test_a_low_rating_means_not_fixed_and_asks_why(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    answer = citizen.answer(path, {"tindakan": "ya", "nilai": "2"})
    assert answer.status_code == 422 and "Nilai 2 berarti belum beres" in answer.text
    assert citizen.answer(path, {"tindakan": "belum", "nilai": "2", "text": "Asal tutup"}).status_code == 303
    found = town.complaint(_number(path))
    assert (found.status, found.rating) == ("reopened", 2)


def test_the_second_no_goes_to_the_arbiter(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    citizen.answer(path, {"tindakan": "belum", "text": "Masih ada lubang"})
    town.repair(_number(path))
    assert "penengah yang memutuskan" in citizen.page(path)
    assert citizen.answer(path, {"tindakan": "belum", "text": "Tetap ada lubang"}).status_code == 303
    found = town.complaint(_number(path))
    assert found.status == "resolved" and found.disputed_at is not None
    assert "Menunggu keputusan penengah" in citizen.page(path)


def test_the_reporter_withdraws(citizen: Citizen, town: Town, path: str) -> None:
    assert citizen.answer(path, {"tindakan": "batal"}).status_code == 303
    assert town.complaint(_number(path)).status == "withdrawn"
    assert "Batalkan laporan" not in citizen.page(path)


def test_who_was_overtaken_is_told_and_his_words_are_kept(citizen: Citizen, town: Town, path: str) -> None:
    town.repair(_number(path))
    form = citizen.get(f"{path}?jawab=belum")
    assert 'name="seen"' in form.text
    old = {"tindakan": "belum", "text": "Kata-kata saya", "seen": "1"}
    answer = citizen.send(path, old, form=f"{path}?jawab=belum")
    assert answer.status_code == 409
    assert "Keadaannya sudah berubah" in answer.text and "Bukti diterima" in answer.text
    assert "Kata-kata saya" in answer.text
    assert town.complaint(_number(path)).status == "resolved"


@pytest.mark.parametrize("wanted", ["close", "claim_done", "", "accept_fix", "ya"])
def test_a_step_that_is_not_his_changes_nothing(citizen: Citizen, town: Town, path: str, wanted: str) -> None:
    version = town.complaint(_number(path)).version
    answer = citizen.answer(path, {"tindakan": wanted, "text": "x"})
    assert answer.status_code in {403, 409}
    assert town.complaint(_number(path)).version == version


def test_a_form_of_a_stranger_is_refused_before_it_is_read(citizen: Citizen, town: Town, path: str) -> None:
    base = f"http://{town.tenant.host}"
    answer = citizen.client.post(path, base_url=base, data={"tindakan": "batal", "seen": "1", "csrf_token": "x"})
    assert answer.status_code == 400
    assert town.complaint(_number(path)).status == "waiting"


def test_photos_are_served_behind_a_signed_link_only(citizen: Citizen, neighbour: Citizen, path: str) -> None:
    assert citizen.get("/foto/01935b3e-0000-7000-8000-000000000001/1280?s=x&t=1999999999").status_code == 403
    assert citizen.get("/foto/01935b3e-0000-7000-8000-000000000001/original").status_code == 403
    assert citizen.get("/foto/halo/1280").status_code == 404


def test_the_home_page_asks_for_a_number_and_leads_to_the_form(citizen: Citizen) -> None:
    page = citizen.page("/")
    assert 'action="/laporan"' in page and 'href="/lapor"' in page


def test_wrong_links_are_counted_and_right_ones_are_not(runtime: Runtime, pair: Pair, path: str) -> None:
    app = create_region_app(runtime)
    citizen = Citizen(Gate(runtime.settings, runtime.registry, region=app, operator=app), pair.left)
    assert [citizen.get(path).status_code for _time in range(12)] == [200] * 12
    wrong = f"/laporan/{_number(path)}/{'A' * 22}"
    answers = [citizen.get(wrong).status_code for _time in range(12)]
    assert answers[:10] == [403] * 10 and answers[-1] == 429
