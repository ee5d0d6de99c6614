"""The second pair of eyes in later rounds: what was said before is in sight, and nothing typed is lost."""

from __future__ import annotations

import io
import re
from random import Random
from uuid import UUID

import pytest
from PIL import Image

from jaki_replica.complaints.terms import Action, Evidence, Status
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.photos.actions import receive
from jaki_replica.photos.terms import CaptureSource, House, Limits, PhotoKind, Upload
from jaki_replica.tenancy.configuration.terms import RegionConfig
from tests.desk.office import DIRECTOR, JUDGE, LURAH, Desk, Office, hidden, words
from tests.desk.test_life import WHY, by_reporter

SAID = "Foto diambil di gang lain; tunjukkan lubangnya dari jalan."


def picture(seed: int) -> bytes:
    """A photo of this file's own, like no other."""
    shades = Random(f"rounds {seed}").randbytes(12 * 9)
    kept = io.BytesIO()
    Image.frombytes("L", (12, 9), shades).resize((320, 240)).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


def claimed(office: Office, shade: int, number: str = "") -> str:
    """A complaint whose proof waits."""
    lurah, number = office.sign_in(LURAH), number or office.file()
    assert lurah.do(number, "start").status_code == 303
    assert lurah.claim(number, picture(shade), text="Sudah ditambal", evidence_reason=WHY).status_code == 303
    return number


def taken(office: Office, shade: int, kind: PhotoKind) -> UUID:
    """A photo that came from the reporter."""
    with office.at_work() as at:
        config: RegionConfig = at.book.config
        house = House(office.tenant.key, config.identity.timezone, Limits())
        upload = Upload(picture(shade), kind, CaptureSource.FILE)
        shown = receive(at.session, open_store(office.runtime.settings.files), upload, house, at=clock.now()).id
        at.session.commit()
    return shown


def objected(office: Office, number: str, text: str, shade: int) -> None:
    """The reporter says that it is not fixed, and shows it."""
    shown = taken(office, shade, PhotoKind.NOT_FIXED)
    by_reporter(office, number, Action.NOT_FIXED, text=text, evidence=Evidence((shown,)))


@pytest.fixture
def judge(office: Office) -> Desk:
    return office.sign_in(JUDGE)


def test_one_box_serves_both_decisions_and_a_refusal_keeps_what_was_typed_in_it(office: Office, judge: Desk) -> None:
    number = claimed(office, 141)
    page = judge.get(f"/meja/validasi/{number}").text
    assert page.count("<textarea") == 1
    assert {f"/meja/validasi/{number}/{one}" for one in ("accept_fix", "refuse_fix")} == set(
        re.findall(r'formaction="([^"]+)"', page)
    )
    assert judge.judge(number, "refuse_fix", text=SAID).status_code == 303
    assert SAID in words(office.sign_in(LURAH).case(number).text)


def test_what_was_typed_survives_another_validators_decision(office: Office, judge: Desk) -> None:
    number = claimed(office, 142)
    page = judge.get(f"/meja/validasi/{number}").text
    carried = {"csrf_token": judge.token(page), "versi": hidden(page, "versi")}
    assert office.sign_in(DIRECTOR).judge(number, "accept_fix").status_code == 303
    answer = judge.post(f"/meja/validasi/{number}/refuse_fix", carried | {"text": SAID})
    assert answer.status_code == 409
    assert SAID in words(answer.text)


def test_the_second_round_shows_the_reporters_new_words_and_the_round_before(office: Office, judge: Desk) -> None:
    number = claimed(office, 143)
    judge.judge(number, "refuse_fix", text="Lubangnya tidak terlihat")
    claimed(office, 151, number)
    judge.judge(number, "accept_fix")
    objected(office, number, "Lubangnya masih ada sampai pagi ini", 163)
    claimed(office, 171, number)
    said = words(judge.get(f"/meja/validasi/{number}").text)
    reporter = said.split("Kata pelapor")[1]
    assert reporter.index("Lubangnya masih ada sampai pagi ini") < reporter.index("Laporan pertama")
    newest, oldest = said.index("Ronde 2: Pelapor menyatakan belum beres"), said.index("Ronde 1: Bukti dikembalikan")
    assert newest < oldest < said.index("Lubangnya tidak terlihat")
    assert "Foto pelapor: belum beres" in said


def test_the_validator_sees_every_photo_of_the_reporter_and_every_one_of_the_proof(office: Office, judge: Desk) -> None:
    before = [taken(office, shade, PhotoKind.BEFORE) for shade in (211, 212, 213)]
    office.develop(before)
    number = claimed(office, 214, office.file(photos=tuple(before)))
    page = judge.get(f"/meja/validasi/{number}").text
    pairs, more = page.split('class="evidence is-more"')
    assert [name for name in map(str, before) if f"/foto/{name}/" in pairs] == [str(before[0])]
    rest = more.split("</section>")[0]
    assert all(f"/foto/{one}/" in rest for one in before[1:]) and f"/foto/{before[0]}/" not in rest
    assert "Sebelum, foto 2" in rest and "Sebelum, foto 3" in rest and rest.count("berkas galeri") >= 2
    lurah = office.sign_in(LURAH)
    judge.judge(number, "refuse_fix", text="Satu foto lagi")
    lurah.do(number, "start")
    form = lurah.get(f"/meja/laporan/{number}/selesai").text
    carried = {"csrf_token": lurah.token(form), "versi": hidden(form, "versi"), "text": "Ya", "evidence_reason": WHY}
    two = lurah.post(f"/meja/laporan/{number}/selesai", carried, [picture(215), picture(216)]).text
    kept = re.findall(r'name="kept" value="([0-9a-f]{32})"', two)
    office.develop([UUID(one) for one in kept])
    assert lurah.post(f"/meja/laporan/{number}/selesai", carried | {"kept": kept}).status_code == 303
    page = judge.get(f"/meja/validasi/{number}").text
    shown = [str(UUID(one)) for one in kept] + list(map(str, before))
    assert len(kept) == 2 and all(f"/foto/{one}/" in page for one in shown)
    assert judge.judge(number, "accept_fix").status_code == 303


def test_a_photo_that_was_refused_in_this_complaint_is_said_to_be_so(office: Office, judge: Desk) -> None:
    other, number = claimed(office, 181), claimed(office, 191)
    judge.judge(number, "refuse_fix", text="Terlalu jauh")
    claimed(office, 191, number)
    page = judge.get(f"/meja/validasi/{number}").text
    assert "Foto ini sudah ditolak di laporan ini, ronde 1" in words(page)
    assert 'href="#ronde-1"' in page and 'id="ronde-1"' in page
    assert "Berkas ini pernah dikirim sebelumnya" not in words(page)
    assert "sudah ditolak di laporan ini" not in words(judge.get(f"/meja/validasi/{other}").text)
    kept = office.complaint(number)
    assert kept.status == Status.AWAITING_VALIDATION


def test_the_queue_lists_what_waits_with_number_matter_and_what_is_left(office: Office, judge: Desk) -> None:
    number = claimed(office, 201)
    page = judge.get("/meja/validasi").text
    assert f'href="/meja/validasi/{number}"' in page
    assert re.search(r"hari kerja lagi|jam lagi", words(page))
    assert "bukti menunggu" in words(page)


def test_a_post_that_validates_finds_the_queue_from_an_empty_inbox(office: Office) -> None:
    claimed(office, 211)
    director = office.sign_in(DIRECTOR)
    empty = director.get("/meja?tab=koordinasi").text
    assert 'class="empty"' in empty
    assert "Periksa bukti yang menunggu" in words(empty)
