"""Open public complaints that may be about the same matter at the same place: the nearest few."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.complaints import queries
from jaki_replica.complaints.terms import Point
from jaki_replica.tenancy.configuration.terms import Category

METRES_PER_DEGREE = 111_320
MOST = 3


@dataclass(frozen=True, slots=True)
class Near:
    """One of them: its area and how far it is, nothing more exact."""

    id: UUID
    number: str
    status: str
    filed_at: datetime
    area: str | None
    metres: int


def nearest(session: Session, point: Point, category: Category, *, besides: str = "") -> list[Near]:
    """The nearest within the category's own distance, without the complaint `besides`; none of a sensitive matter."""
    if category.sensitive:
        return []
    degrees = category.near_m / METRES_PER_DEGREE
    rows = queries.near(session, point.lat, point.lon, degrees, category.key)
    found = [
        Near(row.id, row.number, row.status, row.filed_at, row.area, round(metres(point, Point(row.lat, row.lon))))
        for row in rows
        if row.number != besides
    ]
    near = sorted((one for one in found if one.metres <= category.near_m), key=lambda one: (one.metres, one.number))
    return near[:MOST]


def metres(one: Point, other: Point) -> float:
    """Plane distance; exact enough for the few hundred metres in which two complaints can be one."""
    east = (other.lon - one.lon) * math.cos(math.radians(one.lat))
    return math.hypot(other.lat - one.lat, east) * METRES_PER_DEGREE
