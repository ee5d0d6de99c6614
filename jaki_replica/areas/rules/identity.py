"""Which area a feature claims to be: the columns that official Indonesian data sets use, read leniently.

Besides our own names these are the columns of the national base map (KDEPUM, WADMKD and their likes) and plain
Indonesian words. A code may come dotted or as bare digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jaki_replica.areas.terms import level_of, lies_in

CODE_COLUMNS = ("code", "kode", "kode_desa", "kdepum", "kode_kec", "kdcpum", "kdpkab", "kdppum", "id")
NAME_COLUMNS = ("name", "nama", "nama_desa", "wadmkd", "nama_kec", "wadmkc", "wadmkk", "wadmpr", "namobj")
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_DIGITS = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}
_KIND = re.compile(r"[a-z][a-z-]{1,39}")
_POSTAL = re.compile(r"\d{5}")
_NAME_LENGTH = 120


class Unidentified(Exception):
    """A feature whose code or description cannot be used; `code` is what could be read of it."""

    def __init__(self, message: str, remedy: str, code: str | None = None) -> None:
        """`message` says what is wrong, `remedy` what to do."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code


@dataclass(frozen=True, slots=True)
class Claim:
    """What a feature says of itself; None where it says nothing."""

    code: str
    name: str | None = None
    kind: str | None = None
    kind_local: str | None = None
    alias: str | None = None
    postal_code: str | None = None


def claim_of(properties: Mapping[str, object], region: str) -> Claim:
    """The area a feature claims to be, within `region`; raises Unidentified."""
    columns = {key.strip().lower(): value for key, value in properties.items()}
    code = _code(columns)
    if not lies_in(code, region):
        remedy = f"Leave out features whose code does not start with {region}, or choose the region they belong to."
        raise Unidentified(f"belongs to another region than {region}", remedy, code)
    stated = columns.get("level")
    if stated is not None and _text(stated) != str(level_of(code)):
        message = f"says level {_text(stated)[:30]}, but its code is of level {level_of(code)}"
        raise Unidentified(message, "Correct the level or the code.", code)
    return Claim(
        code=code,
        name=_name(columns, code),
        kind=_matching(columns.get("kind"), _KIND),
        kind_local=_matching(columns.get("kind_local"), _KIND),
        alias=_text(columns.get("alias")) or None,
        postal_code=_matching(columns.get("postal_code", columns.get("kodepos")), _POSTAL),
    )


def _code(columns: Mapping[str, object]) -> str:
    given = next((_text(columns[column]) for column in CODE_COLUMNS if _text(columns.get(column))), "")
    if not given:
        raise Unidentified("has no code", "Give each feature its code in a column named “code”, such as 31.71.01.1001.")
    code = _dotted(given) if given.isascii() and given.isdigit() else given
    if not _CODE.fullmatch(code):
        raise Unidentified(f"has the code “{given[:30]}”", "Codes look like 31, 31.71, 31.71.01 or 31.71.01.1001.")
    return code


def _dotted(digits: str) -> str:
    ends = _DIGITS.get(len(digits), ())
    return ".".join(digits[start:end] for start, end in zip((0, *ends), ends, strict=False)) or digits


def _name(columns: Mapping[str, object], code: str) -> str | None:
    name = next((_text(columns[column]) for column in NAME_COLUMNS if _text(columns.get(column))), None)
    if name is not None and (len(name) > _NAME_LENGTH or not name.isprintable()):
        raise Unidentified("has a name that is too long or cannot be shown", "Correct the name.", code)
    return name


def _matching(value: object, pattern: re.Pattern[str]) -> str | None:
    text = _text(value)
    return text if pattern.fullmatch(text) else None


def _text(value: object) -> str:
    """A value of a column as text, white space put straight; whole numbers without a decimal point."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""
