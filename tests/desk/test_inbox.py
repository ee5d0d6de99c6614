"""The inbox shows what waits, what is due first first, whole and without repeats, in a bounded number of statements."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from jaki_replica.complaints.terms import Action, Role
from jaki_replica.foundation import clock
from tests.desk.office import AGENCY, CAMAT, DIRECTOR, JUDGE, LURAH, OTHER, Desk, Office, words

MANY = 47


@pytest.fixture(scope="module")
def numbers(office: Office) -> list[str]:
    """Many complaints of one village, some filed at the same instant."""
    now = clock.now()
    moments = [now - timedelta(hours=n // 3) for n in range(MANY)]
    return [office.file(description=f"Sampah nomor {n}", at=at) for n, at in enumerate(moments)]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent while the block lasts, without those of the registry's own thread."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if threading.current_thread().name != "registry":
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def of_the_page(sent: list[str]) -> list[str]:
    """Without what is read anew after some time, whatever page comes then: what is in force, and the national days."""
    return [each for each in sent if "config_revisions" not in each and "holiday_" not in each]


def shown(page: str) -> list[str]:
    return re.findall(r'class="title" href="/meja/laporan/([A-Z0-9]+)"', page)


def walk(desk: Desk, path: str) -> list[str]:
    found: list[str] = []
    following: str | None = path
    while following:
        answer = desk.get(following)
        assert answer.status_code == 200
        found += shown(answer.text)
        link = re.search(r'rel="next" href="([^"]+)"', answer.text)
        following = link[1].replace("&amp;", "&") if link else None
    return found


def test_pages_follow_each_other_complete_and_without_repeats(office: Office, numbers: list[str]) -> None:
    found = walk(office.sign_in(LURAH), "/meja?tab=tindakan")
    assert len(found) == len(set(found))
    assert set(numbers) <= set(found)


def test_a_superior_sees_what_lies_below_him_and_a_neighbour_does_not(office: Office, numbers: list[str]) -> None:
    assert set(numbers) <= set(walk(office.sign_in(CAMAT), "/meja?tab=semua"))
    assert not set(numbers) & set(walk(office.sign_in(OTHER), "/meja?tab=semua"))


def test_a_page_takes_as_many_statements_for_twenty_rows_as_for_one(office: Office, numbers: list[str]) -> None:
    lurah, other = office.sign_in(LURAH), office.sign_in(OTHER)
    office.file(area=office.elsewhere)
    lurah.get("/meja"), other.get("/meja")
    with counted() as for_many:
        assert len(shown(lurah.get("/meja").text)) == 20
    with counted() as for_one:
        assert shown(other.get("/meja").text)
    many, one = map(of_the_page, (for_many, for_one))
    assert len(many) == len(one) <= 3, "who it is, the rows with their histories, all counts; what is in force is known"


def test_what_is_late_stands_first_under_its_own_head_with_the_count_of_all(office: Office) -> None:
    late = office.file(at=clock.now() - timedelta(days=60))
    page = office.sign_in(LURAH).get("/meja").text
    assert shown(page)[0] == late
    assert re.search(r"Lewat batas \(\d+\)", words(page))
    assert re.search(r"\d+ laporan, tampil 20", words(page))


def test_filters_narrow_the_list_and_nonsense_in_them_counts_for_nothing(office: Office, numbers: list[str]) -> None:
    lurah = office.sign_in(LURAH)
    office.act(numbers[0], Action.START, Role.OWNER, LURAH)
    found = walk(lurah, "/meja?keadaan=in_progress&kategori=litter")
    assert numbers[0] in found
    assert numbers[1] not in found
    assert walk(lurah, "/meja?kategori=roads.pothole&keadaan=waiting") == []
    assert lurah.get("/meja?keadaan=x%00y&kategori=';--&wilayah=99&tab=zzz").status_code == 200
    assert lurah.get("/meja?sesudah=quark").status_code == 404


def test_a_number_typed_in_any_way_opens_the_complaint_and_a_foreign_one_nothing(
    office: Office, numbers: list[str]
) -> None:
    lurah, other = office.sign_in(LURAH), office.sign_in(OTHER)
    typed = f"{numbers[0][:2].lower()} {numbers[0][2:8]}-{numbers[0][8:]}"
    assert lurah.get(f"/meja?nomor={typed}").headers["Location"] == f"/meja/laporan/{numbers[0]}"
    answer = other.get(f"/meja?nomor={numbers[0]}")
    assert answer.status_code == 200
    assert "Tidak ada laporan bernomor" in words(answer.text)


def test_tabs_hold_what_others_must_do(office: Office) -> None:
    number = office.file(office.agency_category)
    lurah, agency = office.sign_in(LURAH), office.sign_in(AGENCY)
    lurah.do(number, "pass_on", unit=office.agency, text="Milik dinas")
    assert number in walk(agency, "/meja?tab=koordinasi")
    assert number not in walk(lurah, "/meja?tab=tindakan")
    assert "Teruskan" not in words(lurah.case(number).text).split("Riwayat")[0]
    agency.do(number, "accept")
    agency.do(number, "ask", text="Di mana?")
    assert number in walk(agency, "/meja?tab=warga")


def test_a_validator_without_a_post_lands_in_the_queue(office: Office) -> None:
    judge = office.sign_in(JUDGE)
    assert judge.get("/meja").headers["Location"] == "/meja/validasi"
    assert office.sign_in(LURAH).get("/meja/validasi").status_code == 403


def row_of(page: str, number: str) -> str:
    """The words of a complaint's row."""
    return words(page.split(f'/meja/laporan/{number}"')[1].split("</tr>")[0])


