"""Photos: a 12-megapixel photo made small in the cell against plain Pillow, and finding a used one among a million."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from PIL import Image
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.models import Photo
from jaki_replica.photos.rules import accept
from jaki_replica.photos.similarity import similar
from jaki_replica.photos.terms import ImageType, Limits
from tests.benchmarks.conftest import Figures
from tests.photos.pictures import KOTA_TUA, encoded, exif, scene

pytestmark = pytest.mark.benchmark

# As phones write them; other tests make do with the quickest.
AS_USUAL = {"PNG": {"compress_level": 6}, "HEIF": {"enc_params": {"preset": "slow"}}}
NAIVE = """
import sys, time, io
from PIL import Image
data = sys.stdin.buffer.read()
times = []
for _ in range(5):
    before = time.perf_counter()
    image = Image.open(io.BytesIO(data)).convert("RGB")
    for side in (1280, 320):
        image.resize((side, side * 3 // 4), Image.Resampling.LANCZOS).save(io.BytesIO(), "WEBP")
    image.resize((9, 8), Image.Resampling.LANCZOS).convert("L")
    times.append(time.perf_counter() - before)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(sorted(times)[2], peak)
"""

FILL = """
INSERT INTO photos (id, kind, position, state, original_key, content_type, size_bytes, width, height, sha256, dhash,
                    capture_source, created_at, complaint_id)
SELECT gen_random_uuid(), 'before', 0, 'ready', repeat('k', 85), 'image/jpeg', 1, 1, 1,
       encode(sha256(i::text::bytea), 'hex'), ('x' || substr(md5(i::text), 1, 16))::bit(64)::bigint,
       'file', '2026-01-01'::timestamptz + i * interval '1 second', gen_random_uuid()
  FROM generate_series(1, :rows) AS i
"""


def timed(action: Callable[[], object], rounds: int = 9) -> float:
    """The median time of an action in milliseconds, after one round to warm up."""
    action()
    found = []
    for _ in range(rounds):
        before = time.perf_counter()
        action()
        found.append(time.perf_counter() - before)
    return 1000 * median(found)


def peak_mb(pid: int) -> float:
    """The most memory a process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def test_a_twelve_megapixel_photo_is_made_small_in_little_time_and_memory(figures: Figures) -> None:
    data = encoded(scene(4000, 3000), "JPEG", quality=88, exif=exif(KOTA_TUA))
    with Decoder() as decoder:
        ours = timed(lambda: decoder.develop(data, ImageType.JPEG))
        assert decoder.pid is not None
        ours_mb = peak_mb(decoder.pid)
    naive = subprocess.run([sys.executable, "-c", NAIVE], input=data, capture_output=True, check=True)
    naive_ms, naive_mb = (float(part) * unit for part, unit in zip(naive.stdout.split(), (1000, 1 / 1024), strict=True))
    plain = f"plain Pillow {naive_ms:.0f} ms, {naive_mb:.0f} MB"
    ratios = f"{naive_ms / ours:.1f} x the speed, {ours_mb / naive_mb:.2f} x the memory"
    figures.add(
        "12 MP photo to 1280 + 320", f"{ours:.0f} ms, {ours_mb:.0f} MB; {plain}: {ratios}", "115 ms, 52 MB; 4.4 x"
    )
    assert naive_ms / ours > 2
    assert naive_mb / ours_mb > 1.5


def test_the_first_look_costs_the_web_next_to_nothing(figures: Figures) -> None:
    data = encoded(scene(4000, 3000), "JPEG", quality=88, exif=exif(KOTA_TUA))
    look = timed(lambda: accept(data, Limits()))
    opened = timed(lambda: Image.open(io.BytesIO(data)).getexif())
    figures.add("first look at a photo", f"{1000 * look:.0f} us; Pillow's open {1000 * opened:.0f} us")
    assert look < 2


def test_fifty_million_pixels_in_every_format(figures: Figures) -> None:
    big = Image.new("RGB", (8160, 6120), "teal")
    big.paste(scene(3000, 2000), (100, 100))
    for form, kind in (("JPEG", ImageType.JPEG), ("PNG", ImageType.PNG), ("HEIF", ImageType.HEIC)):
        data = encoded(big, form, **AS_USUAL.get(form, {}))
        with Decoder() as decoder:
            ms = timed(lambda: decoder.develop(data, kind), rounds=2)  # noqa: B023
            assert decoder.pid is not None
            figures.add(f"50 MP {form}", f"{ms:.0f} ms, {peak_mb(decoder.pid):.0f} MB", "1 GiB")


def test_a_used_photo_is_found_among_a_million(region_session: Session, figures: Figures) -> None:
    rows = int(os.environ.get("JAKI_BENCH_PHOTOS", "300000"))
    with region_session as session:
        session.execute(text(FILL), {"rows": rows})
        session.commit()
    engine = region_session.get_bind()
    assert isinstance(engine, Engine)
    chance = random.Random(1)
    with Session(engine) as session:
        wanted = session.scalars(text("SELECT dhash FROM photos LIMIT 20")).all()
        photo = Photo(id=new_id(), sha256="0" * 64, created_at=clock.now())

        def look() -> None:
            photo.dhash = chance.choice(wanted) ^ 3
            assert similar(session, photo)

        found = timed(look, rounds=20)
        scan = text("SELECT id FROM photos WHERE bit_count((dhash # :dhash)::bit(64)) <= 7 LIMIT 5")
        plain = timed(lambda: session.execute(scan, {"dhash": chance.choice(wanted) ^ 3}).all(), rounds=5)
    figures.add(f"used photo among {rows:,}", f"{found:.1f} ms; reading the whole table {plain:.0f} ms")
    assert found < plain / 2
