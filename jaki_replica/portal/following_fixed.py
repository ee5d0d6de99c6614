"""Public complaints that were fixed lately, each with its picture before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g

from jaki_replica.complaints.public_list import lately_fixed as lately
from jaki_replica.photos.terms import Variant
from jaki_replica.portal.filing_places import area_name
from jaki_replica.portal.following_words import matter_words
from jaki_replica.portal.here import session
from jaki_replica.portal.photos import address
from jaki_replica.ui.at_hand import rulebook

SHOWN = 3
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
    rows = lately(session())
    book = rulebook() if rows else None
    found = []
    for row in rows:
        if book and row.before and row.after and row.resolved_at:
            before, after = (address(photo, Variant.SMALL) for photo in (row.before, row.after))
            area = area_name(book, row.area) if row.area else ""
            days = _days(row.filed_at, row.resolved_at)
            found.append(Fixed(row.number, matter_words(book, row.category), area, before, after, days))
    return found[:SHOWN]


def _days(start: datetime, end: datetime) -> int:
    return max(1, round((end - start).total_seconds() / DAY_SECONDS))
