"""A picture becomes two small, clean ones in a cell that it cannot leave; what breaks the cell breaks nothing else."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from jaki_replica.photos.decoder import Bounds, CellFailed, Decoder, Developed, Undecodable
from jaki_replica.photos.rules import accept
from jaki_replica.photos.terms import ImageType, Limits, RefusalCode
from tests.photos.pictures import KOTA_TUA, encoded, exif, one_bit_png, scene

STREET = scene(1600, 1200)
JPEG = encoded(STREET, "JPEG", quality=88)


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def developed(decoder: Decoder, data: bytes) -> Developed:
    """What comes out of a file that the web has taken in."""
    return decoder.develop(data, accept(data, Limits()).type)


def refused(decoder: Decoder, data: bytes, kind: ImageType) -> RefusalCode:
    with pytest.raises(Undecodable) as caught:
        decoder.develop(data, kind)
    return caught.value.code


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures in levels of 256."""
    small = [np.asarray(image.convert("RGB").resize((64, 64)), dtype=float) for image in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_format_becomes_two_webp_files_of_the_right_size(decoder: Decoder, form: str) -> None:
    made = developed(decoder, encoded(STREET, form))
    assert (made.width, made.height) == (1600, 1200)
    large, small = shown(made.large), shown(made.small)
    assert (large.format, large.size, large.mode) == ("WEBP", (1280, 960), "RGB")
    assert (small.format, small.size) == ("WEBP", (320, 240))
    assert difference(large, STREET) < 4
    assert difference(small, STREET) < 4
    assert len(made.small) < 25_000


def test_a_small_picture_is_not_made_larger(decoder: Decoder) -> None:
    made = developed(decoder, encoded(scene(200, 150)))
    assert shown(made.large).size == shown(made.small).size == (200, 150)


@pytest.mark.parametrize("size", [(1, 1), (5000, 2), (2, 5000)])
def test_odd_shapes_come_out(decoder: Decoder, size: tuple[int, int]) -> None:
    made = developed(decoder, encoded(Image.new("RGB", size, "red"), "PNG"))
    assert max(shown(made.large).size) <= 1280
    assert (made.width, made.height) == size


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("held", TURNS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_camera_may_be_held_any_way(decoder: Decoder, held: int, form: str) -> None:
    turn = TURNS[held]
    sensor = STREET if turn is None else STREET.transpose(turn)
    made = developed(decoder, encoded(sensor, form, exif=exif(orientation=held)))
    assert (made.width, made.height) == (1600, 1200)
    assert difference(shown(made.large), STREET) < 4


def test_a_heic_held_upright_is_turned_once(decoder: Decoder) -> None:
    made = developed(decoder, encoded(STREET.transpose(Image.Transpose.ROTATE_90), "HEIF", exif=exif(orientation=6)))
    assert difference(shown(made.large), STREET) < 4


@pytest.mark.parametrize("held", [0, 9, 65535])
def test_a_camera_held_no_known_way_is_left_as_it_is(decoder: Decoder, held: int) -> None:
    assert difference(shown(developed(decoder, encoded(STREET, exif=exif(orientation=held))).large), STREET) < 4


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_metadata_is_in_what_is_served(decoder: Decoder, form: str) -> None:
    more = {"exif": exif(KOTA_TUA, local="2025:03:05 08:02:03", make="RAHASIA"), "icc_profile": b"RAHASIA" * 100}
    if form != "PNG":
        more["xmp"] = b"<x:xmpmeta>RAHASIA</x:xmpmeta>"
    if form == "JPEG":
        more["comment"] = b"RAHASIA <script>"
    data = encoded(STREET, form, **more)
    assert b"RAHASIA" in data
    made = developed(decoder, data)
    for file in (made.large, made.small):
        assert b"RAHASIA" not in file
        assert not any(mark in file for mark in (b"EXIF", b"XMP ", b"ICCP", b"xmpmeta"))
        image = shown(file)
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment"}
        assert not image.getexif()


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_colour_is_understood(decoder: Decoder, mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        grey = np.asarray(STREET.convert("L"), dtype=np.uint16) * 257
        image = Image.fromarray(grey)
    else:
        image = STREET.convert(mode)
    made = developed(decoder, encoded(image, form))
    expected = STREET.convert("L") if mode in ("L", "LA", "I;16", "1") else STREET
    assert difference(shown(made.large), expected) < 12
    assert shown(made.large).mode == "RGB"


def test_what_is_transparent_is_shown_on_white(decoder: Decoder) -> None:
    clear = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    assert shown(developed(decoder, encoded(clear, "PNG")).large).convert("RGB").getpixel((200, 150)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_of_an_animation_only_the_first_picture_stays(decoder: Decoder, form: str) -> None:
    data = encoded(STREET, form, save_all=True, append_images=[scene(1600, 1200, seed=2)] * 3, duration=100)
    made = developed(decoder, data)
    assert getattr(shown(made.large), "n_frames", 1) == 1
    assert difference(shown(made.large), STREET) < 4


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_broken(decoder: Decoder, form: str, part: float) -> None:
    data = encoded(STREET, form)
    kind = accept(data, Limits()).type
    assert refused(decoder, data[: int(len(data) * part)], kind) is RefusalCode.BROKEN


def test_a_file_of_another_type_than_it_was_taken_for_is_not_opened(decoder: Decoder) -> None:
    assert refused(decoder, encoded(scene(320, 240), "GIF"), ImageType.JPEG) is RefusalCode.BROKEN
    assert refused(decoder, encoded(STREET, "PNG"), ImageType.JPEG) is RefusalCode.BROKEN


def test_a_bomb_that_got_past_the_first_look_is_not_decoded(decoder: Decoder) -> None:
    assert refused(decoder, one_bit_png(12_000, 12_000), ImageType.PNG) is RefusalCode.TOO_MANY_PIXELS
    developed(decoder, JPEG)


def test_a_huge_exif_block_harms_nobody(decoder: Decoder) -> None:
    data = encoded(STREET, "PNG", exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 5_000_000)
    assert difference(shown(developed(decoder, data).large), STREET) < 4


def test_a_picture_that_wants_too_much_memory_ends_its_cell_and_not_the_worker() -> None:
    bounds = Bounds(memory=220 << 20, most_pixels=10**9)
    with Decoder(bounds) as small:
        developed(small, JPEG)
        assert refused(small, encoded(Image.new("RGBA", (9000, 9000)), "PNG"), ImageType.PNG) is RefusalCode.TOO_HEAVY
        assert difference(shown(developed(small, JPEG).large), STREET) < 4


def test_the_memory_of_a_cell_is_bounded_by_the_kernel() -> None:
    with Decoder(Bounds(memory=300 << 20)) as small:
        developed(small, JPEG)
        limits = Path(f"/proc/{small.pid}/limits").read_text().splitlines()
    said = {line[:26].strip(): line[26:].split()[0] for line in limits}
    assert said["Max address space"] == str(300 << 20)
    assert said["Max file size"] == said["Max core file size"] == "0"


def test_fifty_million_pixels_fit_into_the_usual_memory(decoder: Decoder) -> None:
    for form, kind in (("JPEG", ImageType.JPEG), ("PNG", ImageType.PNG), ("WEBP", ImageType.WEBP)):
        made = decoder.develop(encoded(Image.new("RGB", (8160, 6120), "teal"), form), kind)
        assert (made.width, made.height) == (8160, 6120)


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    with Decoder(Bounds(seconds=1)) as hurried:
        developed(hurried, JPEG)
        stopped = hurried.pid
        assert stopped is not None
        os.kill(stopped, signal.SIGSTOP)
        developed(hurried, JPEG)
        assert hurried.pid != stopped, "the stopped cell is replaced"


def test_a_cell_that_cannot_start_refuses_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    with Decoder() as hindered:
        with monkeypatch.context() as changed:
            changed.setattr(sys, "executable", "/bin/false")
            with pytest.raises(CellFailed):
                developed(hindered, JPEG)
        assert developed(hindered, JPEG).width == 1600


def test_a_cell_that_is_killed_is_replaced(decoder: Decoder) -> None:
    developed(decoder, JPEG)
    assert decoder.pid is not None
    first = decoder.pid
    os.kill(first, signal.SIGKILL)
    developed(decoder, JPEG)
    assert decoder.pid != first


def test_a_cell_is_replaced_after_its_share_of_pictures() -> None:
    with Decoder(Bounds(pictures=2)) as short:
        cells = []
        for _ in range(4):
            developed(short, JPEG)
            cells.append(short.pid)
    assert cells[0] == cells[1] != cells[2] == cells[3]


def test_a_cell_ends_with_its_decoder_and_holds_no_secret() -> None:
    with Decoder() as opened:
        developed(opened, JPEG)
        process = Path(f"/proc/{opened.pid}")
        assert (process / "environ").read_bytes() == b"MALLOC_ARENA_MAX=2\0"
    assert not process.exists()


def test_two_threads_may_share_a_decoder(decoder: Decoder) -> None:
    sizes: list[tuple[int, int]] = []
    pictures = [encoded(scene(300 + 30 * number, 300)) for number in range(6)]
    threads = [threading.Thread(target=_note_size, args=(decoder, picture, sizes)) for picture in pictures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sizes) == [(300 + 30 * number, 300) for number in range(6)]


def _note_size(decoder: Decoder, data: bytes, sizes: list[tuple[int, int]]) -> None:
    made = developed(decoder, data)
    sizes.append((made.width, made.height))


def test_the_hash_survives_what_a_messenger_does_and_tells_streets_apart(decoder: Decoder) -> None:
    first = developed(decoder, JPEG).dhash
    assert first is not None
    assert -(2**63) <= first < 2**63
    again = developed(decoder, encoded(STREET.resize((900, 675)), "JPEG", quality=40)).dhash
    turned = developed(decoder, encoded(STREET.transpose(Image.Transpose.ROTATE_90), exif=exif(orientation=6))).dhash
    assert again is not None
    assert turned is not None
    assert _bits(first, again) <= 7
    assert _bits(first, turned) <= 7
    for seed in range(2, 12):
        other = developed(decoder, encoded(scene(800, 600, seed=seed))).dhash
        assert other is not None
        assert _bits(first, other) > 12


def test_a_plain_wall_has_no_hash(decoder: Decoder) -> None:
    random = np.random.default_rng(1)
    wall = np.full((600, 800, 3), 128) + random.integers(-20, 20, (600, 800, 3))
    assert developed(decoder, encoded(Image.fromarray(wall.astype(np.uint8)))).dhash is None
    assert developed(decoder, encoded(Image.new("RGB", (800, 600)), "PNG")).dhash is None


def _bits(one: int, other: int) -> int:
    return ((one ^ other) & (2**64 - 1)).bit_count()