def test_a_new_case_stands_where_its_check_is_due_and_names_that_limit(office: Office) -> None:
    old, new = office.file(at=clock.now() - timedelta(days=4)), office.file()
    office.act(old, Action.START, Role.OWNER, LURAH)
    office.act(old, Action.ANSWER, Role.OWNER, LURAH, text="Sedang kami kerjakan")
    found = walk(office.sign_in(LURAH), "/meja?tab=semua")
    assert found.index(new) < found.index(old), "its check is due before the other's red line"
    lurah = office.sign_in(LURAH)
    pages = [lurah.get(f"/meja?tab=tindakan&keadaan={state}").text for state in ("waiting", "in_progress")]
    for number, said in (
        (new, r"Periksa: \d+ (hari kerja|jam) lagi"),
        (old, r"(Batas merah|Selesai): \d+ (hari kerja|jam) lagi"),
    ):
        there = next(page for page in (*pages, *_rest(lurah)) if f'/meja/laporan/{number}"' in page)
        assert re.search(said, row_of(there, number))


def _rest(desk: Desk) -> Iterator[str]:
    """Every page of what must be done, one after the other."""
    following: str | None = "/meja?tab=tindakan"
    while following:
        page = desk.get(following).text
        yield page
        link = re.search(r'rel="next" href="([^"]+)"', page)
        following = link[1].replace("&amp;", "&") if link else None


def test_counts_under_the_heads_follow_the_limit_that_the_rows_are_sorted_by(office: Office) -> None:
    other = office.sign_in(OTHER)
    late = office.file(at=clock.now() - timedelta(days=4), area=office.elsewhere)
    page = other.get("/meja?tab=tindakan").text
    assert re.search(r"Periksa: .{0,8}Lewat \d+ hari", row_of(page, late))
    count = re.search(r"Lewat batas \((\d+)\)", words(page))
    assert count is not None
    assert int(count[1]) == page.split("rowgroup")[1].count('class="title"')


def test_what_another_unit_hands_over_is_among_what_must_be_done(office: Office) -> None:
    number = office.file(office.agency_category)
    office.sign_in(LURAH).do(number, "pass_on", unit=office.agency, text="Milik dinas")
    agency = office.sign_in(AGENCY)
    there = next(page for page in _rest(agency) if f'/meja/laporan/{number}"' in page)
    assert re.search(r"Terima atau kembalikan: \d+ (hari kerja|jam) lagi", row_of(there, number))


def test_the_inbox_of_a_validator_with_a_post_takes_three_statements_as_well(office: Office) -> None:
    director = office.sign_in(DIRECTOR)
    director.get("/meja?tab=semua")
    with counted() as sent:
        assert director.get("/meja?tab=semua").status_code == 200
    assert len(of_the_page(sent)) <= 3
