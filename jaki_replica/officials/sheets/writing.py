"""Writes the roster as a sheet: every post, everything as text, so that nothing runs and no digit is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.document import canonical, mark
from jaki_replica.officials.roster.terms import Holding, Person, Roster
from jaki_replica.officials.sheets.headings import Column
from jaki_replica.officials.sheets.safety import guarded
from jaki_replica.officials.units import Organisation, Unit

WORDS = {Tenure.DEFINITIVE: "Definitif", Tenure.PLT: "Plt", Tenure.PLH: "Plh", Tenure.PJ: "Pj"}
WIDTHS = {Column.POST: 30, Column.TITLE: 34, Column.UNIT: 34, Column.NAME: 30, Column.NIP: 21, Column.EMAIL: 28}
SPARE_ROWS = 500
LIST, HELP = "Pejabat", "Penjelasan"

HELP_ROWS = (
    ("Cara mengisi", "Satu baris untuk satu masa jabatan. Baris tanpa nama dilewati dan tidak mengubah apa pun."),
    (Column.POST.value, "Jangan diubah. Kode ini menunjukkan jabatannya; kode wilayah saja juga boleh."),
    (Column.TITLE.value, "Harus sama dengan jabatan pada kodenya. Tanpa kode, jabatan dicari dari kolom ini."),
    (Column.UNIT.value, "Hanya untuk dibaca."),
    (Column.NAME.value, "Nama lengkap dengan gelar."),
    (Column.NIP.value, "18 angka, sebagai teks. Bila selnya berisi angka, Excel membulatkan tiga angka terakhir."),
    (Column.EMAIL.value, "Boleh kosong. Undangan dan peringatan batas waktu dikirim ke alamat ini."),
    (Column.PHONE.value, "Boleh kosong."),
    (Column.KIND.value, "Definitif, Plt, Plh, atau Pj. Kosong berarti Definitif."),
    (Column.SINCE.value, "Hari pertama menjabat, misalnya 2026-12-01 atau 1 Desember 2026. Kosong berarti hari ini."),
    (Column.UNTIL.value, "Hari terakhir menjabat. Kosong berarti belum ditentukan."),
    (Column.DECREE.value, "Nomor surat keputusan atau surat perintah. Boleh kosong."),
    (Column.PERSON.value, "Jangan diubah. Kosong untuk orang baru."),
    ("Pengganti", "Pejabat definitif baru mengakhiri Plt, Pj, dan pejabat definitif lama sehari sebelumnya."),
)
MARK_HINT = "Jangan diubah. Dengan tanda ini perubahan orang lain tidak tertimpa."


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet of a roster. `history` adds tenures that are over, `vacant` the posts nobody holds."""

    roster: Roster
    organisation: Organisation
    today: date
    history: bool = True
    vacant: bool = True

    @property
    def mark(self) -> str:
        """What the file carries to be known again."""
        return mark(canonical(self.roster))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows below the headings: by post in the organisation's order, posts that are no more, idle people."""
        idle = dict(self.roster.persons)
        units = self.organisation.units
        gone = sorted({key[0] for key in self.roster.holdings} - units.keys())
        for unit in (*units, *gone):
            known = [one for one in self.roster.of_unit(unit) if self._is_wanted(one)]
            for one in known:
                idle.pop(one.person, None)
                yield _row(unit, units.get(unit), self.roster.persons[one.person], one)
            if not known and self.vacant:
                yield _row(unit, units.get(unit))
        if self.history:
            for person in (one for one in idle.values() if not one.left):
                yield _row("", None, person)

    def _is_wanted(self, one: Holding) -> bool:
        to_come = one.until is None or one.since > self.today or one.until > self.today
        return self.history or to_come or self.roster.covers(one, self.today)


def _row(key: str, unit: Unit | None, person: Person | None = None, one: Holding | None = None) -> tuple[str, ...]:
    cells = {
        Column.POST: key,
        Column.TITLE: unit.head.title if unit else "",
        Column.UNIT: unit.name if unit else "",
    }
    if person:
        cells |= {Column.NAME: person.name, Column.NIP: person.nip, Column.EMAIL: person.email}
        cells |= {Column.PHONE: person.phone, Column.PERSON: str(person.id)}
    if one:
        cells |= {Column.KIND: WORDS[one.kind], Column.SINCE: one.since.isoformat(), Column.DECREE: one.decree}
        cells[Column.UNTIL] = one.until.isoformat() if one.until else ""
    return tuple(cells.get(column, "") for column in Column)


def as_csv(sheet: Written) -> bytes:
    """UTF-8 with a mark, semicolons as spreadsheets here expect; the first line carries the mark of the roster."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.write(f"# jaki-replica {sheet.mark}\r\n")
    writer.writerow(column.value for column in Column)
    for row in sheet.rows():
        writer.writerow(guarded(cell) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Written, title: str) -> bytes:
    """A workbook of the list and a sheet of explanations; the same roster gives the same cells."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title})
        _write_list(book, sheet)
        _write_help(book, sheet, title)
    return out.getvalue()


def _write_list(book: xlsxwriter.Workbook, sheet: Written) -> None:
    page = book.add_worksheet(LIST)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8ECF4", "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    columns = list(Column)
    for place, column in enumerate(columns):
        page.set_column(place, place, WIDTHS.get(column, 16), text)
        page.write_string(0, place, column.value, head)
    last = 0
    for number, row in enumerate(sheet.rows(), start=1):
        last = number
        for place, cell in enumerate(row):
            if cell:
                page.write_string(number, place, cell, text)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    kinds = columns.index(Column.KIND)
    choice = {"validate": "list", "source": list(WORDS.values()), "error_title": Column.KIND.value}
    page.data_validation(1, kinds, last + SPARE_ROWS, kinds, choice)
    digits = columns.index(Column.NIP)
    rule = {"validate": "length", "criteria": "between", "minimum": 18, "maximum": 30, "error_type": "warning"}
    page.data_validation(1, digits, last + SPARE_ROWS, digits, rule)


def _write_help(book: xlsxwriter.Workbook, sheet: Written, title: str) -> None:
    page = book.add_worksheet(HELP)
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, title, bold)
    for number, (what, words) in enumerate(HELP_ROWS, start=2):
        page.write_string(number, 0, what, bold)
        page.write_string(number, 1, words, wrapped)
    place = len(HELP_ROWS) + 3
    page.write_string(place, 0, "Tanda daftar", bold)
    page.write_string(place, 1, sheet.mark, wrapped)
    page.write_string(place + 1, 1, MARK_HINT, wrapped)
