"""Reads of the areas in force."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica.areas.locating import Ground, Locator, LocatorCache
from jaki_replica.areas.models import AreaRow, AreaSet
from jaki_replica.areas.terms import Area, AreaTree
from jaki_replica.foundation.errors import NotFound

_IN_FORCE = select(AreaSet.id).order_by(AreaSet.number.desc()).limit(1).scalar_subquery()


@dataclass(frozen=True, slots=True)
class InForce:
    """The number of the set in force, and whether its areas are approximate."""

    number: int
    approximate: bool


def current_set(session: Session) -> AreaSet | None:
    """The set in force: the newest, or None before the first."""
    return session.scalars(select(AreaSet).order_by(AreaSet.number.desc()).limit(1)).first()


NEWEST_SET = select(AreaSet.number, AreaSet.approximate).order_by(AreaSet.number.desc()).limit(1)


def in_force(session: Session) -> InForce | None:
    """Which set is in force, without its report: what a request asks before it looks in the cache."""
    row = session.execute(NEWEST_SET).first()
    return None if row is None else InForce(row.number, row.approximate)


def history(session: Session) -> list[AreaSet]:
    """All sets, newest first."""
    return list(session.scalars(select(AreaSet).order_by(AreaSet.number.desc())))


def tree(session: Session) -> AreaTree:
    """The areas in force; empty before the first set."""
    columns = (getattr(AreaRow, column.name) for column in fields(Area))
    rows = session.execute(select(*columns).where(AreaRow.set_id == _IN_FORCE))
    return AreaTree(Area(**row._mapping) for row in rows)


def counts_by_level(session: Session) -> list[tuple[str, int]]:
    """How many areas in force there are of each kind, the upper levels first; empty before the first set."""
    kind = func.coalesce(AreaRow.kind_local, AreaRow.kind)
    counted = select(kind, func.count()).where(AreaRow.set_id == _IN_FORCE).group_by(AreaRow.level, kind)
    return [(name, count) for name, count in session.execute(counted.order_by(AreaRow.level, kind))]


def polygons(session: Session) -> list[tuple[str, bytes]]:
    """Code and WKB of every area drawn in the set in force, all levels."""
    drawn = select(AreaRow.code, AreaRow.geometry).where(AreaRow.set_id == _IN_FORCE, AreaRow.geometry.is_not(None))
    return [(code, bytes(geometry)) for code, geometry in session.execute(drawn) if geometry is not None]


def drawn(session: Session) -> frozenset[str]:
    """The codes of the areas drawn in the set in force."""
    found = select(AreaRow.code).where(AreaRow.set_id == _IN_FORCE, AreaRow.geometry.is_not(None))
    return frozenset(session.scalars(found))


def polygon(session: Session, code: str) -> bytes | None:
    """The WKB of one area in force, or None where it is not drawn."""
    drawn = select(AreaRow.geometry).where(AreaRow.set_id == _IN_FORCE, AreaRow.code == code)
    return session.scalars(drawn).first()


def ground(session: Session, tenant_key: str, cache: LocatorCache) -> Ground:
    """Tree and locator of the set in force, from the cache where kept; raises NotFound before the first set."""
    return ground_of(session, tenant_key, cache, in_force(session))


def ground_of(session: Session, tenant_key: str, cache: LocatorCache, now: InForce | None) -> Ground:
    """As `ground`, where the caller has just read which set is in force."""
    if now is None:
        raise NotFound("this region has no areas yet", remedy="Install the shipped areas or import a boundary file.")
    return cache.ground(tenant_key, now.number, lambda: _ground(session, now))


def _ground(session: Session, now: InForce) -> Ground:
    areas = tree(session)
    top = areas.tops[0].code if areas.tops else ""
    return Ground(now.number, now.approximate, areas, Locator(polygons(session), top))
