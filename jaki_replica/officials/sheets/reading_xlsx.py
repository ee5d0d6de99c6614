"""Reads XLSX. The archive is walked and counted first, as a stream; only a harmless one is parsed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from jaki_replica.officials.sheets.terms import Limits, Line, Refusal, Refused, Sheet, address, type_cell

CHUNK = 1 << 16
OVERLAP = 512
ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,9})"[^>]*[^/>]>')
LOST_CELL = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?(?<!/)>")
FORMULAS_TOLD = 200
PANIC = "PanicException"  # what the parser throws where it meets what its authors held to be impossible
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
MARK = re.compile(r"\b([0-9a-f]{12})\b")
MARK_WORD = "tanda"
MACROS = ("vbaproject", "macrosheets/", "vbadata", "activex/")


@dataclass(slots=True)
class _Seen:
    unpacked: int = 0
    formulas: dict[str, set[str]] = field(default_factory=dict)


def read_xlsx(data: bytes, limits: Limits) -> Sheet:
    """The rows of the first visible sheet that has any. Raises Refused."""
    seen = _walked(data, limits)
    try:
        return _parsed(data, seen, limits)
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(Refusal.DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ == PANIC:
            raise Refused(Refusal.DAMAGED) from error
        raise


def _parsed(data: bytes, seen: _Seen, limits: Limits) -> Sheet:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(one.name) for one in book.sheets_metadata if _is_seen(one)]
    found = next((one for one in sheets if one.start is not None), None)
    if found is None:
        raise Refused(Refusal.EMPTY)
    mark = next((text for one in sheets if one.name != found.name and (text := _mark(one))), "")
    formulas = _formulas(seen, book.sheet_names.index(found.name))
    return Sheet(tuple(_lines(found, limits)), mark, _merged(found, limits), formulas)


def _walked(data: bytes, limits: Limits) -> _Seen:
    """Unpack every member to nowhere, counting. Raises Refused for what is too much, broken or not a plain workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names([one.filename for one in members], len(members), limits)
            if any(one.flag_bits & 1 for one in members):
                raise Refused(Refusal.PASSWORD)
            seen = _Seen()
            for one in members:
                _walk(archive, one, seen, limits)
            return seen
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused(Refusal.DAMAGED) from error


def _check_names(names: list[str], count: int, limits: Limits) -> None:
    lower = [name.lower() for name in names]
    if count > limits.members:
        raise Refused(Refusal.UNPACKS_TOO_BIG, most=str(limits.unpacked_bytes // 2**20))
    if any(word in name for name in lower for word in MACROS):
        raise Refused(Refusal.MACROS)
    if "xl/workbook.xml" not in lower:
        raise Refused(Refusal.OTHER_FORMAT)
    if len(set(lower)) != len(lower):
        raise Refused(Refusal.DAMAGED)


def _walk(archive: zipfile.ZipFile, member: zipfile.ZipInfo, seen: _Seen, limits: Limits) -> None:
    rows = _Rows(limits, seen, member.filename) if SHEET.fullmatch(member.filename) else None
    tail = b""
    with archive.open(member) as source:
        while part := source.read(CHUNK):
            seen.unpacked += len(part)
            if seen.unpacked > limits.unpacked_bytes:
                raise Refused(Refusal.UNPACKS_TOO_BIG, most=str(limits.unpacked_bytes // 2**20))
            if member.filename == "[Content_Types].xml" and b"macroEnabled" in tail + part:
                raise Refused(Refusal.MACROS)
            if rows is not None:
                rows.look(tail, part)
            tail = part[-OVERLAP:]


@dataclass(slots=True)
class _Rows:
    """Counts the rows of a sheet and looks where its cells are: one far away makes the parser fill all in between."""

    limits: Limits
    seen: _Seen
    name: str
    count: int = 0

    def look(self, tail: bytes, part: bytes) -> None:
        """Look at a part of the sheet; `tail` is the end of the part before."""
        text = tail + part
        self.count += len(ROW.findall(text)) - len(ROW.findall(tail))
        most = self.limits.rows + 20
        if self.count > most or any(int(row) > most for _column, row in CELL.findall(text)):
            raise Refused(Refusal.TOO_MANY_ROWS, most=str(self.limits.rows))
        if any(len(column) > 2 for column, _row in CELL.findall(text)) or LOST_CELL.search(text):
            raise Refused(Refusal.DAMAGED)
        formulas = self.seen.formulas.setdefault(self.name.lower(), set())
        if len(formulas) < FORMULAS_TOLD:
            formulas.update(one.decode("ascii") for one in FORMULA.findall(text))


def _is_seen(sheet: object) -> bool:
    visible = getattr(sheet, "visible", None) == SheetVisibleEnum.Visible
    return visible and getattr(sheet, "typ", None) == SheetTypeEnum.WorkSheet


def _lines(sheet: CalamineSheet, limits: Limits) -> Iterator[Line]:
    if sheet.total_width > limits.columns:
        raise Refused(Refusal.UNPACKS_TOO_BIG, most=str(limits.unpacked_bytes // 2**20))
    for place, cells in enumerate(sheet.to_python(skip_empty_area=False, nrows=limits.rows + 21), start=1):
        if any(cell != "" for cell in cells):
            yield Line(place, tuple(_short(cell, limits) for cell in cells))


def _short(cell: type_cell, limits: Limits) -> type_cell:
    return cell[: limits.cell_letters] if isinstance(cell, str) else cell


def _mark(sheet: CalamineSheet) -> str:
    """The mark on the sheet of explanations: the cell beside the word for it."""
    for row in sheet.to_python(skip_empty_area=False, nrows=40):
        words = [str(cell) for cell in row[:4]]
        if words and MARK_WORD in words[0].lower():
            found = MARK.search(" ".join(words[1:]))
            if found:
                return found.group(1)
    return ""


def _merged(sheet: CalamineSheet, limits: Limits) -> dict[str, str]:
    """Every cell of a merged block, by name, with the block it is part of."""
    found: dict[str, str] = {}
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:FORMULAS_TOLD]:
        block = f"{address(left, top + 1)}:{address(right, bottom + 1)}"
        for row in range(top, min(bottom, limits.rows) + 1):
            for column in range(left, min(right, limits.columns) + 1):
                found[address(column, row + 1)] = block
    return found


def _formulas(seen: _Seen, place: int) -> frozenset[str]:
    """The formulas of the sheet at a place; of all, where its file has another name than its place says."""
    own = seen.formulas.get(f"xl/worksheets/sheet{place + 1}.xml")
    return frozenset(own if own is not None else set().union(*seen.formulas.values()))
