"""A complaint's life as officials lead it: through the pages, with the real database, without a script."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.terms import REPORTER, Action, Role, Status, Step
from jaki_replica.foundation import clock
from tests.desk.office import AGENCY, ARBITER, CAMAT, DIRECTOR, JUDGE, LURAH, OTHER, Office, hidden, photo, words

WHY = "Ponsel dinas rusak, foto dari ponsel pribadi"


def by_reporter(office: Office, number: str, action: Action, **step: object) -> None:
    with office.at_work() as at:
        found = held(at.session, number)
        act(at.session, at.book, found, action, Step(**step), by=REPORTER, at=clock.now())  # type: ignore[arg-type]
        at.session.commit()


def test_a_complaint_is_passed_on_returned_accepted_asked_claimed_refused_claimed_again_and_accepted(
    office: Office,
) -> None:
    lurah, agency, judge = office.sign_in(LURAH), office.sign_in(AGENCY), office.sign_in(JUDGE)
    number = office.file(office.agency_category)
    if office.complaint(number).unit == office.agency:
        office.act(number, Action.PASS_ON, Role.OWNER, AGENCY, text="Lihat dulu", unit=office.lurah)
    assert lurah.do(number, "pass_on", unit=office.agency, text="Badan jalan milik dinas").status_code == 303
    assert office.complaint(number).status == Status.COORDINATION
    assert agency.do(number, "return", text="Ini jalan lingkungan").status_code == 303
    assert office.complaint(number).unit == office.lurah
    assert "Ini jalan lingkungan" in lurah.case(number).text
    assert "arbiter" not in lurah.case(number).text
    office_arbiter = office.sign_in(ARBITER)
    assert office_arbiter.do(number, "decide_owner", unit=office.agency, text="Milik dinas").status_code == 303
    assert agency.do(number, "start").status_code == 303
    assert agency.do(number, "ask", text="Di sisi mana?").status_code == 303
    assert office.complaint(number).status == Status.NEEDS_INFO
    by_reporter(office, number, Action.REPLY, text="Sisi timur")
    assert agency.do(number, "answer", text="Kami kerjakan Kamis malam").status_code == 303
    assert agency.claim(number, photo(10), text="Sudah ditambal", evidence_reason=WHY).status_code == 303
    assert judge.judge(number, "refuse_fix", text="Masih ada sisa lubang").status_code == 303
    assert office.complaint(number).status == Status.REWORK
    assert "Masih ada sisa lubang" in agency.case(number).text
    assert agency.do(number, "start").status_code == 303
    assert agency.claim(number, photo(70), text="Ditambal ulang", evidence_reason=WHY).status_code == 303
    assert judge.judge(number, "accept_fix").status_code == 303
    assert office.complaint(number).status == Status.RESOLVED
    history = words(agency.case(number).text)
    for said in ("Bukti diterima", "Bukti dikembalikan", "Bertanya kepada pelapor", "Pelapor menjawab", "Pelapor"):
        assert said in history


def test_two_officials_at_once_are_told_apart_and_nothing_that_was_typed_is_lost(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    page = lurah.case(number).text
    version = office.complaint(number).version
    office.act(number, Action.START, Role.OWNER, LURAH)
    fields = {"csrf_token": lurah.token(page), "versi": str(version), "text": "Ini <b>panjang</b> sekali & penting"}
    answer = lurah.post(f"/meja/laporan/{number}/ask", fields)
    assert answer.status_code == 409
    said = words(answer.text)
    assert "Orang lain lebih dulu" in said
    assert "Mulai dikerjakan" in said
    assert "Nama lurah" in said
    assert "Ini &lt;b&gt;panjang&lt;/b&gt; sekali &amp; penting" in answer.text
    assert office.complaint(number).status == Status.IN_PROGRESS
    again = dict(fields, versi=str(office.complaint(number).version))
    assert lurah.post(f"/meja/laporan/{number}/ask", again).status_code == 303


def test_who_wrote_nothing_is_not_told_that_his_words_are_still_there(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    stale = {"csrf_token": lurah.token(lurah.case(number).text), "versi": str(office.complaint(number).version)}
    office.act(number, Action.ANSWER, Role.OWNER, LURAH, text="Kami lihat besok")
    said = words(lurah.post(f"/meja/laporan/{number}/start", stale).text)
    assert "Orang lain lebih dulu" in said
    assert "Yang Anda tulis" not in said


def test_words_for_a_step_that_is_gone_are_there_to_be_copied(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    page = lurah.get(f"/meja/laporan/{number}/selesai").text
    stale = {"csrf_token": lurah.token(page), "versi": hidden(page, "versi"), "text": "Sudah kami ganti semuanya"}
    office.act(number, Action.ASK, Role.OWNER, LURAH, text="Lampu yang mana?")
    answer = lurah.post(f"/meja/laporan/{number}/selesai", stale | {"evidence_reason": WHY}, [photo(97)])
    assert answer.status_code == 409
    said = words(answer.text)
    assert "Yang Anda tulis, untuk disalin: Sudah kami ganti semuanya" in said and WHY in said


def test_a_proof_whose_checks_do_not_pass_is_kept_and_asks_for_a_reason(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    asked = lurah.claim(number, photo(30), text="Sudah diangkut semua")
    assert asked.status_code == 200
    assert office.complaint(number).status == Status.IN_PROGRESS
    said = words(asked.text)
    for found in ("Foto tidak menyimpan tempat", "Foto tidak menyimpan waktu", "Kemiripan belum selesai dibandingkan"):
        assert found in said
    assert "Sudah diangkut semua" in asked.text
    kept = asked.text.split('name="kept" value="')[1].split('"')[0]
    fields = {
        "csrf_token": lurah.token(asked.text),
        "versi": str(office.complaint(number).version),
        "kept": kept,
        "text": "Sudah diangkut semua",
        "evidence_reason": WHY,
    }
    office.develop([UUID(kept)])
    assert lurah.post(f"/meja/laporan/{number}/selesai", fields).status_code == 303
    assert office.complaint(number).status == Status.AWAITING_VALIDATION
    assert WHY in office.sign_in(JUDGE).get(f"/meja/validasi/{number}").text


@pytest.mark.parametrize(
    ("sent", "said"), [(b"", "kosong"), (b"not a photo at all", "bukan foto"), (b"%PDF-1.7", "PDF")]
)
def test_a_file_that_is_no_photo_is_refused_in_words(office: Office, sent: bytes, said: str) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    answer = lurah.claim(number, sent, text="Sudah", evidence_reason=WHY)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "Sudah" in answer.text


def test_the_same_photo_again_is_found_at_once(office: Office) -> None:
    first, second = office.file(), office.file()
    lurah = office.sign_in(LURAH)
    for number in (first, second):
        lurah.do(number, "start")
    assert lurah.claim(first, photo(123), text="Sudah", evidence_reason=WHY).status_code == 303
    assert "pernah dikirim sebelumnya" in words(lurah.claim(second, photo(123), text="Sudah").text)


def test_whoever_claimed_a_fix_does_not_judge_it(office: Office) -> None:
    number = office.file()
    with office.at_work() as at:
        unit = next(u.key for u in at.book.organisation.units.values() if u.rule == at.book.config.workflow.validator)
    director, arbiter = office.sign_in(DIRECTOR), office.sign_in(ARBITER)
    arbiter.do(number, "decide_owner", unit=unit, text="Milik bagian ini")
    director.do(number, "start")
    assert director.claim(number, photo(44), text="Sudah", evidence_reason=WHY).status_code == 303
    page = director.get(f"/meja/validasi/{number}")
    assert "Anda sendiri yang menyatakan selesai" in words(page.text)
    fields = {"csrf_token": director.token(page.text), "versi": str(office.complaint(number).version)}
    assert director.post(f"/meja/validasi/{number}/accept_fix", fields).status_code == 409
    assert office.complaint(number).status == Status.AWAITING_VALIDATION


def test_a_refusal_of_a_proof_needs_its_reason_and_nothing_is_chosen_beforehand(office: Office) -> None:
    number = office.file()
    lurah, judge = office.sign_in(LURAH), office.sign_in(JUDGE)
    lurah.do(number, "start")
    lurah.claim(number, photo(55), text="Sudah", evidence_reason=WHY)
    page = judge.get(f"/meja/validasi/{number}").text
    assert "checked" not in page
    answer = judge.judge(number, "refuse_fix", text="  ")
    assert answer.status_code == 422
    assert office.complaint(number).status == Status.AWAITING_VALIDATION


def test_a_superior_approves_a_later_date_and_the_owner_cannot(office: Office) -> None:
    number = office.file()
    lurah, camat = office.sign_in(LURAH), office.sign_in(CAMAT)
    lurah.do(number, "start")
    wanted = (clock.now() + timedelta(days=30)).date().isoformat()
    assert lurah.do(number, "request_date", date=wanted, text="Menunggu material").status_code == 303
    assert lurah.do(number, "approve_date").status_code == 403
    assert number in camat.get("/meja?tab=persetujuan").text
    assert "Setujui tanggal" in words(camat.case(number).text)
    assert camat.do(number, "approve_date").status_code == 303
    assert office.complaint(number).status == Status.SCHEDULED


def test_a_rejection_is_proposed_by_one_and_decided_by_another(office: Office) -> None:
    number = office.file()
    lurah, judge = office.sign_in(LURAH), office.sign_in(JUDGE)
    assert lurah.do(number, "propose_rejection", reason_code="bukan-aduan", text="Iklan").status_code == 303
    assert number in judge.get("/meja?tab=penolakan").text
    assert judge.do(number, "reject").status_code == 303
    assert office.complaint(number).status == Status.REJECTED


def test_the_arbiter_ends_a_dispute(office: Office) -> None:
    number = office.file()
    lurah, judge, arbiter = office.sign_in(LURAH), office.sign_in(JUDGE), office.sign_in(ARBITER)
    for shade in (1, 2):
        lurah.do(number, "start")
        lurah.claim(number, photo(200 + shade), text="Sudah", evidence_reason=WHY)
        judge.judge(number, "accept_fix")
        if shade == 1:
            by_reporter(office, number, Action.NOT_FIXED, text="Belum")
    by_reporter(office, number, Action.DISPUTE, text="Masih belum")
    assert number in arbiter.get("/meja?tab=sengketa").text
    assert arbiter.do(number, "reopen", text="Pelapor benar").status_code == 303
    assert office.complaint(number).status == Status.REOPENED


def test_an_area_official_cannot_close_what_an_agency_owns(office: Office) -> None:
    number = office.file(office.agency_category)
    if office.complaint(number).unit == office.agency:
        office.act(number, Action.PASS_ON, Role.OWNER, AGENCY, text="Lihat dulu", unit=office.lurah)
        office.act(number, Action.ACCEPT, Role.OWNER, LURAH)
    else:
        office.act(number, Action.START, Role.OWNER, LURAH)
    lurah = office.sign_in(LURAH)
    page = lurah.case(number)
    assert f"/meja/laporan/{number}/selesai" not in page.text
    owner = office_owner(office, number)
    assert f"tetapi hanya {owner}, pemilik urusan ini, yang dapat menyatakan selesai" in words(page.text)
    fields = {
        "csrf_token": lurah.token(page.text),
        "versi": str(office.complaint(number).version),
        "text": "Sudah",
        "evidence_reason": WHY,
    }
    answer = lurah.post(f"/meja/laporan/{number}/selesai", fields, [photo(91)])
    assert answer.status_code == 409
    assert office.complaint(number).status == Status.IN_PROGRESS


def office_owner(office: Office, number: str) -> str:
    owner = office.complaint(number).category_owner
    with office.at_work() as at:
        return at.book.unit_name(owner)


def test_before_it_is_started_the_area_official_is_told_that_he_may_start_it(office: Office) -> None:
    number = office.file("roads.pothole")
    complaint = office.complaint(number)
    assert complaint.unit == office.lurah != complaint.category_owner
    lurah, owner = office.sign_in(LURAH), office_owner(office, number)
    said = words(lurah.case(number).text)
    assert f"Anda boleh memeriksa dan mulai mengerjakannya, tetapi hanya {owner}, pemilik urusan ini" in said
    lurah.do(number, "start")
    said = words(lurah.case(number).text)
    assert f"Anda boleh mengerjakannya dan menjawab pelapor, tetapi hanya {owner}, pemilik urusan ini" in said
    assert "pemilik urusan ini" not in words(lurah.case(office.file()).text)


def test_another_units_official_finds_nothing(office: Office) -> None:
    number = office.file()
    other = office.sign_in(OTHER)
    assert other.case(number).status_code == 404
    assert other.get(f"/meja/laporan/{number}/selesai").status_code == 404
    page = other.get("/meja").text
    fields = {"csrf_token": other.token(page), "versi": "1", "text": "x"}
    assert other.post(f"/meja/laporan/{number}/start", fields).status_code == 404
    assert number not in page
