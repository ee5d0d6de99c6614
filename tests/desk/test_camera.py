"""The claim page's camera: a shot on the spot needs no written reason, a file does, and a likeness is known before."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from jaki_replica.areas.terms import Area
from jaki_replica.complaints.terms import Status
from jaki_replica.desk import proofs
from jaki_replica.foundation import clock
from jaki_replica.photos.models import Photo
from jaki_replica.tenancy.gate import Gate
from tests.desk.office import LURAH, PASSWORD, Desk, Office, hidden, photo, words
from tests.photos.pictures import encoded, exif, scene
from tests.serving import on_a_port

# A camera that looks at a wall of coloured tiles: this machine has none.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const wall = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const brush = wall.getContext("2d");
  const paint = () => {
    for (let tile = 0; tile < 48; tile += 1) {
      brush.fillStyle = `hsl(${(tile * 97) % 360} 80% ${20 + ((tile * 37) % 60)}%)`;
      brush.fillRect((tile % 8) * 80, Math.floor(tile / 8) * 80, 80, 80);
    }
  };
  setInterval(paint, 50);
  paint();
  return wall.captureStream(20);
};
"""
WHY = "Ponsel rusak, difoto warga"


def started(office: Office) -> tuple[Desk, str]:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    return lurah, number


def point(area: Area) -> tuple[float, float]:
    assert area.lat is not None
    assert area.lon is not None
    return area.lat, area.lon


def shot(desk: Desk, office: Office, number: str, data: bytes, **more: str) -> object:
    """What the camera module sends."""
    lat, lon = point(office.village)
    page = desk.get(f"/meja/laporan/{number}/selesai").text
    said = {"said_at": clock.now().isoformat(), "said_lat": str(lat), "said_lon": str(lon), "said_accuracy": "9"}
    fields = {"csrf_token": desk.token(page), "versi": hidden(page, "versi"), "tahap": "foto", **said, **more}
    sent = {**fields, "kamera": [(io.BytesIO(data), "kamera.jpg")]}
    return desk.client.post(f"/meja/laporan/{number}/selesai", base_url=desk.host, data=sent)


def finish(desk: Desk, number: str, page: str, **more: object) -> object:
    kept = re.findall(r'name="kept" value="([0-9a-f]{32})"', page)
    carried = {"csrf_token": desk.token(page), "versi": hidden(page, "versi"), "kept": kept, "text": "Sudah bersih"}
    return desk.post(f"/meja/laporan/{number}/selesai", carried | more)


def kept(page: str) -> list[UUID]:
    return [UUID(one) for one in re.findall(r'name="kept" value="([0-9a-f]{32})"', page)]


def test_a_shot_on_the_spot_passes_without_a_written_reason(office: Office) -> None:
    desk, number = started(office)
    page = shot(desk, office, number, encoded(scene(640, 480, 901))).text
    said = words(page)
    assert "kata perangkat" in said and "Diambil dengan kamera aplikasi" in said
    assert "evidence_reason" not in page and "data-comparing" in page
    assert office.complaint(number).status == Status.IN_PROGRESS
    office.develop(kept(page))
    assert finish(desk, number, page).status_code == 303
    assert office.complaint(number).status == Status.AWAITING_VALIDATION


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"said_lat": "-9.9"}, "Lebih jauh dari batas"),
        ({"said_accuracy": "5000"}, "Posisi perangkat kurang teliti"),
        ({"said_lat": "nan"}, "Foto tidak menyimpan tempat"),
        ({"said_at": "2020-01-01T00:00:00+00:00"}, "Diambil sebelum ditugaskan"),
        ({"said_at": "kemarin"}, "Asal foto tidak diketahui"),
        ({"said_at": "2026-01-01T00:00:00"}, "Asal foto tidak diketahui"),
    ],
)
def test_a_shot_from_elsewhere_or_before_or_that_says_no_sense_needs_one(
    office: Office, more: dict[str, str], told: str
) -> None:
    desk, number = started(office)
    page = shot(desk, office, number, encoded(scene(320, 240, len(told))), **more).text
    assert told in words(page) and 'name="evidence_reason"' in page


def test_a_photo_that_says_otherwise_outweighs_the_device(office: Office) -> None:
    desk, number = started(office)
    old = encoded(scene(640, 480, 903), "JPEG", exif=exif(local="2025:03:05 08:02:03"))
    page = shot(desk, office, number, old).text
    assert "Foto dan perangkat menyebut waktu berbeda" in words(page) and 'name="evidence_reason"' in page


def test_a_photo_from_the_gallery_needs_a_reason_whatever_else_is_said(office: Office) -> None:
    desk, number = started(office)
    lat, lon = point(office.village)
    said = {"said_at": clock.now().isoformat(), "said_lat": str(lat), "said_lon": str(lon), "said_accuracy": "9"}
    page = desk.claim(number, photo(15), text="Sudah", **said).text
    assert "Tidak diambil dengan kamera aplikasi" in words(page) and 'name="evidence_reason"' in page


