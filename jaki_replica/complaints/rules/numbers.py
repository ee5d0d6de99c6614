"""Complaint numbers: prefix, day and daily sequence, as JAKI's JK2503050007; accepted however they are typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

TYPED = re.compile(r"([A-Z]{2,4})(\d{6})(\d{4,6})")
BETWEEN = r"[\s.\-–—_/·]*"
WITHIN = re.compile(rf"(?<![A-Z0-9])([A-Z]{{2,4}}){BETWEEN}(\d{{6}}){BETWEEN}(\d{{4,6}})(?![A-Z0-9])", re.ASCII)
BARE = re.compile(rf"[^A-Z0-9]*(\d{{6}}){BETWEEN}(\d{{4,6}})[^A-Z0-9]*", re.ASCII)
LONGEST = 500  # a link that was pasted


def number(prefix: str, day: date, sequence: int) -> str:
    """`JK2503050007`: yymmdd in the region's zone, four digits at least."""
    return f"{prefix}{day:%y%m%d}{sequence:04d}"


def read(typed: str) -> str | None:
    """The number in what somebody typed: case, spaces, dots and dashes do not matter. None where there is none."""
    bare = re.sub(r"[\s.\-–—_/]+", "", typed[:60]).upper()
    return bare if TYPED.fullmatch(bare) else None


def found(typed: str, prefix: str) -> str | None:
    """The number in what somebody typed or pasted into a box: also amid other words, in a link, or without its prefix.

    `prefix` is the region's. None where there is none.
    """
    plain = unicodedata.normalize("NFKC", typed[:LONGEST]).upper().replace("\u2010", "-")
    plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    within = WITHIN.search(plain)
    if within:
        return "".join(within.groups())
    bare = BARE.fullmatch(plain)
    return prefix + "".join(bare.groups()) if bare else None


def grouped(number: str) -> str:
    """`JK 250305 0007`, for reading aloud."""
    found = TYPED.fullmatch(number)
    return " ".join(found.groups()) if found else number
