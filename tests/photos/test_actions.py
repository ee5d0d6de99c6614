"""A photo is kept before anything else happens to it, made ready once, and refused without being lost."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.foundation.files.disk import DiskStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.photos import queries
from jaki_replica.photos.actions import PROCESS_PHOTO, attach, develop, discard_unattached, receive
from jaki_replica.photos.decoder import Bounds, Decoder
from jaki_replica.photos.jobs import process_photo
from jaki_replica.photos.keys import key_of
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import (
    CaptureSource,
    House,
    Limits,
    PhotoKind,
    PhotoRefused,
    PhotoState,
    Said,
    Upload,
    Variant,
)
from jaki_replica.tenancy.scope import scope
from jaki_replica.tenancy.terms import Tenant
from tests.photos.pictures import KOTA_TUA, encoded, exif, scene

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
STREET = scene(1600, 1200)
JPEG = encoded(STREET, "JPEG", exif=exif(KOTA_TUA, local="2026:04:01 09:30:00"))


@pytest.fixture
def house(empty_tenant: Tenant) -> House:
    return House(empty_tenant.key, ZoneInfo(empty_tenant.zone))


@pytest.fixture
def session(region_session: Session) -> Iterator[Session]:
    yield region_session
    region_session.rollback()


def taken(session: Session, store: DiskStore, house: House, data: bytes = JPEG, **more: object) -> Photo:
    upload = Upload(data, PhotoKind.BEFORE, **({"source": CaptureSource.FILE} | more))  # type: ignore[arg-type]
    return receive(session, store, upload, house, at=AT)


def ready(session: Session, store: DiskStore, decoder: Decoder, photo: Photo, house: House) -> bool:
    return develop(session, store, decoder, photo.id, tenant_key=house.tenant_key, at=AT)


def test_a_photo_is_kept_as_it_came_with_what_it_says_of_itself(
    session: Session, store: DiskStore, house: House
) -> None:
    photo = taken(session, store, house)
    session.expire(photo)
    assert photo.state == PhotoState.RECEIVED
    assert photo.original_key == f"{house.tenant_key}/photos/{photo.id}/original"
    assert store.read(photo.original_key) == JPEG
    assert photo.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert (photo.content_type, photo.size_bytes) == ("image/jpeg", len(JPEG))
    assert photo.taken_at == datetime(2026, 4, 1, 2, 30, tzinfo=UTC)
    assert (photo.taken_lat, photo.taken_lon) == pytest.approx((-6.135, 106.8135), abs=1e-5)
    assert photo.capture_source == CaptureSource.FILE
    rows = session.scalars(select(OutboxRow)).all()
    assert [(row.job, row.arguments) for row in rows] == [(PROCESS_PHOTO, {"photo_id": str(photo.id)})]


def test_a_photo_without_its_pixels_is_taken_in_because_nobody_looks_at_them(
    session: Session, store: DiskStore, house: House
) -> None:
    assert taken(session, store, house, encoded(STREET, "PNG")[:5000]).state == PhotoState.RECEIVED


def test_the_web_process_holds_no_decoder_at_all() -> None:
    look = "import sys, jaki_replica.photos.actions; print({'PIL', 'pillow_heif'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_refused_file_leaves_nothing_behind(session: Session, store: DiskStore, house: House, tmp_path: Path) -> None:
    for data in (b"", b"hanya teks", JPEG.ljust(16_000_000)):
        with pytest.raises(PhotoRefused):
            taken(session, store, house, data)
    assert session.scalar(select(func.count()).select_from(Photo)) == 0
    assert session.scalar(select(func.count()).select_from(OutboxRow)) == 0
    assert not list(tmp_path.rglob("original"))


def test_the_tenants_own_limit_holds(session: Session, store: DiskStore, empty_tenant: Tenant) -> None:
    strict = House(empty_tenant.key, ZoneInfo("Asia/Jakarta"), Limits(most_bytes=10_000))
    with pytest.raises(PhotoRefused):
        taken(session, store, strict)


@pytest.mark.parametrize(
    ("lat", "lon", "radius"),
    [(float("nan"), 106.8, 5.0), (-6.1, 206.8, 5.0), (0.0, 0.0, 5.0), (-6.1, 106.8, float("inf")), (-6.1, 106.8, -1.0)],
)
def test_a_position_that_is_none_is_not_kept(
    session: Session, store: DiskStore, house: House, lat: float, lon: float, radius: float
) -> None:
    photo = taken(session, store, house, encoded(STREET), source=CaptureSource.CAMERA, said=Said(AT, lat, lon, radius))
    assert (photo.said_at, photo.said_lat, photo.said_lon, photo.said_accuracy_m) == (AT, None, None, None)


def test_what_the_device_says_is_kept_apart_from_what_the_file_says(
    session: Session, store: DiskStore, house: House
) -> None:
    said = Said(AT, -6.2, 106.9, 12.0)
    photo = taken(session, store, house, source=CaptureSource.CAMERA, said=said)
    assert (photo.taken_lat, photo.taken_lon) == pytest.approx((-6.135, 106.8135), abs=1e-5)
    assert (photo.said_at, photo.said_lat, photo.said_lon, photo.said_accuracy_m) == (AT, -6.2, 106.9, 12.0)
    chosen = taken(session, store, house, source=CaptureSource.FILE, said=said)
    assert (chosen.said_at, chosen.said_lat) == (None, None)


def test_a_photo_becomes_ready_once(session: Session, store: DiskStore, house: House, decoder: Decoder) -> None:
    photo = taken(session, store, house)
    assert ready(session, store, decoder, photo, house) is True
    assert (photo.state, photo.processed_at) == (PhotoState.READY, AT)
    assert photo.dhash is not None
    for variant in (Variant.LARGE, Variant.SMALL):
        assert store.read(key_of(house.tenant_key, photo.id, variant)).startswith(b"RIFF")
    store.discard(key_of(house.tenant_key, photo.id, Variant.SMALL))
    assert ready(session, store, decoder, photo, house) is False
    assert not store.exists(key_of(house.tenant_key, photo.id, Variant.SMALL))


def test_a_photo_whose_row_was_not_committed_is_simply_made_again(
    session: Session, store: DiskStore, house: House, decoder: Decoder
) -> None:
    photo = taken(session, store, house)
    session.commit()
    ready(session, store, decoder, photo, house)
    session.rollback()
    assert ready(session, store, decoder, photo, house) is True
    assert photo.state == PhotoState.READY


@pytest.mark.parametrize(("form", "part"), [("HEIF", 0.5), ("JPEG", 0.5), ("WEBP", 0.7), ("PNG", 0.9)])
def test_a_truncated_photo_is_refused_and_its_original_kept(
    session: Session, store: DiskStore, house: House, decoder: Decoder, form: str, part: float
) -> None:
    whole = encoded(STREET, form)
    data = whole[: int(len(whole) * part)]
    photo = taken(session, store, house, data)
    assert ready(session, store, decoder, photo, house) is True
    assert (photo.state, photo.refused_code) == (PhotoState.REFUSED, "broken")
    assert store.read(photo.original_key) == data
    session.flush()
    assert ready(session, store, decoder, photo, house) is False


def test_a_photo_that_brings_its_cell_down_is_refused_and_the_next_one_is_made(
    session: Session, store: DiskStore, house: House
) -> None:
    heavy = taken(session, store, house, encoded(Image.new("RGBA", (7000, 7000)), "PNG"))
    light = taken(session, store, house)
    with Decoder(Bounds(memory=200 << 20)) as small:
        ready(session, store, small, heavy, house)
        ready(session, store, small, light, house)
    assert (heavy.state, heavy.refused_code) == (PhotoState.REFUSED, "too_heavy")
    assert light.state == PhotoState.READY
    session.flush()


def test_a_photo_whose_file_is_away_is_tried_again_later(
    session: Session, store: DiskStore, house: House, decoder: Decoder
) -> None:
    photo = taken(session, store, house)
    store.discard(photo.original_key)
    with pytest.raises(NotFound):
        ready(session, store, decoder, photo, house)
    assert photo.state == PhotoState.RECEIVED


def test_the_job_finds_its_tenant_in_the_scope(
    region_session: Session, empty_tenant: Tenant, store: DiskStore, house: House, decoder: Decoder
) -> None:
    photo = taken(region_session, store, house)
    region_session.commit()
    engine = region_session.get_bind()
    assert isinstance(engine, Engine)
    with scope(empty_tenant, engine) as entered:
        process_photo(store, decoder)(entered.session, {"photo_id": str(photo.id)}, AT)
        entered.session.commit()
    region_session.refresh(photo)
    assert photo.state == PhotoState.READY


def test_a_photo_is_tied_to_one_complaint_only(session: Session, store: DiskStore, house: House) -> None:
    one, two = taken(session, store, house), taken(session, store, house)
    complaint = new_id()
    attach(session, [two.id, one.id], complaint)
    attach(session, [two.id, one.id], complaint)  # the same form sent twice
    assert [photo.id for photo in queries.of_complaint(session, complaint)] == [two.id, one.id]
    with pytest.raises(Conflict):
        attach(session, [one.id], new_id())
    with pytest.raises(Conflict):
        attach(session, [new_id()], complaint)


def test_a_list_shows_the_first_photo_that_is_ready(
    session: Session, store: DiskStore, house: House, decoder: Decoder
) -> None:
    broken, first, second = (taken(session, store, house, data) for data in (JPEG[:4000], JPEG, JPEG))
    complaint = new_id()
    attach(session, [broken.id, first.id, second.id], complaint)
    for photo in (broken, first, second):
        ready(session, store, decoder, photo, house)
    session.flush()
    assert queries.first_of(session, [complaint, new_id()]) == {complaint: first.id}


def test_photos_that_were_never_sent_off_are_forgotten_with_their_files(
    session: Session, store: DiskStore, house: House, decoder: Decoder, tmp_path: Path
) -> None:
    sent, unsent = taken(session, store, house), taken(session, store, house)
    attach(session, [sent.id], new_id())
    for photo in (sent, unsent):
        ready(session, store, decoder, photo, house)
    session.flush()
    assert discard_unattached(session, store, tenant_key=house.tenant_key, before=AT) == 0
    later = AT + timedelta(days=1)
    assert discard_unattached(session, store, tenant_key=house.tenant_key, before=later) == 1
    assert session.scalars(select(Photo.id)).all() == [sent.id]
    kept = {path.parent.name for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert kept == {str(sent.id)}
