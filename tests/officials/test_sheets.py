"""Lists of officials as files: what is read from them, what is refused and where, and that they come back the same."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.document import canonical
from jaki_replica.officials.roster.terms import Person, Roster, Wrong
from jaki_replica.officials.sheets.reading import read
from jaki_replica.officials.sheets.safety import DANGEROUS, guarded, unguarded
from jaki_replica.officials.sheets.terms import address
from jaki_replica.officials.sheets.understanding import Understood, understand
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from tests.officials.books import csv_text, sheet_xml, workbook
from tests.officials.rosters import HOSTILE
from tests.officials.shipped import organisation

TODAY = date(2026, 11, 25)
GAMBIR, CIDENG = "position:lurah:31.71.01.1001", "position:lurah:31.71.01.1002"
NIP = "198001012005011001"
SPOKEN = Person(UUID(int=7), "Rina Contoh", NIP, "rina@contoh.example", "+62 812 0000 0000")


def understood(data: bytes, present: Roster | None = None) -> Understood:
    return understand(read(data), present or Roster(), organisation("jakarta"), TODAY)


def row(*cells: object) -> list[object]:
    """A row for the lurah of Gambir."""
    return [GAMBIR, None, *cells]


def faults(data: bytes, present: Roster | None = None) -> list[tuple[Wrong, str, str]]:
    return [(one.what, one.cell, one.column) for one in understood(data, present).faults]


def only(data: bytes) -> tuple[str, str, Tenure, date, date | None]:
    """The one tenure of a file without faults."""
    found = understood(data)
    assert found.faults == ()
    (holding,) = found.roster.holdings.values()
    person = found.roster.persons[holding.person]
    return person.name, person.nip, holding.kind, holding.since, holding.until


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 9, 1),
        "2026-09-01",
        "1 September 2026",
        "01 sept. 2026",
        "1/9/2026",
        "01-09-2026",
        "01.09.2026",
        "2026/9/1",
        46266,
        "46266",
        " 1  SEPTEMBER  2026 ",
    ],
)
def test_a_day_is_read_however_it_was_written(cell: object) -> None:
    assert only(workbook([row("Rina Contoh", NIP, "Plt", cell, "30 Nopember 2026")])) == (
        "Rina Contoh",
        NIP,
        Tenure.PLT,
        date(2026, 9, 1),
        date(2026, 11, 30),
    )


@pytest.mark.parametrize("cell", ["31 Februari 2026", "09/31/2026", "besok", "1 Sept 26", 7, "0001-01-01", True])
def test_a_day_that_is_none_is_refused_at_its_cell(cell: object) -> None:
    ((what, where, column),) = faults(workbook([row("Rina Contoh", NIP, "Plt", cell)]))
    assert what in {Wrong.DATE, Wrong.DATE_FAR}
    assert (where, column) == ("F2", "Mulai")


@pytest.mark.parametrize("cell", [NIP, f" {NIP} ", "19800101 200501 1 001", f"'{NIP}", "1980 0101.200501-1001\u00a0"])
def test_a_nip_keeps_its_eighteen_digits(cell: str) -> None:
    assert only(workbook([row("Rina Contoh", cell, None, TODAY)]))[1] == NIP
    assert only(csv_text(f'{GAMBIR},,Rina Contoh,"{cell}",,{TODAY}').encode())[1] == NIP


@pytest.mark.parametrize("cell", [198001012005011001, 1.98e17, "1.98E+17", "1,98E+17", "1.98001E+17"])
def test_a_nip_that_a_spreadsheet_rounded_is_refused_because_it_is_lost(cell: object) -> None:
    ((what, where, _column),) = faults(workbook([row("Rina Contoh", cell, None, TODAY)]))
    assert (what, where) == (Wrong.NIP_ROUNDED, "D2")


@pytest.mark.parametrize(
    "cell", ["19800101200501100", "1980010120050110011", "19800101200501100A", "１９８００１" + NIP[6:]]
)
def test_a_nip_with_other_than_eighteen_digits_is_refused(cell: str) -> None:
    assert faults(workbook([row("Rina Contoh", cell, None, TODAY)])) == [(Wrong.NIP_DIGITS, "D2", "NIP")]


def test_rows_of_a_merged_block_are_refused_each_at_its_cell() -> None:
    data = workbook(
        [row("Rina Contoh", NIP, "Plt", TODAY), [CIDENG, None, None, "198001012005011002", "Plt", TODAY]],
        lambda book, page: page.merge_range("C2:C3", "Rina Contoh"),  # type: ignore[attr-defined]
    )
    found = understood(data).faults
    assert [(one.what, one.cell, one.values["block"]) for one in found] == [
        (Wrong.MERGED, "C2", "C2:C3"),
        (Wrong.MERGED, "C3", "C2:C3"),
    ]


def test_a_merged_title_above_the_headings_does_no_harm() -> None:
    def titled(book: object, page: object) -> None:
        page.merge_range("A1:G1", "Daftar lurah")  # type: ignore[attr-defined]

    rows = [["Kode jabatan", "Jabatan", "Nama", "NIP", "Sebagai", "Mulai"], row("Rina Contoh", NIP, None, TODAY)]
    assert only(workbook(rows, titled, headings=("",)))[0] == "Rina Contoh"


def test_a_formula_is_refused_at_its_cell_and_never_computed() -> None:
    def with_formula(book: object, page: object) -> None:
        page.write_formula("C3", '=HYPERLINK("http://evil.example","Rina")', None, "Rina Contoh")  # type: ignore[attr-defined]

    data = workbook([row("Sari Umpama", None, None, TODAY), [CIDENG, None, None, None, None, TODAY]], with_formula)
    assert (Wrong.FORMULA, "C3", "Nama") in faults(data)


def test_an_unknown_post_is_refused_and_what_is_near_is_offered() -> None:
    data = workbook([[None, "Lurah Gambirr", "Rina Contoh", NIP, None, TODAY]])
    (fault,) = understood(data).faults
    assert (fault.what, fault.cell) == (Wrong.POST_UNKNOWN, "B2")
    assert "Lurah Gambir" in fault.values["near"]
    (fault,) = understood(workbook([["31.71.01.1009", None, "Rina Contoh", NIP, None, TODAY]])).faults
    assert (fault.what, fault.cell) == (Wrong.POST_UNKNOWN, "A2")
    assert "Lurah" in fault.values["near"]


def test_a_post_is_found_by_its_code_its_area_or_its_title() -> None:
    for code, title in ((GAMBIR, ""), ("31.71.01.1001", ""), ("", "lurah  GAMBIR"), (GAMBIR, "Lurah Gambir")):
        found = understood(workbook([[code, title, "Rina Contoh", NIP, None, TODAY]]))
        assert [one.unit for one in found.roster.holdings.values()] == [GAMBIR]


def test_a_column_that_was_sorted_alone_is_noticed() -> None:
    data = workbook([[GAMBIR, "Lurah Cideng", "Rina Contoh", NIP, None, TODAY]])
    assert [one[0] for one in faults(data)] == [Wrong.POST_MISMATCH]


def test_the_same_person_twice_is_one_person_and_two_names_for_one_number_are_refused() -> None:
    acting = [CIDENG, None, "Rina Contoh", NIP, "Plt", TODAY]
    found = understood(workbook([row("Rina Contoh", NIP, None, TODAY), acting]))
    assert found.faults == ()
    assert len(found.roster.persons) == 1
    other = [CIDENG, None, "Budi Misalia", NIP, "Plt", TODAY]
    assert faults(workbook([row("Rina Contoh", NIP, None, TODAY), other])) == [(Wrong.NAMES_DIFFER, "C3", "Nama")]


def test_namesakes_without_numbers_are_two_people_and_that_is_told() -> None:
    found = understood(
        workbook([row("Rina Contoh", None, None, TODAY), [CIDENG, None, "Rina Contoh", None, None, TODAY]])
    )
    assert found.faults == ()
    assert [(one.what, one.cell) for one in found.warnings] == [(Wrong.NAMESAKE, "C3")]
    assert len(found.roster.persons) == 2


def test_one_person_in_two_posts_for_good_is_refused_at_the_row() -> None:
    data = workbook([row("Rina Contoh", NIP, None, TODAY), [CIDENG, None, "Rina Contoh", NIP, "Definitif", TODAY]])
    assert faults(data) == [(Wrong.TWO_POSTS, "C3", "Nama")]


def test_two_holders_at_once_are_refused_and_both_are_named() -> None:
    data = workbook([row("Rina Contoh", NIP, None, "2026-01-01", "2026-12-31"), row("Budi Misalia", None, "", TODAY)])
    (fault,) = understood(data).faults
    assert (fault.what, fault.row) == (Wrong.OVERLAP, 3)
    assert {fault.values["one"], fault.values["other"]} == {"Rina Contoh", "Budi Misalia"}


def test_a_row_twice_is_told_and_a_contradiction_is_refused() -> None:
    one = row("Rina Contoh", NIP, "Plt", TODAY, "2026-12-31")
    assert [w.what for w in understood(workbook([one, one])).warnings] == [Wrong.SAME_ROW]
    assert faults(workbook([one, row("Rina Contoh", NIP, "Plt", TODAY, "2027-12-31")])) == [
        (Wrong.ROW_TWICE, "C3", "Nama")
    ]


def test_a_vacant_row_of_the_template_changes_nothing() -> None:
    found = understood(workbook([[GAMBIR, "Lurah Gambir", None, None, None, None]]))
    assert (found.rows, found.faults, found.roster) == (0, (), Roster())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_signs_of_markup_and_formulas_in_a_name_stay_text(hostile: str) -> None:
    now = understood(workbook([row(hostile, NIP, None, TODAY)])).roster
    (person,) = now.persons.values()
    assert person.name == hostile
    written = Written(now, organisation("jakarta"), TODAY)
    for line in as_csv(written).decode("utf-8-sig").splitlines():
        for cells in csv.reader(io.StringIO(line), delimiter=";"):
            assert all(not cell or cell[0] not in DANGEROUS for cell in cells)
    xml = sheet_xml(as_xlsx(written, "Daftar"))
    assert "<f>" not in xml
    assert "<hyperlink" not in xml
    for data in (as_csv(written), as_xlsx(written, "Daftar")):
        assert understood(data, now).roster == now
        (again,) = understood(data).roster.persons.values()
        assert again.name == hostile


@given(st.text(alphabet=st.sampled_from("=+-@'\t\rab"), max_size=6))
def test_guarding_a_cell_is_undone_exactly_and_nothing_guarded_would_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(DANGEROUS))


def test_a_name_with_control_signs_is_refused() -> None:
    data = csv_text(f'{GAMBIR},,"Rina\u202e Contoh",{NIP},,{TODAY}').encode()
    assert faults(data) == [(Wrong.NAME_SIGNS, "C2", "Nama")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_as_spreadsheets_write_it(separator: str, encoding: str) -> None:
    cells = separator.join((GAMBIR, "", "René Contoh", NIP, "Plh", "1/9/2026", ""))
    data = csv_text(cells, separator=separator).encode(encoding)
    assert only(data)[:3] == ("René Contoh", NIP, Tenure.PLH)


def test_the_same_file_twice_changes_nothing_also_where_it_leaves_days_out() -> None:
    data = workbook([row("Rina Contoh", NIP), [CIDENG, None, "Budi Misalia", None, "Plt", "2026-09-01", "2026-12-31"]])
    first = understood(data)
    assert [one.what for one in first.warnings] == [Wrong.SINCE_TODAY]
    second = understood(data, first.roster)
    assert rules.difference(first.roster, second.roster) == ()
    assert second.faults == ()


def test_a_sheet_with_a_successor_ends_the_predecessor_and_twice_changes_nothing() -> None:
    now = understood(workbook([row("Rina Contoh", NIP, "Definitif", "2024-01-01")])).roster
    data = workbook([row("Budi Misalia", "", "Definitif", "2026-12-01")])
    after = understood(data, now).roster
    assert [(one.since, one.until) for one in after.of_unit(GAMBIR)] == [
        (date(2024, 1, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]
    assert understood(data, after).roster == after


def test_what_is_written_and_read_again_is_the_same_byte_for_byte() -> None:
    rows = [
        row("Rina Contoh", NIP, "Definitif", "2024-01-01", "2026-10-01"),
        row("'Aisyah Andaikan", None, "Plt", "2026-10-02", "2026-12-31"),
        [CIDENG, None, "=cmd", None, "Pj", "2026-01-01"],
    ]
    now = understood(workbook(rows)).roster
    now = now.replaced(persons=[replace(SPOKEN, nip="")])
    written = Written(now, organisation("jakarta"), TODAY)
    for data in (as_csv(written), as_xlsx(written, "Daftar")):
        empty = understood(data)
        assert empty.faults == ()
        assert empty.mark == written.mark
        assert canonical(empty.roster) == canonical(now)
        assert as_csv(replace(written, roster=empty.roster)) == as_csv(written)


def test_every_post_is_in_the_file_to_fill_in_and_every_cell_is_text() -> None:
    written = Written(Roster([SPOKEN], []), organisation("jakarta"), TODAY, history=False)
    data = as_xlsx(written, "Daftar")
    assert len(read(data).lines) == 1 + len(organisation("jakarta").units)
    xml = sheet_xml(data)
    assert 't="s"' in xml
    assert "<v>" not in "".join(cell for cell in xml.split("<c ") if 't="s"' not in cell)[50:]
    assert "dataValidation" in xml
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Pejabat", "Penjelasan"]


@pytest.mark.parametrize(
    ("place", "name"), [((0, 1), "A1"), ((25, 9), "Z9"), ((26, 2), "AA2"), ((701, 3), "ZZ3"), ((702, 3), "AAA3")]
)
def test_a_cell_is_called_as_the_spreadsheet_calls_it(place: tuple[int, int], name: str) -> None:
    assert address(*place) == name
