"""The size and the EXIF block of a PNG, from its chunks (W3C PNG, third edition, 5.3, 11.2.1, 11.3.3.8)."""

from __future__ import annotations

from jaki_replica.photos.rules.cursor import Unreadable, number, piece, positive, without_mark
from jaki_replica.photos.terms import Header, ImageType

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_CHUNKS = 20_000
MOST_EXIF = 1 << 20


def read(data: bytes) -> Header:
    """Read the header chunk and look for EXIF. Raises Unreadable."""
    if piece(data, 12, 4) != b"IHDR":
        raise Unreadable
    width, height = positive(number(data, 16, 4), number(data, 20, 4))
    return Header(ImageType.PNG, width, height, _exif(data))


def _exif(data: bytes) -> bytes:
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            break
        length, name = number(data, at, 4), data[at + 4 : at + 8]
        if name == b"eXIf" and length <= MOST_EXIF:
            return without_mark(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b""
