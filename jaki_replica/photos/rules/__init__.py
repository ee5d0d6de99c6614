"""What may be taken in as a photo, decided from the file's own first bytes and never by a decoder."""

from __future__ import annotations

import math

from jaki_replica.photos.rules import heic, jpeg, png, webp
from jaki_replica.photos.rules.cursor import Unreadable
from jaki_replica.photos.terms import MEGABYTE, Header, ImageType, Limits, PhotoRefused, Refusal, RefusalCode

READERS = {
    ImageType.JPEG: jpeg.read,
    ImageType.PNG: png.read,
    ImageType.WEBP: webp.read,
    ImageType.HEIC: heic.read,
}

# Files that people do send, named so that they learn what they chose.
OTHERS = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1a\x45\xdf\xa3", "video"),
)
VIDEO_BRANDS = (b"isom", b"iso2", b"mp41", b"mp42", b"qt  ", b"avc1", b"M4V ", b"3gp4", b"3gp5")


def accept(data: bytes, limits: Limits) -> Header:
    """What the file is, if it is one of ours and within `limits`; the name it came with says nothing.

    Raises PhotoRefused. What damage lies behind the header shows only when it is decoded.
    """
    if not data:
        raise PhotoRefused(Refusal(RefusalCode.EMPTY))
    check_size(len(data), limits)
    kind = type_of(data)
    if kind is None:
        raise PhotoRefused(_not_ours(data))
    try:
        header = READERS[kind](data)
    except Unreadable:
        raise PhotoRefused(Refusal(RefusalCode.BROKEN)) from None
    _check_pixels(header, limits)
    return header


def check_size(size: int, limits: Limits) -> None:
    """Refuse a file of `size` bytes that is too large; may be asked before the file is read. Raises PhotoRefused."""
    if size > limits.most_bytes:
        values = {"megabytes": math.ceil(size / MEGABYTE), "most_megabytes": limits.most_bytes // MEGABYTE}
        raise PhotoRefused(Refusal(RefusalCode.TOO_LARGE, values))


def type_of(data: bytes) -> ImageType | None:
    """The format by its signature, or None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return ImageType.JPEG
    if data.startswith(png.SIGNATURE):
        return ImageType.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ImageType.WEBP
    return ImageType.HEIC if heic.is_heic(data) else None


def _check_pixels(header: Header, limits: Limits) -> None:
    if header.width * header.height > limits.most_pixels:
        values = {
            "width": header.width,
            "height": header.height,
            "most_megapixels": limits.most_pixels // 1_000_000,
        }
        raise PhotoRefused(Refusal(RefusalCode.TOO_MANY_PIXELS, values))


def _not_ours(data: bytes) -> Refusal:
    for signature, name in OTHERS:
        if data.startswith(signature):
            return Refusal(RefusalCode.OTHER_TYPE, {"type": name})
    if data[4:8] == b"ftyp":
        name = "video" if data[8:12] in VIDEO_BRANDS else "AVIF" if data[8:12] in (b"avif", b"avis") else "MP4"
        return Refusal(RefusalCode.OTHER_TYPE, {"type": name})
    if b"<svg" in data[:1000].lower():
        return Refusal(RefusalCode.OTHER_TYPE, {"type": "SVG"})
    return Refusal(RefusalCode.NO_PHOTO)