def test_a_likeness_is_known_before_the_claim_is_sent(office: Office) -> None:
    first, one = started(office)
    picture = scene(800, 600, 904)
    page = shot(first, office, one, encoded(picture)).text
    office.develop(kept(page))
    assert finish(first, one, page).status_code == 303
    desk, number = started(office)
    saved_anew = encoded(picture.resize((720, 540)), "JPEG", quality=60)
    page = shot(desk, office, number, saved_anew).text
    waits = finish(desk, number, page)
    assert waits.status_code == 200 and "Foto sedang dibandingkan" in words(waits.text)
    assert "Sudah bersih" in waits.text
    office.develop(kept(page))
    asked = finish(desk, number, page)
    assert asked.status_code == 200
    assert "Sangat mirip foto yang pernah dikirim" in words(asked.text) and 'name="evidence_reason"' in asked.text
    assert office.complaint(number).status == Status.IN_PROGRESS
    assert finish(desk, number, page, evidence_reason=WHY).status_code == 303


def test_a_worker_that_does_not_come_holds_no_claim_back_for_long(office: Office) -> None:
    desk, number = started(office)
    page = shot(desk, office, number, encoded(scene(640, 480, 905))).text
    assert finish(desk, number, page).status_code == 200
    with office.at_work() as at:
        row = at.session.get_one(Photo, kept(page)[0])
        row.created_at -= proofs.COMPARING + timedelta(seconds=1)
        at.session.commit()
    assert finish(desk, number, page).status_code == 303
    assert office.complaint(number).status == Status.AWAITING_VALIDATION


def test_a_photo_that_cannot_be_opened_proves_nothing(office: Office) -> None:
    desk, number = started(office)
    page = shot(desk, office, number, encoded(scene(640, 480, 906))[:4000]).text
    office.develop(kept(page))
    answer = finish(desk, number, page)
    assert answer.status_code == 200 and "1 foto rusak" in words(answer.text)
    assert office.complaint(number).status == Status.IN_PROGRESS


def test_another_complaints_photo_is_no_proof_here(office: Office, other_office: Office) -> None:
    desk, number = started(office)
    theirs = started(other_office)
    page = shot(theirs[0], other_office, theirs[1], encoded(scene(320, 240, 907))).text
    foreign = kept(page)[0].hex
    mine = desk.get(f"/meja/laporan/{number}/selesai").text
    carried = {"csrf_token": desk.token(mine), "versi": hidden(mine, "versi"), "kept": foreign, "text": "Sudah"}
    answer = desk.post(f"/meja/laporan/{number}/selesai", carried | {"evidence_reason": WHY})
    assert answer.status_code == 200 and foreign not in answer.text
    assert office.complaint(number).status == Status.IN_PROGRESS


@pytest.fixture(scope="module")
def port(gate: Gate) -> Iterator[int]:
    with on_a_port(gate) as found:
        yield found


@pytest.mark.browser
def test_the_camera_in_the_page_takes_a_proof_with_place_and_time(
    browser: Browser, office: Office, port: int, axe: str
) -> None:
    _desk, number = started(office)
    lat, lon = point(office.village)
    address = f"http://{office.tenant.host}:{port}"
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        bypass_csp=True,
        geolocation={"latitude": lat, "longitude": lon, "accuracy": 8},
        permissions=["geolocation"],
    )
    context.add_init_script(CAMERA)
    page = context.new_page()
    page.goto(f"{address}/masuk?next=/meja")
    page.fill("[name=username]", LURAH)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)
    page.goto(f"{address}/meja/laporan/{number}/selesai")
    page.fill("[name=text]", "Sudah bersih semua")
    with page.expect_navigation():
        page.click("form[data-claim] button[type=submit]:not([name])")
    assert "paling sedikit 1" in page.inner_text(".faults") and page.locator("#photo-error").is_visible()
    page.click("[data-camera-open]")
    page.locator("[data-camera-place]", has_text="8 m").wait_for()
    page.evaluate(axe)
    assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []
    page.click("[data-camera-shoot]")
    page.locator("[data-proofs] .proof").wait_for()
    assert "paling sedikit 1" not in page.inner_text("main")
    assert page.locator(".faults, .has-error").count() == 0
    said = page.inner_text("[data-proofs]")
    assert "0 m dari titik laporan, kata perangkat" in said and "kamera aplikasi" in said
    assert page.locator("[name=evidence_reason]").count() == 0
    assert page.input_value("[name=text]") == "Sudah bersih semua"
    assert page.locator("[data-camera-view]").is_hidden()
    office.develop(kept(page.content()))
    page.locator("[data-comparing]").wait_for(state="detached")
    assert "Belum pernah dipakai" in page.inner_text("[data-proofs]")
    with page.expect_navigation():
        page.click("form[data-claim] button[type=submit]:not([name])")
    assert office.complaint(number).status == Status.AWAITING_VALIDATION
    context.close()
