"""Reads CSV as spreadsheets here write it: comma or semicolon, UTF-8 with or without a mark, or Windows-1252."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from jaki_replica.officials.sheets.safety import unguarded
from jaki_replica.officials.sheets.terms import Limits, Line, Refusal, Refused, Sheet

MARK = re.compile(r"^#\s*jaki-replica[^,;\t]*?\b([0-9a-f]{12})\b")
SEPARATORS = ",;\t"
WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_csv(data: bytes, limits: Limits) -> Sheet:
    """The rows of a text file. Raises Refused."""
    text = decoded(data)
    mark = MARK.match(text)
    lines = tuple(_lines(text, limits))
    return Sheet(lines, mark.group(1) if mark else "")


def decoded(data: bytes) -> str:
    """The text, in the encoding it most likely has. Raises Refused for bytes that are no text."""
    if data.startswith(WIDE):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Refused(Refusal.NOT_TEXT) from error
    if b"\x00" in data:
        raise Refused(Refusal.NOT_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separator(text: str) -> str:
    """What parts the columns: whichever of the three stands most often in the first full line."""
    first = next((line for line in text.splitlines()[:20] if sum(map(line.count, SEPARATORS)) > 1), "")
    return max(SEPARATORS, key=first.count)


def _lines(text: str, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    seen = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            seen += 1
            if seen > limits.rows + 20:
                raise Refused(Refusal.TOO_MANY_ROWS, most=str(limits.rows))
            if not cells[0].startswith("#"):
                whole = (unguarded(cell[: limits.cell_letters]) for cell in cells[: limits.columns])
                yield Line(reader.line_num, tuple(whole))
    except csv.Error as error:
        raise Refused(Refusal.DAMAGED) from error
