"""A photo that cannot be opened is said to be damaged wherever its reporter looks, and never counts as one."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect

from jaki_replica.photos.decoder import Decoder
from tests.portal.citizens import STORY, Citizen, Town, cut_off, jpeg
from tests.portal.test_waiting import Phone, made

BROKEN = "Foto 1 rusak dan tidak bisa dibuka. Ambil atau pilih foto lain."
TOLD = "Satu foto Anda rusak dan tidak bisa dibuka"
NEEDED = "Jenis laporan ini perlu paling sedikit satu foto."
REMOVAL = re.compile(r'name="hapus" value="([0-9a-f]{32})"')


def _ready(citizen: Citizen, town: Town, *files: bytes, category: str = "roads.pothole") -> None:
    citizen.photograph(*((data, "jalan.jpg") for data in files))
    citizen.place(town.villages[0])
    citizen.about(category)


@pytest.mark.parametrize(("form", "part"), [("HEIF", 0.5), ("JPEG", 0.34)])
def test_a_damaged_photo_is_told_on_both_steps_and_does_not_count(
    citizen: Citizen, town: Town, decoder: Decoder, form: str, part: float
) -> None:
    _ready(citizen, town, cut_off(form, part))
    assert "1 foto tersimpan" in citizen.page("/lapor/periksa")
    town.develop(decoder)
    first, last = citizen.page("/lapor"), citizen.page("/lapor/periksa")
    assert BROKEN in first and "<img" not in first.split("data-photos=")[1].split("addphoto")[0]
    assert BROKEN in last and "foto tersimpan" not in last and "Tanpa foto" in last
    assert "perlu paling sedikit satu foto" in last
    before = town.count()
    assert citizen.finish().location.endswith("/lapor/periksa")
    assert NEEDED in citizen.page("/lapor/periksa") and STORY in citizen.page("/lapor/periksa")
    assert town.count() == before


def test_it_is_taken_out_on_the_last_step_and_everything_typed_stays(
    citizen: Citizen, town: Town, decoder: Decoder
) -> None:
    _ready(citizen, town, cut_off(), jpeg(2))
    town.develop(decoder)
    found = REMOVAL.search(citizen.get("/lapor/periksa").text)
    assert found is not None
    answer = citizen.finish(hapus=found[1], kontak="0812 345")
    assert answer.location.endswith("/lapor/periksa")
    page = citizen.page("/lapor/periksa")
    assert BROKEN not in page and "1 foto tersimpan" in page and STORY in page and 'value="0812 345"' in page
    assert citizen.finish().location.endswith("/lapor/terkirim")


def test_a_better_photo_takes_the_room_of_a_damaged_one(citizen: Citizen, town: Town, decoder: Decoder) -> None:
    most = int(citizen.page("/lapor").split('data-photos="')[1].split('"')[0])
    sound = [(jpeg(seed), "a.jpg") for seed in range(2, 2 + most)]
    citizen.photograph((cut_off(), "putus.jpg"), *sound[1:])
    assert "addphoto" not in citizen.page("/lapor")
    town.develop(decoder)
    assert "addphoto" in citizen.page("/lapor")
    citizen.photograph(sound[0])
    page = citizen.page("/lapor")
    assert BROKEN not in page and page.count("data-photo=") == most
    citizen.photograph((jpeg(9), "b.jpg"))
    assert "Paling banyak" in citizen.page("/lapor")


def test_a_photo_found_to_be_damaged_after_filing_is_told_to_its_reporter_alone(
    citizen: Citizen, town: Town, decoder: Decoder
) -> None:
    _ready(citizen, town, cut_off(), jpeg(2))
    assert citizen.finish(siapa="semua").location.endswith("/lapor/terkirim")
    path = citizen.receipt()
    assert TOLD not in citizen.page(path)
    town.develop(decoder)
    assert citizen.page(path).count(TOLD) == 1
    public = citizen.page(path.rsplit("/", 1)[0])
    assert STORY in public and "rusak dan tidak" not in public


def test_a_damaged_photo_of_what_is_not_fixed_is_told(citizen: Citizen, town: Town, decoder: Decoder) -> None:
    _ready(citizen, town, jpeg())
    citizen.finish()
    path = citizen.receipt()
    town.repair(path.split("/")[2])
    photo = (BytesIO(cut_off(seed=3)), "sekarang.jpg")
    assert citizen.answer(path, {"tindakan": "belum", "text": "Masih ada", "foto": photo}).status_code == 303
    town.develop(decoder)
    page = citizen.page(path)
    assert "Satu foto “belum beres” dari Anda rusak" in page and TOLD not in page


def test_the_phone_is_told_and_mends_it(citizen: Citizen, town: Town, decoder: Decoder) -> None:
    phone = Phone(citizen)
    phone.photograph(cut_off("HEIF", 0.5), "IMG_1.HEIC")
    town.develop(decoder)
    rehearsed = phone.finish(town.villages[0], tahap="periksa")
    answer = phone.finish(town.villages[0])
    assert (rehearsed.status_code, answer.status_code) == (422, 422)
    assert answer.json["faults"] == rehearsed.json["faults"] == [["foto", BROKEN]]
    assert made(town, phone.key) == (0, 0)
    phone.photos = []
    phone.photograph(jpeg(2))
    assert phone.finish(town.villages[0]).status_code == 200
    assert made(town, phone.key) == (1, 1)


@pytest.mark.browser
def test_the_first_step_learns_of_it_by_itself(browser: Browser, port: int, town: Town, decoder: Decoder) -> None:
    context = browser.new_context(base_url=f"http://{town.tenant.host}:{port}", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/lapor")
    page.set_input_files("input[name=foto]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": cut_off()})
    page.wait_for_selector("[data-photo]")
    town.develop(decoder)
    expect(page.get_by_role("alert").filter(has_text=BROKEN)).to_be_visible()
    assert page.locator(".photo img").count() == 0
    page.get_by_role("button", name="Hapus foto 1").click()
    expect(page.get_by_text(BROKEN)).to_have_count(0)
    page.set_input_files("input[name=foto]", {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.locator("figure[data-photo]")).to_have_count(1)
    context.close()
