"""A complaint with its history and its photos in one statement: what the pages and answers that everybody reads ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.queries import Shown, Told
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.rules.personal import covered
from jaki_replica.foundation.errors import NotFound
from jaki_replica.photos.models import Photo
from jaki_replica.photos.queries import Sent
from jaki_replica.tenancy.prepared import PREPARED

COMPLAINTS, EVENTS, PHOTOS = Complaint.__table__.c, ComplaintEvent.__table__.c, Photo.__table__.c


def _listed(kind: type, columns: Any, order: Sequence[ColumnElement[Any]]) -> ScalarSelect[Any]:
    """A list of arrays with the fields of `kind`; NULL where there is none."""
    array = func.json_build_array(*(columns[field.name] for field in fields(kind)))
    of_this = columns["complaint_id"] == COMPLAINTS.id
    return select(func.json_agg(aggregate_order_by(array, *order))).where(of_this).scalar_subquery()


# Made once: building a statement costs more than running it.
STORY = (
    select(
        *(COMPLAINTS[field.name] for field in fields(Shown)),
        _listed(Told, EVENTS, [EVENTS.position.desc()]),
        _listed(Sent, PHOTOS, [PHOTOS.created_at, PHOTOS.position, PHOTOS.id]),
    )
    .where(COMPLAINTS.number == bindparam("number"))
    .execution_options(**PREPARED)
)


@dataclass(frozen=True, slots=True)
class Story:
    """A complaint, its events (internal ones too), the newest first, and all its photos in the order they were sent."""

    complaint: Shown | Complaint
    events: list[Told]
    photos: list[Sent]


def story(session: Session, typed: str) -> Story:
    """The story of a number, however it was typed. Raises NotFound, also for another region's number.

    Whatever was written is as everybody may read it: without telephone numbers, addresses and identity numbers.
    """
    number = numbers.read(typed)
    row = session.execute(STORY, {"number": number}).first() if number else None
    if row is None:
        raise NotFound("There is no complaint of this number here")
    *columns, events, photos = row
    shown = Shown(*columns)
    shown = replace(shown, description=covered(shown.description), landmark=covered(shown.landmark))
    return Story(shown, [_told(*one) for one in events or ()], [_sent(*one) for one in photos or ()])


def _told(action: str, at: str, role: str, account_id: str | None, *rest: Any) -> Told:
    told = Told(action, _instant(at), role, UUID(account_id) if account_id else None, *rest)
    return replace(told, text=covered(told.text)) if told.text else told


def _sent(key: str, kind: str, state: str, created_at: str) -> Sent:
    return Sent(UUID(key), kind, state, _instant(created_at))


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)
