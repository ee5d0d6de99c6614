"""Files built as phones and their apps build them: turned, in ten bits, in bursts, with moving pictures behind.

No photo of a real phone may be shipped here, and no installed package brings any, so each kind is written with the
boxes, segments and chunks that such phones write; for each the size, the place, the turning and the cleaning are looked
at.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.rules import accept
from jaki_replica.photos.rules import exif as reading
from jaki_replica.photos.terms import ImageType, Limits
from tests.photos.pictures import KOTA_TUA, QUICKLY, encoded, exif, scene
from tests.photos.test_decoding import difference, shown

UPRIGHT = scene(600, 800, 77)
HELD = UPRIGHT.transpose(Image.Transpose.ROTATE_90)  # the phone was turned, its sensor was not: orientation 6
OTHER = scene(800, 600, 78)
TOLD = exif(KOTA_TUA, orientation=6, local="2026:04:01 09:30:00", offset="+07:00", make="TELEPON")
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>SerialNumber 8912 rahasia</rdf:RDF></x:xmpmeta>"
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
MOVIE = struct.pack(">I4s4sI4s", 20, b"ftyp", b"mp42", 0, b"isom") + struct.pack(">I4s", 4096, b"mdat") + b"\7" * 4088
TRACES = (b"Exif", b"TELEPON", b"rahasia", b"xmpmeta", b"ICC_PROFILE", b"ftyp", b"mdat")


def heic(*more: Image.Image, **options: object) -> bytes:
    """As iPhones do: the pixels as the sensor saw them, turned by the box `irot`; `more` are further pictures."""
    file = pillow_heif.from_pillow(HELD)
    for picture in more:
        file.add_from_pillow(picture)
    out = io.BytesIO()
    file.save(out, exif=TOLD, **QUICKLY["HEIF"], **options)
    return out.getvalue()


def ten_bits() -> bytes:
    """As newer iPhones and Samsungs do in HDR."""
    deep = np.asarray(HELD, dtype=np.uint16) << 8
    file = pillow_heif.from_bytes("RGB;16", HELD.size, deep.tobytes())
    out = io.BytesIO()
    file.save(out, exif=TOLD, bit_depth=10, **QUICKLY["HEIF"])
    return out.getvalue()


def with_depth() -> bytes:
    """With an auxiliary picture beside the main one, as portraits have."""
    solid = HELD.copy()
    solid.putalpha(255)
    return encoded(solid, "HEIF", exif=TOLD)


def moving_heic() -> bytes:
    """With the film of a moving photo behind it, in a box of its own, as Samsung writes."""
    return heic() + struct.pack(">I4s", 8 + len(MOVIE), b"mpvd") + MOVIE


def moving_jpeg() -> bytes:
    """With the film right behind the end of the picture, as Google's Motion Photo has it."""
    return encoded(HELD, "JPEG", exif=TOLD, xmp=XMP) + MOVIE


def burst_mpo() -> bytes:
    """Two pictures in one JPEG, as panoramas and 3D cameras write (CIPA DC-007)."""
    return encoded(HELD, "MPO", exif=TOLD, save_all=True, append_images=[OTHER])


def with_thumbnail() -> bytes:
    """With a small copy within the EXIF block, another picture than the main one."""
    block = Image.Exif()
    block.load(TOLD)
    small = encoded(OTHER.resize((160, 120)))
    first = block.tobytes()
    # The second directory of a TIFF block holds the small copy: its place and its length.
    base = first.removeprefix(b"Exif\0\0")
    order = "<" if base[:2] == b"II" else ">"
    at = struct.unpack(order + "I", base[4:8])[0]
    count = struct.unpack(order + "H", base[at : at + 2])[0]
    link = at + 2 + 12 * count
    second = struct.pack(order + "H", 2)
    start = len(base) + 2 + 24 + 4
    second += struct.pack(order + "HHII", 0x0201, 4, 1, start) + struct.pack(order + "HHII", 0x0202, 4, 1, len(small))
    whole = base[:link] + struct.pack(order + "I", len(base)) + base[link + 4 :] + second + b"\0\0\0\0" + small
    return encoded(HELD, "JPEG", exif=b"Exif\0\0" + whole)


def inks() -> bytes:
    """In four inks, as some editing apps and scanners save."""
    return encoded(HELD.convert("CMYK"), "JPEG", exif=TOLD, quality=95)


