"""Workbooks for tests, written for real: as people make them, and as attackers do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import xlsxwriter

HEADINGS = ("Kode jabatan", "Jabatan", "Nama", "NIP", "Sebagai", "Mulai", "Sampai")
type_draw = Callable[[xlsxwriter.Workbook, object], None]


def workbook(
    rows: Sequence[Sequence[object]], more: type_draw | None = None, headings: Sequence[str] = HEADINGS
) -> bytes:
    """A sheet with headings and these rows; dates become date cells, None an empty cell."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Daftar")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate([headings, *rows]):
            for place, cell in enumerate(row):
                if isinstance(cell, (date, datetime)):
                    page.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif cell is not None:
                    page.write(number, place, cell)
        if more is not None:
            more(book, page)
    return out.getvalue()


def csv_text(*lines: str, headings: Sequence[str] = HEADINGS, separator: str = ",") -> str:
    return "\r\n".join([separator.join(headings), *lines]) + "\r\n"


def rezipped(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """The same archive with members added or in place of those of the name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, body in members.items():
            new.writestr(name, body)
    return out.getvalue()


def sheet_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()
