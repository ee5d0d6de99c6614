"""The size and the EXIF block of a JPEG, from its marker segments (ITU-T T.81, annex B; EXIF 2.32, 4.5.4)."""

from __future__ import annotations

from jaki_replica.photos.rules.cursor import Unreadable, number, piece, positive
from jaki_replica.photos.terms import Header, ImageType

MOST_SEGMENTS = 500
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ENDS = {0xD9, 0xDA}  # the end of the image, and the start of its pixels
APP1 = 0xE1
EXIF = b"Exif\0\0"


def read(data: bytes) -> Header:
    """Walk the segments up to the frame header. Raises Unreadable."""
    at, exif = 2, b""
    for _ in range(MOST_SEGMENTS):
        at, marker = _marker(data, at)
        length = number(data, at, 2)
        if marker in ENDS or length < 2:
            raise Unreadable
        if marker in FRAMES:
            width, height = positive(number(data, at + 5, 2), number(data, at + 3, 2))
            return Header(ImageType.JPEG, width, height, exif)
        if marker == APP1 and not exif and data.startswith(EXIF, at + 2):
            exif = piece(data, at + 2 + len(EXIF), max(0, length - 2 - len(EXIF)))
        at += length
    raise Unreadable


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Where the segment of the next marker starts, and the marker; fill bytes before it are passed over."""
    start = at
    while number(data, at, 1) == 0xFF:
        at += 1
        if at - start > 1000:
            raise Unreadable
    if at == start or data[at] == 0:
        raise Unreadable
    return at + 1, data[at]
