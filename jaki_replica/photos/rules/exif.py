"""When and where a photo was taken, from the few EXIF tags that say so (EXIF 2.32; TIFF 6.0, section 2).

Phones write odd things: positions of 0, 0 before the first fix, fractions over nothing, dates of spaces. Whatever
is not a plain true value counts as not said. Names of cameras and persons are not read.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from jaki_replica.photos.rules.cursor import Unreadable, number, piece, type_order
from jaki_replica.photos.terms import NOTHING_SAID, Capture, CaptureSource, ExifFacts, Said

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011
LAT_REF, LAT, LON_REF, LON, GPS_TIME, GPS_DATE = 1, 2, 3, 4, 7, 29
WANTED = {EXIF_IFD, GPS_IFD, TAKEN, OFFSET, LAT_REF, LAT, LON_REF, LON, GPS_TIME, GPS_DATE}

MOST_ENTRIES = 500
MOST_BYTES = 64
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 11: 4, 12: 8}
ASCII = 2
FORMATS = {1: "B", 3: "H", 4: "I", 9: "i", 11: "f", 12: "d"}
FRACTIONS = {5: "II", 10: "ii"}

DATE_TIME = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)", re.ASCII)
ZONE = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
FIRST_YEAR = 1990
LARGEST_RADIUS = 100_000.0  # metres; beyond it a position says nothing

type_value = str | tuple[float, ...]
type_tags = Mapping[int, type_value]


def read(block: bytes) -> ExifFacts:
    """What the block says of the taking; an unreadable one says nothing. Raises nothing."""
    try:
        order, first = _start(block)
        top = _directory(block, first, order)
        taken = _below(block, top, EXIF_IFD, order)
        place = _below(block, top, GPS_IFD, order)
    except Unreadable:
        return ExifFacts()
    return ExifFacts(
        local=_local(taken.get(TAKEN)),
        offset=_offset(taken.get(OFFSET)),
        satellite_at=_satellite(place.get(GPS_DATE), place.get(GPS_TIME)),
        point=plausible(_degrees(place, LAT, LAT_REF, "NS"), _degrees(place, LON, LON_REF, "EW")),
    )


def capture_of(facts: ExifFacts, source: CaptureSource, zone: tzinfo) -> Capture:
    """The facts as one time and place. A camera's clock without an offset is read in the tenant's `zone`."""
    lat, lon = facts.point or (None, None)
    return Capture(source, _taken_at(facts, zone), lat, lon)


def believable(said: Said, source: CaptureSource) -> Said:
    """What the device says, where our own camera page sent it and it is no nonsense; of a chosen file it knows none."""
    if source is not CaptureSource.CAMERA:
        return NOTHING_SAID
    point = plausible(said.lat, said.lon)
    radius = said.accuracy_m
    if point is None or radius is None or not (math.isfinite(radius) and 0 < radius < LARGEST_RADIUS):
        return Said(said.at)
    return Said(said.at, *point, radius)


def plausible(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """The point, if it is one: finite, on the globe, and not 0, 0, which means that nothing was known."""
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    if abs(lat) > 90 or abs(lon) > 180 or (abs(lat) < 1e-4 and abs(lon) < 1e-4):
        return None
    return lat, lon


def _taken_at(facts: ExifFacts, zone: tzinfo) -> datetime | None:
    if facts.local is None:
        return facts.satellite_at
    if facts.offset is not None:
        return (facts.local - facts.offset).replace(tzinfo=UTC)
    return facts.local.replace(tzinfo=zone).astimezone(UTC)


def _start(block: bytes) -> tuple[type_order, int]:
    orders: dict[bytes, type_order] = {b"II": "little", b"MM": "big"}
    order = orders.get(block[:2])
    if order is None or number(block, 2, 2, order) != 42:
        raise Unreadable
    return order, number(block, 4, 4, order)


def _directory(block: bytes, at: int, order: type_order) -> dict[int, type_value]:
    """The wanted tags of one directory; entries that are cut off or of odd kinds are left out."""
    found: dict[int, type_value] = {}
    for index in range(min(number(block, at, 2, order), MOST_ENTRIES)):
        entry = at + 2 + 12 * index
        tag = number(block, entry, 2, order)
        if tag in WANTED:
            value = _value(block, entry, order)
            if value is not None:
                found.setdefault(tag, value)
    return found


def _below(block: bytes, top: type_tags, tag: int, order: type_order) -> type_tags:
    """The directory that `tag` points to; an empty one where it points nowhere."""
    pointer = top.get(tag)
    if not isinstance(pointer, tuple) or len(pointer) != 1 or not pointer[0].is_integer():
        return {}
    try:
        return _directory(block, int(pointer[0]), order)
    except Unreadable:
        return {}


def _value(block: bytes, entry: int, order: type_order) -> type_value | None:
    kind, count = number(block, entry + 2, 2, order), number(block, entry + 4, 4, order)
    size = SIZES.get(kind, MOST_BYTES + 1) * count
    if not 0 < size <= MOST_BYTES:
        return None
    place = entry + 8 if size <= 4 else number(block, entry + 8, 4, order)
    try:
        raw = piece(block, place, size)
    except Unreadable:
        return None
    if kind == ASCII:
        return raw.split(b"\0")[0].decode("ascii", "replace").strip()
    return _numbers(raw, kind, count, order)


def _numbers(raw: bytes, kind: int, count: int, order: type_order) -> tuple[float, ...] | None:
    sign = "<" if order == "little" else ">"
    if kind in FRACTIONS:
        pairs = list(struct.iter_unpack(sign + FRACTIONS[kind], raw))
        return tuple(above / below for above, below in pairs) if all(below for _, below in pairs) else None
    code = FORMATS.get(kind)
    return None if code is None else tuple(float(x) for x in struct.unpack(f"{sign}{count}{code}", raw))


def _degrees(tags: type_tags, tag: int, reference: int, signs: str) -> float | None:
    """Degrees, minutes and seconds as one number; a missing or foreign letter makes it worthless."""
    parts, letter = tags.get(tag), tags.get(reference)
    if not isinstance(parts, tuple) or not isinstance(letter, str) or not 1 <= len(parts) <= 3:
        return None
    if letter.upper() not in tuple(signs) or not all(0 <= part < 181 for part in parts) or max((0.0, *parts[1:])) > 60:
        return None
    size = sum(part / unit for part, unit in zip(parts, (1, 60, 3600), strict=False))
    return -size if letter.upper() == signs[1] else size


def _local(value: type_value | None) -> datetime | None:
    match = DATE_TIME.match(value) if isinstance(value, str) else None
    return None if match is None else _instant([int(part) for part in match.groups()])


def _instant(parts: Sequence[int]) -> datetime | None:
    year, month, day, hour, minute, second = parts
    try:
        found = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a camera's clock names no zone
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _offset(value: type_value | None) -> timedelta | None:
    match = ZONE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    found = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return None if found > timedelta(hours=14) else -found if match[1] == "-" else found


def _satellite(day: type_value | None, clock: type_value | None) -> datetime | None:
    """The time of the position fix, which is UTC."""
    match = DATE.fullmatch(day) if isinstance(day, str) else None
    if match is None or not isinstance(clock, tuple) or len(clock) != 3 or not all(0 <= part < 60 for part in clock):
        return None
    found = _instant([*map(int, match.groups()), *map(int, clock)])
    return None if found is None else found.replace(tzinfo=UTC)
