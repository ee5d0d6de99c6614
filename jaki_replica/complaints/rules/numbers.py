"""Complaint numbers: prefix, day and daily sequence, as JAKI's JK2503050007; accepted however they are typed."""

from __future__ import annotations

import re
from datetime import date

TYPED = re.compile(r"([A-Z]{2,4})(\d{6})(\d{4,6})")


def number(prefix: str, day: date, sequence: int) -> str:
    """`JK2503050007`: yymmdd in the region's zone, four digits at least."""
    return f"{prefix}{day:%y%m%d}{sequence:04d}"


def read(typed: str) -> str | None:
    """The number in what somebody typed: case, spaces, dots and dashes do not matter. None where there is none."""
    bare = re.sub(r"[\s.\-–—_/]+", "", typed[:60]).upper()
    return bare if TYPED.fullmatch(bare) else None


def grouped(number: str) -> str:
    """`JK 250305 0007`, for reading aloud."""
    found = TYPED.fullmatch(number)
    return " ".join(found.groups()) if found else number
