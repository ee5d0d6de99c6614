"""What in a text tells who somebody is or how to reach them: phone numbers, e-mail addresses, identity numbers.

Everybody reads a public complaint, so there such things are covered; in doubt they are, for a covered number can be
asked for and a published one cannot be taken back. Dates, times, sums of money, house numbers and complaint numbers
stay. Telephone numbers as in the national numbering plan: 0 or +62, then 8 to 12 digits that do not begin with 0 or 1.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

COVER = "•••••"

MAIL = re.compile(r"[\w.%+-]{1,64} ?@ ?[\w-]+(?: ?\.[a-zA-Z][\w-]+| \. [a-z]{2,6}\b)+|[\w.%+-]{1,64}@[\w-]+")
GAP = r"(?:,|[^\S\n]{0,2}[.\-\u2010-\u2015\u2212()/_·•]{0,2}[^\S\n]?[(]?)"
RUN = re.compile(rf"(?:\(?\+[^\S\n]?)?\(?\d(?:{GAP}\d)*")
GROUP = re.compile(r"\d+")
SOME_DIGITS = re.compile(r"(?:\d\D*){8}")

DAY = r"(?:(?:0?[1-9]|[12]\d|3[01])(?P<a>[-/.])(?:0?[1-9]|1[0-2])(?P=a)(?:19|20)\d\d"
DAY += r"|(?:19|20)\d\d(?P<b>[-/.])(?:0[1-9]|1[0-2])(?P=b)(?:0[1-9]|[12]\d|3[01]))"
TIME = r"(?:[01]?\d|2[0-4])\.[0-5]\d"
DAYS = re.compile(DAY)
TIMES = re.compile(rf"{TIME}(?:\s?[-–—/,]\s?{TIME}|\s{TIME})*")
ON_MAP = re.compile(r"(?:[1-9]|1[01])\.\d{3,},(?:9[5-9]|1[0-4]\d)\.\d{3,}")  # latitude and longitude
SUM = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+(?:[.,]\d{2})?(?:\s?[-–—/]\s?[1-9]\d{0,2}(?:[.,]\d{3})+(?:[.,]\d{2})?)*")
PLAIN_SUM = re.compile(r"[1-9]\d{0,11}(?:,\d{2})?")
RUPIAH = re.compile(r"(?:\brp|\bidr)[\s.]*\Z", re.IGNORECASE)
# A complaint's number begins with its day, so never with the 0 or 62 of a telephone.
OWN_NUMBER = re.compile(r"[2-5]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4,6}")
PREFIX = re.compile(r"(?<![^\W\d_])[a-z]{2,4}[\s.\-–—_/]*\Z", re.IGNORECASE)

CALLED = re.compile(r"(?:0{0,2}62)?0?[2-9]\d{7,11}")
IDENTITY = re.compile(r"[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}")
TAXPAYER = re.compile(r"\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}")
LEAST_CALLED, LEAST_MOBILE, LEAST_LONG, MOST_CALLED = 9, 9, 10, 15
LONGEST_STEP, MOST_DIGITS = 3, 20

type_span = tuple[int, int]


def spans(text: str) -> list[type_span]:
    """Where such things stand, in their order, none within another."""
    found = [match.span() for match in MAIL.finditer(text)]
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    rest = MAIL.sub(lambda match: "\n" * len(match[0]), plain)
    for run in RUN.finditer(rest):
        found += _in_run(rest, run.start(), run.end())
    return sorted(found)


def is_in(text: str) -> bool:
    """Whether the text holds something that should not be public."""
    return bool(spans(text))


def covered(text: str) -> str:
    """The text as everybody may read it."""
    if "@" not in text and not SOME_DIGITS.search(text):
        return text  # as nearly every text: nothing shorter is covered
    parts, at = [], 0
    for start, end in spans(text):
        parts += [text[at:start], COVER]
        at = end
    return "".join([*parts, text[at:]])


def _in_run(text: str, start: int, end: int) -> list[type_span]:
    """What is to be covered of one row of digits and what stands between them."""
    days = [one.span() for one in DAYS.finditer(text, start, end) if _stands_alone(text, *one.span(), start, end)]
    starts, ends = [start, *(last for _first, last in days)], [*(first for first, _last in days), end]
    return [span for piece in zip(starts, ends, strict=True) for span in _in_piece(text, *piece)]


def _in_piece(text: str, start: int, end: int) -> list[type_span]:
    groups = [match.span() for match in GROUP.finditer(text, start, end)]
    if not groups or _is_harmless(text, groups[0][0], end, [text[a:b] for a, b in groups]):
        return []
    found: list[type_span] = []
    first = 0
    while first < len(groups):
        last = _last_of(text, groups, first)
        if last is None:
            first += 1
            continue
        opening = _opening(text, start, groups[first][0])
        found.append((opening, groups[last][1]))
        first = last + 1
    return found


def _stands_alone(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Whether a day is set off by spaces, not a part of something longer."""
    return (first == start or text[first - 1].isspace()) and (last == end or text[last].isspace())


