"""Pictures made in code, whole and broken, with and without EXIF."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import Image, ImageChops
from PIL.TiffImagePlugin import IFDRational

GPS, EXIF = 0x8825, 0x8769
type_ifd = dict[int, object]
type_options = dict[str, object]
# A test wants a valid file, not the smallest: the encoders' usual effort takes ten times as long.
QUICKLY: dict[str, type_options] = {
    "PNG": {"compress_level": 1},
    "WEBP": {"method": 0},
    "HEIF": {"enc_params": {"preset": "ultrafast"}},
}
KOTA_TUA: type_ifd = {1: "S", 2: (6.0, 8.0, 6.0), 3: "E", 4: (106.0, 48.0, 48.6)}  # -6.135, 106.8135


def scene(width: int = 800, height: int = 600, seed: int = 1) -> Image.Image:
    """A picture with large shapes and grain, as a street has; another seed is another street."""
    random = np.random.default_rng(seed)
    shapes = Image.fromarray(random.integers(0, 255, (9, 12, 3), dtype=np.uint8))
    grain = Image.fromarray(random.integers(0, 50, (height // 3, width // 3, 3), dtype=np.uint8))
    size = (width, height)
    return ImageChops.add(
        shapes.resize(size, Image.Resampling.BICUBIC), grain.resize(size, Image.Resampling.BILINEAR), 2
    )


def encoded(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    """The file of a picture; `more` are options of its encoder."""
    out, options = io.BytesIO(), QUICKLY.get(form, {}) | more
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(out, **options)
    else:
        image.save(out, form, **options)
    return out.getvalue()


def exif(gps: type_ifd | None = None, orientation: int = 1, **taken: str) -> bytes:
    """An EXIF block; `taken` may have `local`, `offset`, `make`."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = taken.get("make", "Kamera")
    inner: type_ifd = {}
    if "local" in taken:
        inner[0x9003] = taken["local"]
    if "offset" in taken:
        inner[0x9011] = taken["offset"]
    if inner:
        block.get_ifd(EXIF).update(inner)
    if gps:
        block.get_ifd(GPS).update(gps)
    return block.tobytes()


def tiff(raw: bytes) -> bytes:
    """The bare TIFF block of what Pillow makes."""
    return raw.removeprefix(b"Exif\0\0")


def degrees_of_doubles(lat: float, lon: float) -> bytes:
    """A TIFF block whose position is in floating-point numbers, which may also be none at all."""
    return _gps_block(12, struct.pack("<d", lat), struct.pack("<d", lon), 1)


def degrees_of_fractions(*fractions: tuple[int, int]) -> bytes:
    """A TIFF block whose latitude and longitude are both these three fractions."""
    raw = b"".join(struct.pack("<II", *fraction) for fraction in fractions)
    return _gps_block(5, raw, raw, len(fractions))


def _gps_block(kind: int, lat: bytes, lon: bytes, count: int) -> bytes:
    gps_at, data_at = 26, 26 + 2 + 4 * 12 + 4
    top = struct.pack("<HHHII", 1, GPS, 4, 1, gps_at) + b"\0" * 4
    entries = struct.pack("<HHI4s", 1, 2, 2, b"S\0\0\0") + struct.pack("<HHII", 2, kind, count, data_at)
    entries += struct.pack("<HHI4s", 3, 2, 2, b"E\0\0\0") + struct.pack("<HHII", 4, kind, count, data_at + len(lat))
    return b"II*\0\x08\0\0\0" + top + struct.pack("<H", 4) + entries + b"\0" * 4 + lat + lon


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def one_bit_png(width: int, height: int) -> bytes:
    """A valid PNG of many pixels in a file of few bytes."""
    row = b"\0" + b"\0" * ((width + 7) // 8)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(row * height, 9)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def rational(above: int, below: int) -> IFDRational:
    """A fraction for an EXIF block, also over nothing."""
    return IFDRational(above, below)
