"""The size and the EXIF block of a WebP, from its RIFF chunks (RFC 9649, section 2)."""

from __future__ import annotations

from jaki_replica.photos.rules.cursor import Unreadable, number, piece, positive, without_mark
from jaki_replica.photos.terms import Header, ImageType

FIRST = 12  # after RIFF, the size and WEBP
BODY = 20  # after the first chunk's name and size
MOST_CHUNKS = 2_000
MOST_EXIF = 1 << 20


def read(data: bytes) -> Header:
    """Read the first chunk, which has the size in one of three ways. Raises Unreadable."""
    width, height = positive(*_size(data))
    return Header(ImageType.WEBP, width, height, _exif(data))


def _size(data: bytes) -> tuple[int, int]:
    name = piece(data, FIRST, 4)
    if name == b"VP8X":
        return number(data, BODY + 4, 3, "little") + 1, number(data, BODY + 7, 3, "little") + 1
    if name == b"VP8L" and number(data, BODY, 1) == 0x2F:
        bits = number(data, BODY + 1, 4, "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and piece(data, BODY + 3, 3) == b"\x9d\x01\x2a":
        return number(data, BODY + 6, 2, "little") & 0x3FFF, number(data, BODY + 8, 2, "little") & 0x3FFF
    raise Unreadable


def _exif(data: bytes) -> bytes:
    at = FIRST
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            break
        name, length = data[at : at + 4], number(data, at + 4, 4, "little")
        if name == b"EXIF" and length <= MOST_EXIF:
            return without_mark(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return b""
