"""Reads single cells: names, numbers of civil servants, days, kinds. A value or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.terms import Trouble, Wrong
from jaki_replica.officials.sheets.terms import type_cell

MOST_NAME, MOST_TEXT = 120, 200
NIP_LENGTH = 18
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?\s*[eE]\s*\+?\d{1,3}$")
EMAIL = re.compile(r"[^\s@<>,;\"']{1,64}@[^\s@<>,;\"']{1,180}\.[^\s@<>,;\"'.]{2,24}")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,24}")
NUMERIC_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
WORD_DAY = re.compile(r"(\d{1,2})[ -]+([a-z]{3,9})\.?[ -]+(\d{4})")
EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)
YEARS = range(1945, 2101)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "feb", "pebruari", "peb", "february"),
            ("maret", "mar", "mrt", "march"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("agustus", "agu", "agt", "ags", "agust", "aug", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "oct", "october"),
            ("november", "nov", "nop", "nopember"),
            ("desember", "des", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
KINDS = {
    "": Tenure.DEFINITIVE,
    "definitif": Tenure.DEFINITIVE,
    "definitive": Tenure.DEFINITIVE,
    "tetap": Tenure.DEFINITIVE,
    "plt": Tenure.PLT,
    "pelaksanatugas": Tenure.PLT,
    "plh": Tenure.PLH,
    "pelaksanaharian": Tenure.PLH,
    "pj": Tenure.PJ,
    "penjabat": Tenure.PJ,
}


def text_of(cell: type_cell) -> str:
    """The cell as one line of text: blanks at its ends and doubled ones are not meant."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def folded(text: str) -> str:
    """The text for comparing: no case, no accents, no signs."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)).split())


def name(cell: type_cell) -> str | Trouble:
    """A person's name; whatever is written in it is text."""
    text = text_of(cell)
    if not text:
        return Trouble(Wrong.NAME_EMPTY)
    if len(text) > MOST_NAME:
        return Trouble(Wrong.NAME_LONG, {"most": str(MOST_NAME)})
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} for c in text) or not any(c.isalpha() for c in text):
        return Trouble(Wrong.NAME_SIGNS, {"name": "".join(c for c in text if c.isprintable())})
    return text


def nip(cell: type_cell) -> str | Trouble:
    """18 digits, however they were spaced. A number cell holds only 15 of them: the rest is lost for good."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Trouble(Wrong.NIP_ROUNDED, {"value": f"{cell:.15g}"})
    text = text_of(cell).lstrip("'’‘`").replace("\u200b", "")
    if SCIENTIFIC.match(text):
        return Trouble(Wrong.NIP_ROUNDED, {"value": text})
    digits = re.sub(r"[\s.\-]", "", text)
    if digits in {"", "–", "—"}:
        return ""
    if len(digits) != NIP_LENGTH or not (digits.isascii() and digits.isdigit()):
        return Trouble(Wrong.NIP_DIGITS, {"value": text[:40], "count": str(sum(c.isdigit() for c in digits))})
    return digits


def email(cell: type_cell) -> str | Trouble:
    """An address or nothing."""
    text = text_of(cell)
    if text in {"", "-"}:
        return ""
    return text if EMAIL.fullmatch(text) else Trouble(Wrong.EMAIL, {"value": text[:80]})


def phone(cell: type_cell) -> str | Trouble:
    """A telephone number as it was written, or nothing."""
    text = text_of(cell)
    if text in {"", "-"}:
        return ""
    return text if PHONE.fullmatch(text) else Trouble(Wrong.PHONE, {"value": text[:40]})


def free(cell: type_cell) -> str | Trouble:
    """A short text, such as the number of a decree."""
    text = text_of(cell)
    if len(text) > MOST_TEXT:
        return Trouble(Wrong.TEXT_LONG, {"most": str(MOST_TEXT)})
    return text if text.isprintable() else Trouble(Wrong.NAME_SIGNS, {"name": ""})


def kind(cell: type_cell) -> Tenure | Trouble:
    """How the post is held; nothing written means definitive."""
    text = text_of(cell)
    found = KINDS.get(folded(text).replace(" ", ""))
    return found if found is not None else Trouble(Wrong.KIND, {"value": text[:40]})


def day(cell: type_cell) -> date | Trouble | None:
    """A day: a date cell, Excel's count of days, ISO, or as written here (1 September 2026, 01/09/2026)."""
    if isinstance(cell, datetime):
        return _near(cell.date(), text_of(cell))
    if isinstance(cell, date):
        return _near(cell, text_of(cell))
    text = text_of(cell)
    if text in {"", "-", "–"}:
        return None
    found = _serial(cell, text) or _written(text)
    return _near(found, text) if found else Trouble(Wrong.DATE, {"value": text[:40]})


def _near(found: date, text: str) -> date | Trouble:
    return found if found.year in YEARS else Trouble(Wrong.DATE_FAR, {"value": text[:40]})


def _serial(cell: type_cell, text: str) -> date | None:
    """Days since 30 December 1899, as spreadsheets count them."""
    whole = int(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None
    if whole is None and text.isascii() and text.isdigit() and len(text) == 5:
        whole = int(text)
    return EPOCH + timedelta(days=whole) if whole is not None and whole in SERIALS else None


def _written(text: str) -> date | None:
    low = text.casefold()
    iso, numeric, word = ISO_DAY.fullmatch(text), NUMERIC_DAY.fullmatch(low), WORD_DAY.fullmatch(low)
    if iso:
        year, month, number = (int(part) for part in iso.groups())
    elif numeric:
        number, month, year = (int(part) for part in numeric.groups())
    elif word:
        number, month, year = int(word[1]), MONTHS.get(word[2], 0), int(word[3])
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
