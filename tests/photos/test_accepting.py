"""What may come in is decided by the file's own bytes, before any decoder has seen it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jaki_replica.photos import rules
from jaki_replica.photos.terms import ImageType, Limits, PhotoRefused, RefusalCode
from tests.effort import effort
from tests.photos.pictures import KOTA_TUA, chunk, encoded, exif, one_bit_png, scene, tiff

LIMITS = Limits()
STREET = scene(320, 240)
FILES = {
    ImageType.JPEG: encoded(STREET, "JPEG", exif=exif(KOTA_TUA)),
    ImageType.PNG: encoded(STREET, "PNG", exif=exif(KOTA_TUA)),
    ImageType.WEBP: encoded(STREET, "WEBP", exif=exif(KOTA_TUA)),
    ImageType.HEIC: encoded(STREET, "HEIF", exif=exif(KOTA_TUA)),
}


def refusal(data: bytes, limits: Limits = LIMITS) -> RefusalCode:
    with pytest.raises(PhotoRefused) as caught:
        rules.accept(data, limits)
    assert caught.value.faults[0].remedy
    return caught.value.refusal.code


@pytest.mark.parametrize("kind", ImageType)
def test_every_format_that_phones_make_is_taken_with_its_size_and_exif(kind: ImageType) -> None:
    header = rules.accept(FILES[kind], LIMITS)
    assert (header.type, header.width, header.height) == (kind, 320, 240)
    assert header.exif == tiff(exif(KOTA_TUA))


@pytest.mark.parametrize(
    "data",
    [
        encoded(STREET, "WEBP", lossless=True),
        encoded(STREET, "WEBP", quality=50),
        encoded(STREET.convert("RGBA"), "WEBP", quality=50),
        encoded(STREET, "JPEG", progressive=True),
        encoded(STREET.convert("CMYK"), "JPEG"),
        encoded(STREET.convert("L"), "JPEG"),
        encoded(STREET.convert("P"), "PNG"),
        encoded(STREET, "MPO", save_all=True, append_images=[STREET]),
    ],
)
def test_the_size_is_found_in_every_flavour_of_a_format(data: bytes) -> None:
    header = rules.accept(data, LIMITS)
    assert (header.width, header.height) == (320, 240)


def test_a_text_that_calls_itself_a_photo_is_refused() -> None:
    assert refusal(b"Jalan berlubang di depan pasar.\n" * 100) is RefusalCode.NO_PHOTO


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") is RefusalCode.EMPTY


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "SVG"),
        (encoded(STREET, "GIF"), "GIF"),
        (encoded(STREET, "TIFF"), "TIFF"),
        (encoded(STREET, "BMP"), "BMP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 50, "video"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1A" + b"\0" * 50, "AVIF"),
    ],
)
def test_other_kinds_of_files_are_refused_by_name(data: bytes, name: str) -> None:
    with pytest.raises(PhotoRefused) as caught:
        rules.accept(data, LIMITS)
    assert caught.value.refusal.code is RefusalCode.OTHER_TYPE
    assert caught.value.refusal.values == {"type": name}
    assert name in caught.value.message


def test_a_picture_that_hides_a_page_in_its_comment_is_still_only_a_picture() -> None:
    page = encoded(STREET, "JPEG", comment=b"<html><script>alert(1)</script></html>")
    assert rules.accept(page, LIMITS).type is ImageType.JPEG


def test_a_page_that_starts_with_the_mark_of_a_jpeg_is_refused() -> None:
    assert refusal(b"\xff\xd8\xff<html><script>alert(1)</script></html>" * 20) is RefusalCode.BROKEN


def test_twenty_megabytes_are_refused_with_both_numbers_and_before_they_are_looked_at() -> None:
    with pytest.raises(PhotoRefused) as caught:
        rules.accept(FILES[ImageType.JPEG].ljust(20_000_000, b"\0"), LIMITS)
    assert caught.value.refusal.code is RefusalCode.TOO_LARGE
    assert caught.value.refusal.values == {"megabytes": 20, "most_megabytes": 15}
    with pytest.raises(PhotoRefused):
        rules.check_size(15_000_001, LIMITS)
    rules.check_size(15_000_000, LIMITS)


def test_the_limit_of_bytes_is_the_tenants() -> None:
    assert refusal(FILES[ImageType.PNG], Limits(most_bytes=1000)) is RefusalCode.TOO_LARGE


def test_a_one_bit_picture_of_144_million_pixels_is_refused_from_its_header() -> None:
    bomb = one_bit_png(12_000, 12_000)
    assert len(bomb) < 100_000
    assert refusal(bomb) is RefusalCode.TOO_MANY_PIXELS
    small = one_bit_png(12, 12)
    assert effort(lambda: refusal(bomb)) < 20 * effort(lambda: rules.accept(small, LIMITS))


def claims(kind: ImageType, width: int, height: int) -> bytes:
    """The file of the kind, with another size written into its header."""
    data = bytearray(FILES[kind] if kind is not ImageType.WEBP else encoded(STREET.convert("RGBA"), "WEBP", quality=50))
    if kind is ImageType.JPEG:
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
    elif kind is ImageType.PNG:
        data[16:24] = struct.pack(">II", width, height)
    elif kind is ImageType.HEIC:
        at = data.index(b"ispe") + 8
        data[at : at + 8] = struct.pack(">II", width, height)
    else:
        at = 12
        data[at : at + 18] = (
            b"VP8X" + struct.pack("<II", 10, 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        )
    return bytes(data)


@pytest.mark.parametrize("kind", ImageType)
def test_the_limit_of_pixels_holds_for_every_format(kind: ImageType) -> None:
    assert refusal(claims(kind, 10_001, 5_000)) is RefusalCode.TOO_MANY_PIXELS
    assert rules.accept(claims(kind, 10_000, 5_000), LIMITS).width == 10_000


@pytest.mark.parametrize("kind", [ImageType.JPEG, ImageType.PNG, ImageType.HEIC])
def test_a_picture_without_a_side_is_refused(kind: ImageType) -> None:
    assert refusal(claims(kind, 0, 100)) is RefusalCode.BROKEN


@pytest.mark.parametrize("kind", ImageType)
def test_a_file_cut_off_anywhere_in_its_header_is_taken_for_what_it_is_or_refused(kind: ImageType) -> None:
    whole = FILES[kind]
    for length in range(min(len(whole), 1500)):
        try:
            found = rules.accept(whole[:length], LIMITS)
        except PhotoRefused as error:
            assert error.refusal.code not in (RefusalCode.TOO_LARGE, RefusalCode.TOO_MANY_PIXELS)
        else:
            assert (found.width, found.height) == (320, 240)


@settings(max_examples=400, deadline=None)
@given(kind=st.sampled_from(list(ImageType)), seed=st.data())
def test_no_damage_to_a_header_raises_anything_but_a_refusal(kind: ImageType, seed: st.DataObject) -> None:
    data = bytearray(FILES[kind])
    for _ in range(seed.draw(st.integers(1, 8))):
        data[seed.draw(st.integers(0, min(len(data), 900) - 1))] = seed.draw(st.integers(0, 255))
    try:
        rules.accept(bytes(data), LIMITS)
    except PhotoRefused as error:
        assert str(error)


@settings(max_examples=200, deadline=None)
@given(
    start=st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"]),
    rest=st.binary(),
)
def test_no_bytes_after_a_signature_raise_anything_but_a_refusal(start: bytes, rest: bytes) -> None:
    with pytest.raises(PhotoRefused):
        rules.accept(start + rest[:60], Limits(most_pixels=0))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xfe\0\x02" * 3_000_000,
        b"\xff\xd8" + b"\xff" * 12_000_000,
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)) + b"\0" * 12_000_000,
        b"RIFF\0\0\0\0WEBPVP8X" + struct.pack("<II6s", 10, 0, b"\1\0\0\1\0\0") + b"\0" * 12_000_000,
        FILES[ImageType.HEIC][:40] + b"\0\0\0\x08free" * 1_500_000,
    ],
)
def test_a_file_made_of_a_million_tiny_parts_costs_no_time(data: bytes) -> None:
    def accept() -> None:
        with contextlib.suppress(PhotoRefused):
            rules.accept(data, LIMITS)

    assert effort(accept) < 20 * effort(lambda: hashlib.sha256(data))


def test_an_animation_is_taken_for_its_size() -> None:
    out = io.BytesIO()
    STREET.save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", STREET.size)], duration=100)
    assert rules.accept(out.getvalue(), LIMITS).width == 320
