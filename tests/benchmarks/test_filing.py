"""Complaints taken in per second through the API, with a photo as phones send it and without."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.benchmarks.conftest import Figures
from tests.benchmarks.serving import CONNECTIONS, Request, Server
from tests.benchmarks.town import Town
from tests.photos.pictures import KOTA_TUA, encoded, exif, scene

pytestmark = pytest.mark.benchmark

MEGABYTE = 1_000_000


def photo() -> bytes:
    """About 2 MB, 12 megapixels, with a position."""
    picture = scene(4000, 3000)
    data = next(
        made for q in range(60, 99, 4) if len(made := encoded(picture, quality=q, exif=exif(KOTA_TUA))) > 1.8 * MEGABYTE
    )
    assert len(data) < 3 * MEGABYTE
    return data


def filing(town: Town, picture: bytes) -> Request:
    """One complaint as a form; its key and its photo are of its own, as no two phones send the same bytes."""
    fields = {
        "category": town.category,
        "description": "Lubang besar di depan pasar, tiga pengendara sudah jatuh.",
        "lat": str(town.point.lat),
        "lon": str(town.point.lon),
    }
    edge = uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    body = "".join(parts).encode()
    if picture:
        head = 'Content-Disposition: form-data; name="photo"; filename="foto.jpg"\r\nContent-Type: image/jpeg'
        body += f"--{edge}\r\n{head}\r\n\r\n".encode() + picture + uuid4().bytes + b"\r\n"
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Idempotency-Key": edge}
    return Request("/api/v1/complaints", "POST", headers, body + f"--{edge}--\r\n".encode())


def test_filings_per_second(town: Town, web: Server, hello: Server, figures: Figures) -> None:
    host, picture = town.tenant.host, photo()
    with town.runtime.scope_of(town.tenant) as entered:
        before = entered.session.scalar(text("SELECT count(*) FROM complaints"))
    base = hello.load(host, lambda: Request("/"))
    plain = web.load(host, lambda: filing(town, b""), expected=201)
    sent = hello.load(host, lambda: filing(town, picture))
    whole = web.load(host, lambda: filing(town, picture), expected=201)
    with town.runtime.scope_of(town.tenant) as entered:
        after = entered.session.scalar(text("SELECT count(*) FROM complaints"))
    assert after is not None
    assert before is not None
    assert after - before >= 3 * (plain.per_second + whole.per_second)
    for what, rate, against in (
        ("without a photo", plain, base),
        (f"with a photo of {len(picture) / MEGABYTE:.1f} MB", whole, sent),
    ):
        share = f"{rate.per_second / against.per_second:.3f} of hello-world sent the same"
        figures.add(f"filings {what}", f"{rate.per_second:.0f} / s, {rate.cpu_ms:.0f} ms of processor; {share}")
    assert whole.per_second > CONNECTIONS
