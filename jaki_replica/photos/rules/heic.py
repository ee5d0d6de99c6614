"""The size and the EXIF block of a HEIC, from its boxes (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 6.5.3, annex A)."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.photos.rules.cursor import Unreadable, number, piece, positive, without_mark
from jaki_replica.photos.terms import Header, ImageType

BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
MOST_BOXES = 5_000
MOST_EXIF = 1 << 20

type_box = tuple[bytes, bytes]


def is_heic(data: bytes) -> bool:
    """Whether the file's brands say HEVC pictures; the general brand `mif1` alone could be any codec."""
    length = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or not 16 <= length <= 4096:
        return False
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, min(length, len(data)), 4)}
    return bool(brands & BRANDS) and data[8:12] not in (b"avif", b"avis")


def read(data: bytes) -> Header:
    """Read the largest size that any picture of the file claims. Raises Unreadable."""
    meta = _only(_boxes(data), b"meta")[4:]
    inside = dict(_boxes(meta))
    properties = _boxes(_only(_boxes(inside.get(b"iprp", b"")), b"ipco"))
    sizes = [positive(number(body, 4, 4), number(body, 8, 4)) for name, body in properties if name == b"ispe"]
    if not sizes:
        raise Unreadable
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Header(ImageType.HEIC, width, height, _exif(data, inside))


def _boxes(data: bytes) -> Iterator[type_box]:
    """Name and content of each box. Raises Unreadable where a box does not fit."""
    at = 0
    for _ in range(MOST_BOXES):
        if at + 8 > len(data):
            return
        length, head = number(data, at, 4), 8
        if length == 1:
            length, head = number(data, at + 8, 8), 16
        elif length == 0:  # up to the end of the file
            length = len(data) - at
        if length < head:
            raise Unreadable
        name = data[at + 4 : at + 8]
        # The pixels may be cut short or left out of sight; a box that describes them may not.
        yield name, b"" if name == b"mdat" else piece(data, at + head, length - head)
        at += length
    raise Unreadable


def _only(boxes: Iterator[type_box], name: bytes) -> bytes:
    for found, body in boxes:
        if found == name:
            return body
    raise Unreadable


def _exif(data: bytes, meta: dict[bytes, bytes]) -> bytes:
    """The EXIF item, or nothing where it is missing or placed as no phone does it."""
    try:
        item = _exif_item(meta.get(b"iinf", b""))
        at, length = _place(meta.get(b"iloc", b""), item)
        block = piece(data, at, min(length, MOST_EXIF))
        return without_mark(block[4 + number(block, 0, 4) :])
    except Unreadable:
        return b""


def _exif_item(iinf: bytes) -> int:
    """The number of the item of type Exif."""
    start = 6 if number(iinf, 0, 1) == 0 else 8
    for name, body in _boxes(iinf[start:]):
        wide = 4 if number(body, 0, 1) == 3 else 2
        if name == b"infe" and piece(body, 6 + wide, 4) == b"Exif":
            return number(body, 4, wide)
    raise Unreadable


def _place(iloc: bytes, item: int) -> tuple[int, int]:
    """Offset in the file and length of an item that lies there in one piece."""
    version = number(iloc, 0, 1)
    sizes = number(iloc, 4, 2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    at = 6 + wide
    for _ in range(min(number(iloc, 6, wide), MOST_BOXES)):
        found = number(iloc, at, wide)
        method = number(iloc, at + wide, 2) & 15 if version else 0
        at += wide + (4 if version else 2)
        base, extents = number(iloc, at, base_size), number(iloc, at + base_size, 2)
        at += base_size + 2
        if found == item and method == 0 and extents == 1:
            at += index_size
            return base + number(iloc, at, offset_size), number(iloc, at + offset_size, length_size)
        at += extents * (index_size + offset_size + length_size)
    raise Unreadable