def _is_harmless(text: str, start: int, end: int, groups: list[str]) -> bool:
    """Whether all of it is times, a place on the map, a sum, a complaint's number, or a row of house numbers."""
    run, before, digits = text[start:end], text[max(0, start - 12) : start], "".join(groups)
    if TIMES.fullmatch(run) or ON_MAP.fullmatch(run) or _is_row(groups):
        return True
    if OWN_NUMBER.fullmatch(digits) and PREFIX.search(before):
        return True
    if RUPIAH.search(before) and (SUM.fullmatch(run) or PLAIN_SUM.fullmatch(run)):
        return True
    is_sum = SUM.fullmatch(run) is not None and len(digits) < MOST_CALLED
    return is_sum and (run[0] != "8" or len(groups[0]) < 3 or len(digits) < LEAST_MOBILE or groups[-1] == "000")


def _is_row(groups: list[str]) -> bool:
    """03, 04, 05 or 12, 14, 16: each a little more than the one before."""
    if len(groups) < 2 or any(len(group) > 4 for group in groups):
        return False
    return all(0 < int(after) - int(before) <= LONGEST_STEP for before, after in pairwise(groups))


def _last_of(text: str, groups: list[type_span], first: int) -> int | None:
    """The last group of what begins at the group `first` and is to be covered; None where nothing begins there."""
    digits, called = "", None
    for place in range(first, min(len(groups), first + MOST_DIGITS)):
        at, end = groups[place]
        if len(digits) > MOST_DIGITS or (called is not None and _is_another(text, groups[place:][:MOST_DIGITS])):
            break
        digits += text[at:end]
        if IDENTITY.fullmatch(digits) or TAXPAYER.fullmatch(text[groups[first][0] : end]):
            return place
        if _is_called(text, groups[first][0], digits):
            called = place
    return called if called is not None else _long(text, groups, first)


def _is_another(text: str, groups: list[type_span]) -> bool:
    """Whether after a telephone number the next thing begins: one more, or something in brackets."""
    at = groups[0][0]
    is_called = sum(end - start for start, end in groups) >= LEAST_CALLED and text[at] in "06"
    return is_called or text[at - 1 : at] in {"(", "+"}


def _is_called(text: str, start: int, digits: str) -> bool:
    """Whether somebody answers there: a telephone number as people write it, also without its first 0."""
    if text[max(0, start - 3) : start].strip(" (").endswith("+"):
        return LEAST_CALLED - 1 <= len(digits) <= MOST_CALLED
    if digits[0] == "8":
        return LEAST_MOBILE <= len(digits) <= MOST_CALLED - 2
    return digits[0] in "06" and len(digits) >= LEAST_CALLED and CALLED.fullmatch(digits) is not None


def _long(text: str, groups: list[type_span], first: int) -> int | None:
    """The last group of a long number: in one piece, or in pieces of three digits and more."""
    sizes = [end - start for start, end in groups[first : first + MOST_DIGITS]]
    if sizes[0] >= LEAST_LONG:
        return first
    pieces = next((place for place, size in enumerate(sizes) if size < 3), len(sizes))
    return first + pieces - 1 if sum(sizes[:pieces]) >= LEAST_LONG else None


def _opening(text: str, start: int, at: int) -> int:
    """Where the sign or bracket before a number begins."""
    before = at
    while before > start and text[before - 1] in "+( ":
        before -= 1
        at = at if text[before] == " " else before
    return at
