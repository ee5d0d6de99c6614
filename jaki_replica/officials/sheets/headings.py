"""The columns of a sheet, and finding them in one that somebody has rearranged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jaki_replica.officials.roster.terms import Trouble, Wrong
from jaki_replica.officials.sheets.terms import Line, Refusal, Refused, Sheet, address
from jaki_replica.officials.sheets.values import folded, text_of

LOOKED_THROUGH = 12
FEWEST = 2


class Column(StrEnum):
    """The columns, by the heading we write."""

    POST = "Kode jabatan"
    TITLE = "Jabatan"
    UNIT = "Unit"
    NAME = "Nama"
    NIP = "NIP"
    EMAIL = "Surel"
    PHONE = "Telepon"
    KIND = "Sebagai"
    SINCE = "Mulai"
    UNTIL = "Sampai"
    DECREE = "Nomor keputusan"
    PERSON = "Kode orang"


ALSO = {
    "kode": Column.POST,
    "kode unit": Column.POST,
    "kode wilayah": Column.POST,
    "nama jabatan": Column.TITLE,
    "posisi": Column.TITLE,
    "unit kerja": Column.UNIT,
    "nama lengkap": Column.NAME,
    "nama pejabat": Column.NAME,
    "pejabat": Column.NAME,
    "nomor induk pegawai": Column.NIP,
    "nip nipppk": Column.NIP,
    "e mail": Column.EMAIL,
    "email": Column.EMAIL,
    "alamat email": Column.EMAIL,
    "alamat surel": Column.EMAIL,
    "no telepon": Column.PHONE,
    "nomor telepon": Column.PHONE,
    "no hp": Column.PHONE,
    "nomor hp": Column.PHONE,
    "hp": Column.PHONE,
    "status": Column.KIND,
    "jenis": Column.KIND,
    "status jabatan": Column.KIND,
    "tmt": Column.SINCE,
    "sejak": Column.SINCE,
    "tanggal mulai": Column.SINCE,
    "mulai tanggal": Column.SINCE,
    "sampai dengan": Column.UNTIL,
    "sampai tanggal": Column.UNTIL,
    "tanggal selesai": Column.UNTIL,
    "berakhir": Column.UNTIL,
    "sk": Column.DECREE,
    "nomor sk": Column.DECREE,
    "no sk": Column.DECREE,
    "nomor surat keputusan": Column.DECREE,
    "id orang": Column.PERSON,
}
KNOWN = {folded(one.value): one for one in Column} | ALSO


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the columns are: by column its place, and the row they stand in. `strange` are headings nobody knows."""

    row: int
    places: Mapping[Column, int]
    strange: tuple[Trouble, ...] = ()


def find(sheet: Sheet) -> Headings:
    """The row of headings: the first that names the person and the post. Raises Refused."""
    for line in sheet.lines[:LOOKED_THROUGH]:
        found = [KNOWN.get(folded(text_of(cell))) for cell in line.cells]
        named = {one for one in found if one is not None}
        if Column.NAME in named and named & {Column.POST, Column.TITLE}:
            return _headings(sheet, line, found)
    raise Refused(Refusal.NO_HEADINGS, most=str(LOOKED_THROUGH))


def _headings(sheet: Sheet, line: Line, found: list[Column | None]) -> Headings:
    places: dict[Column, int] = {}
    strange = []
    for place, (cell, column) in enumerate(zip(line.cells, found, strict=True)):
        where = address(place, line.number)
        if where in sheet.merged:
            raise Refused(Refusal.HEADING_MERGED, cell=sheet.merged[where])
        if column is not None and column in places:
            raise Refused(Refusal.HEADING_TWICE, heading=text_of(cell), cell=where)
        if column is not None:
            places[column] = place
        elif text_of(cell):
            strange.append(Trouble(Wrong.COLUMN_UNKNOWN, {"value": text_of(cell)[:40]}, line.number, where))
    return Headings(line.number, places, tuple(strange))
