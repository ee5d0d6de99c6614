"""What a sheet is before anybody understood it: cells with their places, and why a file is refused as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from jaki_replica.foundation.errors import DomainError

type_cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """Far above any real region's list, far below what would stop the machine."""

    file_bytes: int = 4 * 2**20
    unpacked_bytes: int = 24 * 2**20
    members: int = 120
    rows: int = 5_000
    rows_per_post: int = 100
    columns: int = 60
    cell_letters: int = 2_000
    troubles: int = 200


LIMITS = Limits()


class Refusal(StrEnum):
    """Why a file is no list at all; the words are made where they are shown."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    MACROS = "macros"
    PASSWORD = "password"
    OLD_FORMAT = "old_format"
    OTHER_FORMAT = "other_format"
    DAMAGED = "damaged"
    NOT_TEXT = "not_text"
    NO_HEADINGS = "no_headings"
    HEADING_TWICE = "heading_twice"
    HEADING_MERGED = "heading_merged"


class Refused(DomainError):
    """A file that cannot be read as a list of officials."""

    code = "sheet_refused"

    def __init__(self, why: Refusal, **values: str) -> None:
        """`values` fill the words."""
        super().__init__(f"The file is refused: {why}")
        self.why = why
        self.values: Mapping[str, str] = values


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as the program shows it, and its cells from column A on."""

    number: int
    cells: tuple[type_cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows. `merged` are cells that are part of a merged block, `formulas` cells that hold one (as in B5)."""

    lines: tuple[Line, ...]
    mark: str = ""
    merged: Mapping[str, str] = field(default_factory=dict)
    formulas: frozenset[str] = frozenset()


def address(column: int, row: int) -> str:
    """The name of a cell: column 0 in row 5 is A5."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
