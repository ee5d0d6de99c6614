"""Public complaints that were fixed lately, each with its picture before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g

from jaki_replica.complaints import queries
from jaki_replica.complaints.terms import Status
from jaki_replica.photos import queries as pictures
from jaki_replica.photos.terms import PhotoKind, Variant
from jaki_replica.portal.filing_places import area_name
from jaki_replica.portal.following_words import matter_words
from jaki_replica.portal.here import session
from jaki_replica.portal.photos import address
from jaki_replica.ui.at_hand import rulebook

SHOWN = 3
LOOKED_AT = 6
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Fixed:
    """One that was fixed: where, what, both pictures, and in how many days."""

    number: str
    matter: str
    area: str
    before: str
    after: str
    days: int


def lately_fixed() -> list[Fixed]:
    """The newest few with both pictures; none on a host that has no database at hand."""
    if "scope" not in g:
        return []
    rows = queries.newest_public(session(), LOOKED_AT, states=(Status.CLOSED, Status.RESOLVED))
    if not rows:
        return []
    book = rulebook()
    ready = pictures.ready_of(session(), [row.id for row in rows])
    found = []
    for row in rows:
        before = next((photo for photo, kind in ready[row.id] if kind == PhotoKind.BEFORE), None)
        after = next((photo for photo, kind in reversed(ready[row.id]) if kind == PhotoKind.AFTER), None)
        if before and after and row.resolved_at:
            shown = [address(photo, Variant.SMALL) for photo in (before, after)]
            area = area_name(book, row.area) if row.area else ""
            days = _days(row.filed_at, row.resolved_at)
            found.append(Fixed(row.number, matter_words(book, row.category), area, shown[0], shown[1], days))
    return found[:SHOWN]


def _days(start: datetime, end: datetime) -> int:
    return max(1, round((end - start).total_seconds() / DAY_SECONDS))
