"""The list that everybody may read: complaints that their reporters made public, the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    UnaryExpression,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from jaki_replica.areas.terms import parent_of
from jaki_replica.complaints import lists
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.terms import ENDED, Status
from jaki_replica.foundation.db import UtcTime
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind, PhotoState
from jaki_replica.tenancy.prepared import PREPARED

PAGE = 20
LOOKED_AT = 6  # for the few that are shown as fixed lately
WINDOW = timedelta(days=90)  # a rare place or matter is sought in so much at most
FIXED = frozenset({Status.CLOSED, Status.RESOLVED})
# What another body has is not fixed yet, even if nothing more is to be done here.
OPEN = (frozenset(Status) - ENDED - FIXED) | {Status.REFERRED}

COMPLAINTS, PHOTOS = Complaint.__table__.c, Photo.__table__.c

type_key = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to: fixed or still open ones (None: all), a category, an area and all below it.

    Open ones are in it however old they are, all others for as long as `WINDOW`.
    """

    fixed: bool | None = None
    category: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A complaint in the list: nothing of its reporter, his words or the exact place. `photo` is its first picture."""

    id: UUID
    number: str
    status: str
    category: str
    area: str | None
    filed_at: datetime
    photo: UUID | None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Lines, the newest first, and the key of the next page, or None at the end."""

    lines: Sequence[PublicLine]
    following: type_key | None


@dataclass(frozen=True, slots=True)
class FixedLine:
    """A complaint that was fixed, with its first picture of before and its last of after, where they can be shown."""

    number: str
    category: str
    area: str | None
    filed_at: datetime
    resolved_at: datetime | None
    before: UUID | None
    after: UUID | None


def _picture(kind: PhotoKind, *order: UnaryExpression[Any] | ColumnElement[Any]) -> ScalarSelect[Any]:
    """The first picture of a kind that can be shown."""
    return (
        select(PHOTOS.id)
        .where(
            PHOTOS.complaint_id == COMPLAINTS.id,
            PHOTOS.kind == literal_column(f"'{kind}'"),
            PHOTOS.state == literal_column(f"'{PhotoState.READY}'"),
        )
        .order_by(*order)
        .limit(literal_column("1"))
        .scalar_subquery()
    )


FIRST_PICTURE = _picture(PhotoKind.BEFORE, PHOTOS.position, PHOTOS.id)
LAST_PICTURE = _picture(PhotoKind.AFTER, PHOTOS.created_at.desc(), PHOTOS.position.desc(), PHOTOS.id.desc())
IS_FIXED = COMPLAINTS.status.in_([literal_column(f"'{one}'") for one in sorted(FIXED)])
NEWEST_FIRST = (COMPLAINTS.filed_at.desc(), COMPLAINTS.id.desc())
LATELY_FIXED = (
    select(COMPLAINTS.number, COMPLAINTS.category, COMPLAINTS.area, COMPLAINTS.filed_at, COMPLAINTS.resolved_at)
    .add_columns(FIRST_PICTURE, LAST_PICTURE)
    .where(COMPLAINTS.private.is_(False), IS_FIXED)
    .order_by(*NEWEST_FIRST)
    .limit(literal_column(str(LOOKED_AT)))
    .execution_options(**PREPARED)
)


def lately_fixed(session: Session) -> list[FixedLine]:
    """The newest few public complaints that were fixed."""
    return [FixedLine(*row) for row in session.execute(LATELY_FIXED)]


def newest(session: Session, sought: Sought, at: datetime, *, after: type_key | None = None) -> PublicPage:
    """One page of what is sought, as it is `at` that moment."""
    given = _given(sought, at)
    if after is not None:
        given |= {"after_at": after[0], "after_id": after[1]}
    statement = _newest(sought.fixed, bool(sought.category), bool(sought.area), after is not None)
    lines = [PublicLine(*row) for row in session.execute(statement, given)]
    page = lines[:PAGE]
    return PublicPage(page, (page[-1].filed_at, page[-1].id) if len(lines) > PAGE else None)


def by_area(session: Session, sought: Sought, at: datetime) -> Counter[str]:
    """How many lines the list has in each area and all below it, by code; under "" all of them, placed or not."""
    found: Counter[str] = Counter()
    counted = _counted(sought.fixed, bool(sought.category), bool(sought.area))
    for area, n in session.execute(counted, _given(sought, at)):
        found[""] += n
        code = area
        while code:
            found[code] += n
            code = parent_of(code)
    return found


def _given(sought: Sought, at: datetime) -> dict[str, object]:
    """What the parameters of `_conditions` stand for."""
    given: dict[str, object] = {} if sought.fixed is False else {"since": at - WINDOW}
    for name, value in (("category", sought.category), ("area", sought.area)):
        given |= lists.within(name, value) if value else {}
    return given


def _conditions(fixed: bool | None, of_category: bool, of_area: bool) -> list[ColumnElement[bool]]:
    """What a row must fulfil to be in a list of this kind."""
    found: list[ColumnElement[bool]] = [COMPLAINTS.private.is_(False)]
    if fixed is not None:
        states = FIXED if fixed else OPEN
        found.append(COMPLAINTS.status.in_([literal_column(f"'{one}'") for one in sorted(states)]))
    if fixed is not False:
        found.append(COMPLAINTS.filed_at > bindparam("since", type_=UtcTime()))
    for name, narrowed in (("category", of_category), ("area", of_area)):
        if narrowed:
            found.append(lists.is_within(name))
    return found


@cache
def _counted(fixed: bool | None, of_category: bool, of_area: bool) -> Select[*tuple[Any, ...]]:
    """The statement of `by_area`; made once for each kind of list."""
    query = select(COMPLAINTS.area, func.count()).where(*_conditions(fixed, of_category, of_area))
    return query.group_by(COMPLAINTS.area).execution_options(**PREPARED)


@cache
def _newest(fixed: bool | None, of_category: bool, of_area: bool, goes_on: bool) -> Select[*tuple[Any, ...]]:
    """The statement; made once for each kind of list."""
    columns = [FIRST_PICTURE if field.name == "photo" else COMPLAINTS[field.name] for field in fields(PublicLine)]
    query = select(*columns).where(*_conditions(fixed, of_category, of_area))
    if goes_on:
        after = (bindparam("after_at", type_=UtcTime()), bindparam("after_id", type_=Uuid()))
        query = query.where(tuple_(COMPLAINTS.filed_at, COMPLAINTS.id) < tuple_(*after))
    return query.order_by(*NEWEST_FIRST).limit(literal_column(str(PAGE + 1))).execution_options(**PREPARED)
