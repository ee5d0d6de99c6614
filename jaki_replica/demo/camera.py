"""Takes a drawn scene as a phone would: light, noise, a hand that shakes, and what phones write into their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from io import BytesIO
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from jaki_replica.demo.chance import seeded
from jaki_replica.demo.drawing import HIGH, WIDE
from jaki_replica.demo.scenes import draw_scene

QUALITY = 80
MARGIN = 0.09
GRAIN = 5.0
SHADOW = 24.0
PHONES = ("Contoh A1", "Contoh B2", "Contoh C3")

type_picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shot:
    """What is photographed, when (in the region's zone) and where. `layout` is the place, `look` this one photo."""

    scene: str
    after: bool
    layout: int
    look: int
    at: datetime
    lat: float
    lon: float


def take(shot: Shot) -> bytes:
    """The photo as JPEG with EXIF; the same shot gives the same bytes."""
    look = seeded(shot.layout, shot.look)
    image = draw_scene(shot.scene, shot.after, seeded(shot.layout))
    lit = np.asarray(_framed(image, look), dtype=np.float32) + _light(look) + _grain(look)
    out = BytesIO()
    taken = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    taken.save(out, "JPEG", quality=QUALITY, exif=_exif(shot, look.choice(PHONES)))
    return out.getvalue()


def _framed(image: Image.Image, look: Random) -> Image.Image:
    """Another step to the side, a little nearer."""
    wide, high = WIDE * (1 - look.uniform(0, MARGIN)), HIGH * (1 - look.uniform(0, MARGIN))
    left, top = look.uniform(0, WIDE - wide), look.uniform(0, HIGH - high)
    return image.resize((WIDE, HIGH), Image.Resampling.BILINEAR, (left, top, left + wide, top + high))


def _light(look: Random) -> type_picture:
    """Shadows of clouds and leaves: a few large patches, different in every photo."""
    coarse = np.array([[look.gauss(0, SHADOW) for _ in range(7)] for _ in range(6)], dtype=np.float32)
    patches = Image.fromarray(coarse).resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    return np.asarray(patches, dtype=np.float32)[:, :, None]


@cache
def _grains() -> type_picture:
    """Noise to cut from; fixed, so that a photo can be made again."""
    return np.random.default_rng(5).normal(0, GRAIN, (HIGH + 200, WIDE + 200, 1)).astype(np.float32)


def _grain(look: Random) -> type_picture:
    down, right = look.randrange(200), look.randrange(200)
    return _grains()[down : down + HIGH, right : right + WIDE]


def _exif(shot: Shot, phone: str) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Contoh", phone
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = f"{shot.at:%Y:%m:%d %H:%M:%S}"
    offset = f"{shot.at:%z}"
    details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:]}"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N" if shot.lat >= 0 else "S"
    place[ExifTags.GPS.GPSLatitude] = _parts(shot.lat)
    place[ExifTags.GPS.GPSLongitudeRef] = "E" if shot.lon >= 0 else "W"
    place[ExifTags.GPS.GPSLongitude] = _parts(shot.lon)
    return exif


def _parts(degrees: float) -> tuple[Fraction, Fraction, Fraction]:
    """Degrees, minutes and hundredths of seconds."""
    hundredths = round(abs(degrees) * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return Fraction(whole), Fraction(minutes), Fraction(seconds, 100)
