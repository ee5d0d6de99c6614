"""Trial complaints: filed for real in places all over the region, looked at, and rolled back as if they never were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.areas.terms import VILLAGE
from jaki_replica.complaints.actions import filing
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Filing, Place, Point
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.units import agency_key
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Category, First

MOST = 20
WORDS = "Laporan percobaan sebelum portal dibuka."


@dataclass(frozen=True, slots=True)
class Trial:
    """How many trial complaints were filed, and each that went elsewhere: category, area and where it went."""

    tried: int
    wrong: tuple[tuple[str, str, str], ...]


def try_out(session: Session, book: Rulebook, *, at: datetime) -> Trial:
    """File up to 20 complaints from points inside drawn areas, with categories in turn; nothing of it is kept.

    The caller must have written nothing: the session is rolled back.
    """
    wrong: list[tuple[str, str, str]] = []
    tried = 0
    try:
        for code, category in _pairs(book):
            point = _inside(session, code)
            if point is None:
                continue
            tried += 1
            went = _filed(session, book, category, point, at)
            if went is None or went[0] != code or went[1] not in _expected(book, category, code):
                wrong.append((category.key, code, "-" if went is None else went[1]))
    finally:
        session.rollback()
    return Trial(tried, tuple(wrong))


def _pairs(book: Rulebook) -> Iterator[tuple[str, Category]]:
    """Areas spread evenly over the region, each with another category; those that the area sees first come first."""
    drawn = [area.code for area in book.ground.tree.at_level(VILLAGE)]
    ordered = sorted(book.config.categories, key=lambda one: one.first is not First.AREA)
    chosen = _spread(drawn, MOST)
    yield from ((code, ordered[index % len(ordered)]) for index, code in enumerate(chosen))


def _spread(codes: Sequence[str], most: int) -> list[str]:
    return [codes[index * len(codes) // most] for index in range(most)] if len(codes) > most else list(codes)


def _inside(session: Session, code: str) -> Point | None:
    """A point inside the area, by its polygon alone; None where it is not drawn."""
    wkb = areas.polygon(session, code)
    if wkb is None:
        return None
    point = shapely.from_wkb(wkb).representative_point()
    return Point(point.y, point.x)


def _filed(
    session: Session, book: Rulebook, category: Category, point: Point, at: datetime
) -> tuple[str | None, str] | None:
    """Area and unit of a complaint filed as from the portal; None where it was taken for one outside."""
    wanted = Filing(key=f"trial-{new_id().hex}", category=category.key, description=WORDS, place=Place(pin=point))
    try:
        receipt = filing.file(session, book, wanted, at=at)
    except filing.Outside:
        return None
    row = session.execute(select(Complaint.area, Complaint.unit).where(Complaint.number == receipt.number)).one()
    return row.area, row.unit


def _expected(book: Rulebook, category: Category, code: str) -> frozenset[str]:
    """Where such a complaint belongs, told from the file and not from the router where the file says it outright."""
    units = book.organisation.units
    if AREA_OWNER in (category.owner, category.first) and not book.config.routes:
        owners = frozenset(u.key for u in units.values() if u.owns_area and u.area == code)
        if owners:
            return owners
    if agency_key(category.owner) in units and not book.config.routes and category.first is not First.AREA:
        return frozenset(u.key for u in units.values() if u.rule == category.owner)
    decision = first_unit(category.key, code, book.config, book.organisation, book.holders, at=book.at)
    return frozenset() if decision.unowned else frozenset({decision.unit})
