"""Take photos in, tie them to a complaint, make them ready, and let go of those that nobody ever sent off."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import outbox
from jaki_replica.foundation.errors import Conflict
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.decoder import Decoder, Undecodable
from jaki_replica.photos.keys import key_of
from jaki_replica.photos.models import Photo
from jaki_replica.photos.rules import accept, exif
from jaki_replica.photos.terms import House, ImageType, PhotoState, Upload, Variant

PROCESS_PHOTO = "photos.process"


def receive(session: Session, store: FileStore, upload: Upload, house: House, *, at: datetime) -> Photo:
    """Keep a photo as it came, with what its header and EXIF say, and queue the rest. No pixel is decoded here.

    The original is durable before this returns. Raises PhotoRefused, or Unavailable where the store does not answer.
    """
    header = accept(upload.data, house.limits)
    capture = exif.capture_of(exif.read(header.exif), upload.source, house.zone)
    said = exif.believable(upload.said, upload.source)
    photo_id = new_id()
    photo = Photo(
        id=photo_id,
        complaint_id=upload.complaint_id,
        kind=upload.kind.value,
        position=upload.position,
        state=PhotoState.RECEIVED.value,
        original_key=key_of(house.tenant_key, photo_id, Variant.ORIGINAL),
        content_type=header.type.value,
        size_bytes=len(upload.data),
        width=header.width,
        height=header.height,
        sha256=hashlib.sha256(upload.data).hexdigest(),
        taken_at=capture.taken_at,
        taken_lat=capture.lat,
        taken_lon=capture.lon,
        said_at=said.at,
        said_lat=said.lat,
        said_lon=said.lon,
        said_accuracy_m=said.accuracy_m,
        capture_source=capture.source.value,
        created_at=at,
    )
    store.put(photo.original_key, upload.data)
    session.add(photo)
    outbox.put(session, PROCESS_PHOTO, {"photo_id": str(photo_id)}, at=at)
    session.flush()
    return photo


def attach(session: Session, photo_ids: Sequence[UUID], complaint_id: UUID) -> list[Photo]:
    """Tie photos that came before their complaint to it, in the order given.

    Raises Conflict where one is gone or belongs to another complaint.
    """
    rows = session.scalars(select(Photo).where(Photo.id.in_(photo_ids)).with_for_update())
    by_id = {photo.id: photo for photo in rows}
    found = [by_id[photo_id] for photo_id in photo_ids if photo_id in by_id]
    if len(found) != len(photo_ids) or any(photo.complaint_id not in (None, complaint_id) for photo in found):
        raise Conflict("A photo is no longer there", remedy="choose the photos again")
    for position, photo in enumerate(found):
        photo.complaint_id, photo.position = complaint_id, position
    session.flush()
    return found


def develop(
    session: Session, store: FileStore, decoder: Decoder, photo_id: UUID, *, tenant_key: str, at: datetime
) -> bool:
    """Make the small, clean files of a photo and its hash; a damaged one is refused and its original kept.

    May be run any number of times. False where there is nothing left to do.
    """
    photo = session.scalar(select(Photo).where(Photo.id == photo_id).with_for_update())
    if photo is None or photo.state != PhotoState.RECEIVED:
        return False
    try:
        made = decoder.develop(store.read(photo.original_key), ImageType(photo.content_type))
    except Undecodable as error:
        photo.state, photo.refused_code, photo.processed_at = PhotoState.REFUSED.value, error.code.value, at
        return True
    store.put(key_of(tenant_key, photo.id, Variant.LARGE), made.large)
    store.put(key_of(tenant_key, photo.id, Variant.SMALL), made.small)
    photo.width, photo.height, photo.dhash = made.width, made.height, made.dhash
    photo.state, photo.processed_at = PhotoState.READY.value, at
    return True


def discard_unattached(
    session: Session, store: FileStore, *, tenant_key: str, before: datetime, most: int = 100
) -> int:
    """Forget photos of forms that were never sent off, files and all. Returns how many.

    Not one of them is evidence of anything, and what people did not send is not ours to keep.
    """
    query = select(Photo.id).where(Photo.complaint_id.is_(None), Photo.created_at < before)
    ids = session.scalars(query.order_by(Photo.created_at).limit(most).with_for_update(skip_locked=True)).all()
    _forget(session, store, ids, tenant_key)
    return len(ids)


def take_out(session: Session, store: FileStore, photo_id: UUID, *, tenant_key: str) -> None:
    """Forget a photo that somebody takes out of a form; one that was sent off with a complaint stays."""
    query = select(Photo.id).where(Photo.id == photo_id, Photo.complaint_id.is_(None)).with_for_update()
    _forget(session, store, session.scalars(query).all(), tenant_key)


def _forget(session: Session, store: FileStore, ids: Sequence[UUID], tenant_key: str) -> None:
    for photo_id in ids:
        for variant in Variant:
            store.discard(key_of(tenant_key, photo_id, variant))
    session.execute(delete(Photo).where(Photo.id.in_(ids)))
