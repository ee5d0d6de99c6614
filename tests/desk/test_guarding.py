"""What the desk must never do: show who reported, act for strangers, run what somebody typed, cross a region."""

from __future__ import annotations

import pytest

from jaki_replica.complaints.terms import Status
from tests.desk.office import CAMAT, JUDGE, LURAH, Office, hidden, photo

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_strangers_sign_in_first(office: Office) -> None:
    desk = office.sign_in(LURAH)
    number = office.file()
    stranger = type(desk)(desk.client.__class__(office.gate), desk.host)
    for path in ("/meja", f"/meja/laporan/{number}", "/meja/validasi", f"/meja/laporan/{number}/selesai"):
        assert stranger.get(path).headers["Location"].startswith("/masuk")
    assert stranger.post(f"/meja/laporan/{number}/start", {}).status_code in {400, 403}


@pytest.mark.parametrize("action", ["start", "ask", "refer", "selesai"])
def test_a_form_without_its_token_changes_nothing(office: Office, action: str) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    answer = lurah.post(f"/meja/laporan/{number}/{action}", {"versi": "1", "text": "x"})
    assert answer.status_code == 400
    assert office.complaint(number).status == Status.WAITING


def test_what_somebody_typed_is_never_run(office: Office) -> None:
    number = office.file(description=f"{EVIL} jalan", landmark=EVIL)
    lurah, judge = office.sign_in(LURAH), office.sign_in(JUDGE)
    lurah.do(number, "start")
    lurah.do(number, "answer", text=EVIL)
    lurah.claim(number, photo(61), text=EVIL, evidence_reason=EVIL)
    pages = [lurah.get("/meja?tab=semua"), lurah.case(number), judge.get(f"/meja/validasi/{number}")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "&lt;script&gt;" in pages[1].text


def test_the_reporter_stays_unknown_on_every_page(office: Office) -> None:
    number = office.file()
    lurah, judge, camat = office.sign_in(LURAH), office.sign_in(JUDGE), office.sign_in(CAMAT)
    lurah.do(number, "start")
    lurah.claim(number, photo(62), text="Sudah", evidence_reason="Ponsel rusak")
    for desk in (lurah, camat):
        assert "rahasia" not in desk.case(number).text
    assert "rahasia" not in judge.get(f"/meja/validasi/{number}").text


def test_an_official_of_another_region_is_nobody_here(office: Office, other_office: Office) -> None:
    number = office.file()
    here, there = office.sign_in(LURAH), other_office.sign_in(LURAH)
    assert there.case(number).status_code == 404
    cookie = here.client.get_cookie("jaki", domain=office.tenant.host)
    assert cookie is not None
    there.client.set_cookie("jaki", cookie.value, domain=other_office.tenant.host)
    assert there.get("/meja").headers["Location"].startswith("/masuk")


def test_a_number_of_another_region_is_not_found(office: Office, other_office: Office) -> None:
    number = other_office.file()
    assert office.sign_in(LURAH).case(number).status_code == 404
    assert office.sign_in(LURAH).case("XX9999").status_code == 404


@pytest.mark.parametrize("action", ["file", "confirm", "close", "withdraw", "reveal", "nonsense", "claim_done"])
def test_steps_that_are_not_an_officials_have_no_address(office: Office, action: str) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    page = lurah.case(number).text
    fields = {"csrf_token": hidden(page, "csrf_token"), "versi": hidden(page, "versi"), "text": "x"}
    assert lurah.post(f"/meja/laporan/{number}/{action}", fields).status_code == 404


def test_a_role_that_is_not_his_is_refused_and_his_words_are_kept(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    answer = lurah.do(number, "decide_owner", unit=office.agency, text="Saya putuskan sendiri")
    assert answer.status_code == 403
    assert office.complaint(number).unit == office.lurah


@pytest.mark.parametrize(
    ("action", "fields", "field"),
    [
        ("pass_on", {"unit": "agency:quark", "text": "x"}, "pass_on-unit"),
        ("pass_on", {"text": "x"}, "pass_on-unit"),
        ("ask", {"text": " \u200b "}, "ask-text"),
        ("ask", {"text": "x" * 2001}, "ask-text"),
        ("refer", {"target": "quark", "text": "x"}, "refer-target"),
        ("merge", {"number": "KA0"}, "merge-number"),
        ("propose_rejection", {"reason_code": "quark", "text": "x"}, "propose_rejection-reason_code"),
        ("relocate", {"category": "quark", "text": "x"}, "relocate-category"),
    ],
)
def test_a_fault_stands_at_its_field_and_the_rest_is_kept(
    office: Office, action: str, fields: dict[str, str], field: str
) -> None:
    number = office.file()
    answer = office.sign_in(LURAH).do(number, action, **fields)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    assert office.complaint(number).status == Status.WAITING


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 30, "1;drop"])
def test_a_form_without_a_sound_version_is_refused(office: Office, version: str) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    fields = {"csrf_token": lurah.token(lurah.case(number).text), "versi": version}
    assert lurah.post(f"/meja/laporan/{number}/start", fields).status_code in {409, 422}
