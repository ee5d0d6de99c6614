"""What the desk says of time is in one unit, names every limit, and says who waits for whom."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest

from jaki_replica.app import create_region_app
from jaki_replica.complaints.terms import Status
from jaki_replica.desk import clocks
from jaki_replica.desk.clocks import Clock
from jaki_replica.desk.timing import Scale
from jaki_replica.sla.terms import Ticks
from jaki_replica.tenancy.configuration.terms import Counting
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.ui import day_marks
from tests.desk.office import JUDGE, LURAH, Office, photo, words
from tests.sla.calendars import calendar, local

WHY = "Kamera kantor tidak menyimpan tempat dan waktu"


@pytest.mark.parametrize(
    ("start", "end", "calendar_words", "working_words"),
    [
        ("2026-07-06 09:00", "2026-07-24 16:00", "18 hari", "14 hari kerja"),
        ("2026-07-10 15:00", "2026-07-13 09:00", "2 hari", "kurang dari 1 hari kerja"),
        ("2026-07-10 09:00", "2026-07-13 09:00", "3 hari", "1 hari kerja"),
        ("2026-07-10 09:00", "2026-07-10 14:30", "5 jam", "5 jam"),
    ],
)
def test_a_span_is_said_in_the_unit_that_the_limit_is_counted_in(
    runtime: Runtime, start: str, end: str, calendar_words: str, working_words: str
) -> None:
    with create_region_app(runtime).test_request_context():
        spans = [Scale(calendar(), counting).between(local(start), local(end)) for counting in Counting]
    assert set(spans) == {calendar_words, working_words}


def test_the_days_of_a_working_limit_are_called_working_days(runtime: Runtime) -> None:
    with create_region_app(runtime).test_request_context():
        assert day_marks.in_words(Ticks((), 1, 14, Counting.WORKING)) == "Hari kerja ke-1 dari 14"
        assert day_marks.in_words(Ticks((), 4, 7)) == "Hari ke-4 dari 7"


def test_a_case_names_all_its_limits_with_how_they_stand_and_when(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    box = words(lurah.case(number).text.split('id="batas"')[1].split("</section>")[0])
    for limit in ("Periksa: milik siapa?", "Jawaban pertama", "Batas kuning", "Batas merah", "Batas selesai"):
        assert limit in box
    assert len(re.findall(r"lagi, \d+ \w+ \d{4}, \d\d\.\d\d WI", box)) == 5
    lurah.do(number, "start")
    lurah.do(number, "answer", text="Kami sedang ke lokasi")
    box = words(lurah.case(number).text.split('id="batas"')[1].split("</section>")[0])
    assert box.count("Tepat waktu") == 2
    lurah.do(number, "ask", text="Di sisi mana?")
    box = words(lurah.case(number).text.split('id="batas"')[1].split("</section>")[0])
    assert box.count("Berhenti sementara, paling lambat") == 3
    assert " lagi, " not in box


def count(page: str) -> int:
    """What the rail says of proofs that wait."""
    found = re.search(r'class="count">(\d+)<span class="visually-hidden"> menunggu', page)
    assert found is not None
    return int(found[1])


def test_the_validator_reads_in_the_rail_how_many_proofs_wait_and_nobody_else_does(office: Office) -> None:
    number = office.file()
    lurah, judge = office.sign_in(LURAH), office.sign_in(JUDGE)

    lurah.do(number, "start")
    assert lurah.claim(number, photo(71), text="Sudah", evidence_reason=WHY).status_code == 303
    there = count(judge.get(f"/meja/validasi/{number}").text)
    assert there >= 1
    judge.judge(number, "accept_fix")
    assert office.complaint(number).status == Status.RESOLVED
    assert count(judge.get("/meja?tab=penolakan").text) == there - 1
    assert 'class="count"' not in lurah.get("/meja").text


def test_words_of_the_trade_are_explained_where_they_are_used(office: Office) -> None:
    page = words(office.sign_in(LURAH).get("/meja").text)
    for word in ("EWS", "TL ditolak", "Koordinasi", "Disposisi"):
        assert word in page.split("Arti istilah")[1]


def test_one_photo_twice_in_a_proof_is_told_to_both_sides_and_kept(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    page = lurah.get(f"/meja/laporan/{number}/selesai").text
    carried = {"csrf_token": lurah.token(page), "versi": str(office.complaint(number).version), "text": "Sudah"}
    asked = lurah.post(f"/meja/laporan/{number}/selesai", carried, [photo(201), photo(202), photo(201)])
    assert asked.status_code == 200
    assert words(asked.text).count("Sama dengan foto 1 di bukti ini") == 1
    kept = re.findall(r'name="kept" value="([0-9a-f]{32})"', asked.text)
    assert len(kept) == 3
    sent = lurah.post(f"/meja/laporan/{number}/selesai", carried | {"kept": kept, "evidence_reason": WHY})
    if "data-comparing" in sent.text:
        office.develop([UUID(one) for one in kept])
        sent = lurah.post(f"/meja/laporan/{number}/selesai", carried | {"kept": kept, "evidence_reason": WHY})
    assert sent.status_code == 303
    judged = words(office.sign_in(JUDGE).get(f"/meja/validasi/{number}").text)
    assert "Sama dengan foto 1 di bukti ini" in judged
    assert "Pemeriksaan foto 3" in judged


def _limit(name: str, day: int, shape: str = "next") -> Clock:
    return Clock(clocks.LINES[name], f"{day} hari", "", "", shape, "", date(2026, 7, day))


@pytest.mark.parametrize(
    ("red", "finish", "titles"),
    [
        (_limit("red", 9), _limit("finish", 9), ["Batas kuning", "Batas merah dan selesai"]),
        (_limit("red", 8), _limit("finish", 9), ["Batas kuning", "Batas merah", "Batas selesai"]),
        (_limit("red", 9, "rework"), _limit("finish", 9), ["Batas kuning", "Batas merah", "Batas selesai"]),
    ],
)
def test_the_red_line_and_the_last_limit_are_one_row_where_they_fall_on_one_day_and_stand_alike(
    runtime: Runtime, red: Clock, finish: Clock, titles: list[str]
) -> None:
    with create_region_app(runtime).test_request_context():
        assert [str(one.title) for one in clocks.joined([_limit("amber", 5), red, finish])] == titles
