"""Earlier photos of the region that look like one: the same file again, or the same picture saved anew."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, literal_column, or_, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from jaki_replica.photos.models import DHASH_PARTS, Photo
from jaki_replica.photos.terms import PhotoKind, Similar

# Of 64 bits. A photo saved anew, made smaller or sent through a messenger differs in 0 to 4; two pictures of
# different places differ in about 32. At most 7 is also what the indexes can find, see `_close_parts`.
THRESHOLD = 7
MOST = 5
BITS = 64
PART_BITS = 16


def similar(
    session: Session, photo: Photo, *, besides: Collection[UUID] = (), most: int = MOST
) -> tuple[Similar, ...] | None:
    """The photos that came before `photo` and are nearest to it, its own complaint's included; the nearest first.

    `besides` are the photos that were sent together with it: two views of one place in one minute are no reuse.
    None where it cannot be compared: not ready yet, or too plain, and not the very same file as another.
    """
    query = _query(photo).where(Photo.id.not_in({photo.id, *besides}), Photo.created_at <= photo.created_at)
    found = tuple(
        Similar(photo_id, complaint_id, PhotoKind(kind), created_at, distance, exact)
        for photo_id, complaint_id, kind, created_at, distance, exact in session.execute(query.limit(most))
    )
    return None if photo.dhash is None and not found else found


def _query(photo: Photo) -> Select[UUID, UUID | None, str, datetime, int, bool]:
    exact = Photo.sha256 == photo.sha256
    bits: ColumnElement[int] = literal(BITS) if photo.dhash is None else _differing(photo.dhash)
    distance = case((exact, 0), else_=bits).label("distance")
    query = select(Photo.id, Photo.complaint_id, Photo.kind, Photo.created_at, distance, exact.label("exact"))
    if photo.dhash is None:
        query = query.where(exact)
    else:
        query = query.where(or_(exact, *_close_parts(photo.dhash)), or_(exact, bits <= THRESHOLD))
    return query.order_by(distance, Photo.created_at.desc(), Photo.id.desc())


def _close_parts(dhash: int) -> list[ColumnElement[bool]]:
    """That a quarter differs in one bit at most: so it is for one of four quarters where 7 bits of 64 differ."""
    found: list[ColumnElement[bool]] = []
    for number, part in enumerate(DHASH_PARTS):
        value = (dhash >> (PART_BITS * number)) & 0xFFFF
        column: ColumnElement[int] = literal_column(part, Integer)
        found.append(column.in_([value, *(value ^ (1 << bit) for bit in range(PART_BITS))]))
    return found


def _differing(dhash: int) -> ColumnElement[int]:
    """How many bits differ (PostgreSQL 14 and newer count them)."""
    return func.bit_count(cast(Photo.dhash.bitwise_xor(dhash), BIT(BITS)), type_=Integer)