def moving_webp() -> bytes:
    return encoded(HELD, "WEBP", exif=TOLD, xmp=XMP, save_all=True, append_images=[OTHER], duration=80, quality=90)


KINDS: dict[str, tuple[ImageType, Callable[[], bytes]]] = {
    "heic, turned by its box": (ImageType.HEIC, heic),
    "heic, ten bits": (ImageType.HEIC, ten_bits),
    "heic, a burst": (ImageType.HEIC, lambda: heic(OTHER, OTHER, primary_index=0)),
    "heic, with an auxiliary picture": (ImageType.HEIC, with_depth),
    "heic, with a film behind": (ImageType.HEIC, moving_heic),
    "jpeg, progressive": (ImageType.JPEG, lambda: encoded(HELD, "JPEG", exif=TOLD, progressive=True, quality=90)),
    "jpeg, in four inks": (ImageType.JPEG, inks),
    "jpeg, two pictures": (ImageType.JPEG, burst_mpo),
    "jpeg, with a film behind": (ImageType.JPEG, moving_jpeg),
    "jpeg, with another small copy": (ImageType.JPEG, with_thumbnail),
    "jpeg, with a colour profile": (ImageType.JPEG, lambda: encoded(HELD, exif=TOLD, icc_profile=ICC, xmp=XMP)),
    "webp, moving": (ImageType.WEBP, moving_webp),
    "webp, lossless": (ImageType.WEBP, lambda: encoded(HELD, "WEBP", exif=TOLD, lossless=True)),
    "png, with eXIf": (ImageType.PNG, lambda: encoded(HELD, "PNG", exif=TOLD)),
}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Each file, written once."""
    return {name: build() for name, (_kind, build) in KINDS.items()}


@pytest.fixture(scope="module")
def plain(decoder: Decoder) -> int:
    """The hash of the same shot as an ordinary JPEG."""
    found = decoder.develop(encoded(UPRIGHT, "JPEG", quality=80), ImageType.JPEG).dhash
    assert found is not None
    return found


@pytest.mark.parametrize("name", KINDS)
def test_what_a_phone_writes_is_taken_with_its_size_and_place(files: dict[str, bytes], name: str) -> None:
    header = accept(files[name], Limits())
    assert header.type is KINDS[name][0]
    assert sorted((header.width, header.height)) == [600, 800]
    told = reading.read(header.exif)
    assert told.point == pytest.approx((-6.135, 106.8135), abs=1e-5)
    assert told.local is not None


@pytest.mark.parametrize("name", KINDS)
def test_what_a_phone_writes_is_shown_upright_and_says_nothing_of_its_owner(
    files: dict[str, bytes], decoder: Decoder, plain: int, name: str
) -> None:
    made = decoder.develop(files[name], KINDS[name][0])
    assert (made.width, made.height) == (600, 800)
    for data, size in ((made.large, (600, 800)), (made.small, (240, 320))):
        picture = shown(data)
        assert (picture.format, picture.size, picture.mode) == ("WEBP", size, "RGB")
        assert difference(picture, UPRIGHT) < (20 if "inks" in name else 6)
        assert difference(picture, UPRIGHT) < difference(picture, UPRIGHT.transpose(Image.Transpose.ROTATE_180)) / 3
        assert getattr(picture, "n_frames", 1) == 1
        assert not picture.getexif() and not {"icc_profile", "xmp", "exif"} & set(picture.info)
        assert [trace for trace in TRACES if trace in data] == []
    assert made.dhash is not None
    assert ((made.dhash ^ plain) & (2**64 - 1)).bit_count() <= 7  # the same shot is known again, however it comes


@pytest.mark.parametrize("name", [name for name in KINDS if "film" in name])
def test_a_moving_photo_that_was_cut_off_in_its_film_is_still_a_photo(
    files: dict[str, bytes], decoder: Decoder, name: str
) -> None:
    short = files[name][: -len(MOVIE) // 2] if name.startswith("jpeg") else files[name]
    accept(short, Limits())
    assert decoder.develop(short, KINDS[name][0]).height == 800


def test_of_a_burst_the_picture_that_the_phone_chose_is_shown(decoder: Decoder) -> None:
    file = pillow_heif.from_pillow(OTHER)
    file.add_from_pillow(UPRIGHT)
    out = io.BytesIO()
    file.save(out, primary_index=1, **QUICKLY["HEIF"])
    made = decoder.develop(out.getvalue(), ImageType.HEIC)
    assert difference(shown(made.small), UPRIGHT) < 6
