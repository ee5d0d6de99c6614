"""Reads of photos."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from jaki_replica.photos.doubles import Print
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import Capture, CaptureSource, PhotoKind, PhotoState, Said


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo as public pages read it."""

    id: UUID
    kind: str
    state: str
    created_at: datetime


PHOTOS = Photo.__table__.c
OF_COMPLAINT = (
    select(*(PHOTOS[field.name] for field in fields(Sent)))
    .where(PHOTOS.complaint_id == bindparam("complaint_id"))
    .order_by(PHOTOS.created_at, PHOTOS.position, PHOTOS.id)
)


def of_complaint(session: Session, complaint_id: UUID) -> list[Sent]:
    """All photos of a complaint, refused ones too, in the order they were sent."""
    return [Sent(*row) for row in session.execute(OF_COMPLAINT, {"complaint_id": complaint_id})]


def states_of(session: Session, photo_ids: Collection[UUID]) -> dict[UUID, str]:
    """How far each of these photos is; one that is gone is left out."""
    rows = session.execute(select(Photo.id, Photo.state).where(Photo.id.in_(photo_ids)))
    return {row.id: row.state for row in rows}


def first_of(session: Session, complaint_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """For a list of complaints: the id of each one's first photo that can be shown, by complaint."""
    query = select(Photo.complaint_id, Photo.id).where(Photo.complaint_id.in_(complaint_ids))
    query = query.where(Photo.kind == PhotoKind.BEFORE.value, Photo.state == PhotoState.READY.value)
    rows = session.execute(query.order_by(Photo.position.desc(), Photo.id.desc()))
    return {complaint_id: photo_id for complaint_id, photo_id in rows if complaint_id is not None}


def prints_of(session: Session, photo_ids: Sequence[UUID]) -> list[Print]:
    """What tells photos apart, in the order given; one that is gone is left out."""
    rows = session.execute(select(Photo.id, Photo.sha256, Photo.dhash).where(Photo.id.in_(photo_ids)))
    known = {row.id: Print(row.sha256, row.dhash) for row in rows}
    return [known[one] for one in photo_ids if one in known]


def capture_of(photo: Photo) -> Capture:
    """When and where a photo was taken, as the row has it."""
    said = Said(photo.said_at, photo.said_lat, photo.said_lon, photo.said_accuracy_m)
    return Capture(CaptureSource(photo.capture_source), photo.taken_at, photo.taken_lat, photo.taken_lon, said)
