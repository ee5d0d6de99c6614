"""Earlier photos of the region that look like one: the same file again, or the same picture saved anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, func, literal, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind, Similar

# Of 64 bits. A photo saved anew, made smaller or sent through a messenger differs in 0 to 4; two pictures of
# different places differ in about 32, and 8 or fewer by chance once in a hundred million pairs.
THRESHOLD = 8
MOST = 5
BITS = 64

type_row = Row[tuple[UUID, UUID | None, str, object, int, bool]]


def similar(
    session: Session, photo: Photo, *, besides: Collection[UUID] = (), threshold: int = THRESHOLD, most: int = MOST
) -> tuple[Similar, ...]:
    """The photos that came before `photo` and are nearest to it, its own complaint's included; the nearest first.

    `besides` are the photos that were sent together with it: two views of one place in one minute are no reuse.
    """
    rows = session.execute(_query(photo, besides, threshold, most))
    return tuple(
        Similar(row.id, row.complaint_id, PhotoKind(row.kind), row.created_at, row.distance, row.exact) for row in rows
    )


def _query(
    photo: Photo, besides: Collection[UUID], threshold: int, most: int
) -> Select[tuple[UUID, UUID | None, str, object, int, bool]]:
    exact = Photo.sha256 == photo.sha256
    near: ColumnElement[bool] = exact
    bits: ColumnElement[int] = literal(BITS)
    if photo.dhash is not None:
        bits = _differing(photo.dhash)
        near = or_(exact, and_(Photo.dhash.is_not(None), bits <= threshold))
    distance = case((exact, 0), else_=bits).label("distance")
    query = select(Photo.id, Photo.complaint_id, Photo.kind, Photo.created_at, distance, exact.label("exact"))
    query = query.where(near, Photo.id.not_in({photo.id, *besides}), Photo.created_at <= photo.created_at)
    return query.order_by(distance, Photo.created_at.desc(), Photo.id.desc()).limit(most)


def _differing(dhash: int) -> ColumnElement[int]:
    """How many bits differ (PostgreSQL 14 and newer count them)."""
    differing = Photo.dhash.bitwise_xor(dhash)
    return cast("ColumnElement[int]", func.bit_count(sql_cast(differing, BIT(BITS)), type_=Integer))
