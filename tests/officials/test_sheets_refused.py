"""Files that are no list: too long, too deep, broken, locked, armed. Each is refused with its reason."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta

import pytest

from jaki_replica.officials.roster.terms import Wrong
from jaki_replica.officials.sheets.terms import LIMITS, Refusal, Refused
from tests.officials.books import csv_text, rezipped, workbook
from tests.officials.shipped import organisation
from tests.officials.test_sheets import GAMBIR, NIP, TODAY, only, row, understood


def refusal(data: bytes) -> Refusal:
    with pytest.raises(Refused) as refused:
        understood(data)
    return refused.value.why


def test_fifty_thousand_rows_are_refused_with_bounded_memory() -> None:
    rows = workbook([row(f"Orang Contoh {n}", None, "Plt", "2026-01-01") for n in range(50_000)])
    lines = csv_text(*(f"{GAMBIR},,Orang Contoh {n},,Plt,2026-01-01" for n in range(50_000))).encode()
    for data in (rows, lines):
        tracemalloc.start()
        assert refusal(data) is Refusal.TOO_MANY_ROWS
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 40 * 2**20


def test_the_longest_list_that_is_taken_is_understood_to_its_end() -> None:
    units = list(organisation("jakarta").units)
    rows = [[units[n % len(units)], None, f"Orang Contoh {n}", None, "Plt", "bukan"] for n in range(LIMITS.rows)]
    found = understood(workbook(rows))
    assert (len(found.faults), found.all_faults) == (LIMITS.troubles, LIMITS.rows)


def test_thousands_of_rows_for_one_post_are_refused() -> None:
    rows = [row(f"Orang Contoh {n}", None, "Plt", "2026-01-01") for n in range(LIMITS.rows)]
    (fault,) = understood(workbook(rows)).faults
    assert (fault.what, fault.cell) == (Wrong.MANY_ROWS, f"A{LIMITS.rows_per_post + 2}")


def test_the_longest_list_without_a_fault_is_understood_to_its_end() -> None:
    units = list(organisation("jakarta").units)
    rows = []
    for n in range(LIMITS.rows):
        since = date(1990, 1, 1) + timedelta(days=3 * (n // len(units)))
        rows.append([units[n % len(units)], None, f"Orang Contoh {n}", None, "Plt", since, since + timedelta(days=1)])
    found = understood(workbook(rows))
    assert (found.faults, len(found.roster.holdings)) == ((), LIMITS.rows)


def test_one_cell_at_the_end_of_the_sheet_does_not_fill_the_memory() -> None:
    assert refusal(workbook([], lambda book, page: page.write("XFD1048576", "x"))) is Refusal.TOO_MANY_ROWS  # type: ignore[attr-defined]


PLAIN = workbook([row("Rina Contoh", NIP, None, TODAY)])
BOMB = rezipped(PLAIN, {"xl/media/image1.png": bytes(64 * 2**20)})
MACRO = rezipped(PLAIN, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
MACRO_KIND = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MACRO_TYPE = rezipped(PLAIN, {"[Content_Types].xml": b'<Types><Override ContentType="%s"/></Types>' % MACRO_KIND})
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Refusal.EMPTY),
        (b"  \r\n ", Refusal.EMPTY),
        (b" " * (5 * 2**20), Refusal.EMPTY),
        (b"x" * (5 * 2**20), Refusal.TOO_BIG),
        (BOMB, Refusal.UNPACKS_TOO_BIG),
        (MACRO, Refusal.MACROS),
        (MACRO_TYPE, Refusal.MACROS),
        (COMPOUND + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        (COMPOUND + bytes(2000) + "Workbook".encode("utf-16-le"), Refusal.OLD_FORMAT),
        (PLAIN[: len(PLAIN) // 2], Refusal.DAMAGED),
        (rezipped(PLAIN, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r="}), Refusal.DAMAGED),
        (b"PK\x03\x04 nothing", Refusal.DAMAGED),
        (b"%PDF-1.7 x", Refusal.OTHER_FORMAT),
        (b"<html><table></table></html>", Refusal.OTHER_FORMAT),
        (b"a,b\x00c", Refusal.NOT_TEXT),
        (b"Jabatan saja,Alamat\r\nx,y\r\n", Refusal.NO_HEADINGS),
        (b"Nama,Jabatan,NAMA\r\nx,y,z\r\n", Refusal.HEADING_TWICE),
        (b'Nama,Jabatan\r\n"x' + b"y" * 200_000, Refusal.DAMAGED),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_reason(data: bytes, why: Refusal) -> None:
    assert refusal(data) is why


def test_an_archive_that_lies_about_a_size_is_refused() -> None:
    lying = bytearray(PLAIN)
    place = lying.rindex(b"xl/worksheets/sheet1.xml")
    header = lying.rindex(b"PK\x01\x02", 0, place)
    lying[header + 24 : header + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(lying)) is Refusal.DAMAGED


def test_external_links_are_never_followed_and_do_no_harm() -> None:
    linked = rezipped(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    assert only(linked)[0] == "Rina Contoh"
