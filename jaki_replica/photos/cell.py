"""The process in which strangers' pictures are decoded: little memory, little time, nothing to steal.

It is run as a file by its path, holds Pillow and nothing of ours, has an empty environment, opens no file, and
speaks through its two pipes: a line of JSON with the lengths of what follows, then the bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from typing import BinaryIO

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin
from pillow_heif import register_heif_opener

LARGE, SMALL = 1280, 320
QUALITY = {LARGE: 80, SMALL: 75}
EFFORT = {LARGE: 2, SMALL: 4}  # of libwebp, 0 to 6: above 2 a large file shrinks by 3 % and takes twice as long
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)  # all that may look at a file
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
WAYS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112
PLAIN_STEP, PLAIN_LEAST = 3, 20
OPEN_FILES = 16
READY = b"ready\n"


class TooManyPixels(Exception):
    """The decoder sees a larger picture than the limit."""


def picture(data: bytes, media_type: str, most_pixels: int) -> tuple[Image.Image, tuple[int, int]]:
    """The picture upright, in RGB, at most 1280 pixels long; and its full size upright."""
    with Image.open(BytesIO(data), formats=[FORMATS[media_type]]) as image:
        full = image.size
        if full[0] * full[1] > most_pixels:
            raise TooManyPixels
        image.draft("RGB", (LARGE, LARGE))  # lets a JPEG be decoded at a half, a quarter or an eighth
        image.load()
        way = WAYS.get(orientation(image))
        small = scalable(image)
        small.thumbnail((LARGE, LARGE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    small = on_white(small)
    if way is not None:
        small = small.transpose(way)
        full = full if way in (WAYS[2], WAYS[3], WAYS[4]) else full[::-1]
    return small, full


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8 (EXIF); 1 where nothing sensible is said."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # a damaged block may fail in any way, and costs only the turning
        return 1


def scalable(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller smoothly: palettes resolved, 16 bits brought to 8."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def on_white(image: Image.Image) -> Image.Image:
    """The picture in RGB, what is transparent on white."""
    if "A" not in image.getbands():
        return image.convert("RGB")
    whole = image.convert("RGBA")
    ground = Image.new("RGB", whole.size, "white")
    ground.paste(whole, mask=whole.getchannel("A"))
    return ground


def bare(image: Image.Image) -> Image.Image:
    """The pixels alone: a new picture that never had metadata."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


def webp(image: Image.Image, side: int) -> bytes:
    """The picture as WebP without EXIF, XMP or colour profile."""
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY[side], method=EFFORT[side], exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()


def dhash(image: Image.Image) -> int | None:
    """64 bits, each whether a cell of 9 x 8 is darker than its right neighbour; signed. None for a plain picture.

    Where few neighbours differ by three levels of 256 the bits would be noise, and all plain pictures alike.
    """
    cells = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    steps = [cells[9 * row + i + 1] - cells[9 * row + i] for row in range(8) for i in range(8)]
    if sum(abs(step) >= PLAIN_STEP for step in steps) < PLAIN_LEAST:
        return None
    bits = sum(1 << (63 - place) for place, step in enumerate(steps) if step > 0)
    return bits - (1 << 64) if bits >> 63 else bits


def answer(data: bytes, media_type: str, most_pixels: int) -> tuple[dict[str, object], list[bytes]]:
    """What goes back for one picture."""
    image, (width, height) = picture(data, media_type, most_pixels)
    large = bare(image)
    small = large.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.BICUBIC, reducing_gap=2.0)
    files = [webp(large, LARGE), webp(small, SMALL)]
    return {"width": width, "height": height, "dhash": dhash(small)}, files


def attempt(data: bytes, media_type: str, most_pixels: int) -> tuple[dict[str, object], list[bytes]]:
    """The answer, or the word for what went wrong."""
    try:
        return answer(data, media_type, most_pixels)
    except TooManyPixels:
        return {"fault": "too_many_pixels"}, []
    except MemoryError:
        return {"fault": "too_heavy"}, []
    except Exception:  # decoders fail in many ways, and each means that this is not a whole picture
        return {"fault": "broken"}, []


def confine(memory: int) -> None:
    """Give up what decoding does not need. The address space is what the kernel can bound without privileges."""
    if sys.platform != "darwin":  # which knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def allow_seconds(seconds: int) -> None:
    """Let this process use `seconds` more of the processor; the kernel ends it after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def serve(source: BinaryIO, sink: BinaryIO, seconds: int) -> None:
    """Answer until the other side closes its pipe."""
    while line := source.readline(1000):
        asked = json.loads(line)
        data = source.read(asked["length"])
        allow_seconds(seconds)
        said, files = attempt(data, asked["type"], asked["pixels"])
        del data
        said["sizes"] = [len(file) for file in files]
        sink.write(json.dumps(said).encode() + b"\n" + b"".join(files))
        sink.flush()


def main() -> None:
    """Confine this process, then serve."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes with each picture
    confine(memory)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer, seconds)


if __name__ == "__main__":
    main()
