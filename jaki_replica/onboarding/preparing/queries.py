"""Reads of regions on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Float, cast, func, select
from sqlalchemy.orm import Session, object_session, selectinload

from jaki_replica.areas import facts
from jaki_replica.areas.terms import RegionFact
from jaki_replica.foundation.errors import NotFound
from jaki_replica.officials.access_queries import open_invitations
from jaki_replica.officials.models import Account
from jaki_replica.officials.terms import Role
from jaki_replica.onboarding.preparing.models import OrderRow, PreparationRow
from jaki_replica.onboarding.preparing.terms import Order, Ordered, Preparation, Step, StepDone, type_values
from jaki_replica.tenancy.models import OperatorLog

LOGGED = "onboarding."


def every(session: Session) -> list[Preparation]:
    """All regions on their way or live, the newest first."""
    query = select(PreparationRow).options(selectinload(PreparationRow.steps))
    return [as_term(row) for row in session.scalars(query.order_by(PreparationRow.created_at.desc()))]


def on_their_way(session: Session) -> list[Preparation]:
    """All regions that are not live yet, the newest first."""
    query = select(PreparationRow).options(selectinload(PreparationRow.steps)).where(PreparationRow.live_at.is_(None))
    return [as_term(row) for row in session.scalars(query.order_by(PreparationRow.created_at.desc()))]


def begun(session: Session) -> dict[str, str]:
    """The short name of every region that was ever begun, by its code; the files are left where they are."""
    rows = session.execute(select(PreparationRow.code, PreparationRow.slug))
    return {row.code: row.slug for row in rows}


def agreements(session: Session) -> list[tuple[str, str, type_values]]:
    """Short name, name and agreement of every region that has one; their files are left where they are."""
    query = select(PreparationRow.slug, PreparationRow.name, PreparationRow.agreement)
    rows = session.execute(query.where(PreparationRow.agreement_number > 0))
    return [(slug, name, kept) for slug, name, kept in rows if kept is not None]


def by_slug(session: Session, slug: str) -> Preparation:
    """One region on its way. Raises NotFound."""
    return as_term(row_by_slug(session, slug))


def row_by_slug(session: Session, slug: str, *, lock: bool = False) -> PreparationRow:
    """Its row, locked against others where asked. Raises NotFound."""
    query = select(PreparationRow).where(PreparationRow.slug == slug)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound(f"{slug} is not being prepared", remedy="jaki onboarding start CODE begins")
    return row


def as_term(row: PreparationRow) -> Preparation:
    """The frozen value of a row and its steps, these in their order."""
    done = {Step(s.step): StepDone(Step(s.step), s.done_at, s.done_by, s.finding, s.seconds) for s in row.steps}
    own = {f.name: getattr(row, f.name) for f in fields(Preparation) if f.name not in {"steps", "seconds"}}
    steps = {step: done[step] for step in Step if step in done}
    return Preparation(**own, steps=steps, seconds=_machine_time(row))


def _machine_time(row: PreparationRow) -> float:
    """Seconds of all that the log holds for it; a step that was done over counts each time."""
    session = object_session(row)
    assert session is not None
    seconds = cast(OperatorLog.details["seconds"].astext, Float)
    query = select(func.coalesce(func.sum(seconds), 0.0)).where(OperatorLog.details["code"].astext == row.code)
    query = query.where(OperatorLog.action.startswith(LOGGED, autoescape=True), OperatorLog.at >= row.created_at)
    return float(session.scalar(query) or 0.0)


def latest(session: Session, preparation_id: UUID, *orders: Order) -> Ordered | None:
    """The newest order of those kinds, or of any."""
    query = select(OrderRow).where(OrderRow.preparation_id == preparation_id)
    if orders:
        query = query.where(OrderRow.kind.in_(orders))
    row = session.scalar(query.order_by(OrderRow.asked_at.desc(), OrderRow.id.desc()).limit(1))
    return None if row is None else as_ordered(row)


def as_ordered(row: OrderRow) -> Ordered:
    """The frozen value of an order."""
    return Ordered(
        id=row.id,
        preparation_id=row.preparation_id,
        order=Order(row.kind),
        arguments=row.arguments,
        by=row.asked_by,
        at=row.asked_at,
        done_at=row.done_at,
        outcome=row.outcome,
        fault=row.fault,
    )


def log(session: Session, code: str, limit: int = 100) -> Sequence[OperatorLog]:
    """What was done for a region, newest first; the operator's own log holds it."""
    query = select(OperatorLog).where(OperatorLog.action.startswith(LOGGED, autoescape=True))
    query = query.where(OperatorLog.details["code"].astext == code)
    return session.scalars(query.order_by(OperatorLog.at.desc(), OperatorLog.id.desc()).limit(limit)).all()


def found_regions(search: str, limit: int = 600) -> list[RegionFact]:
    """Regions whose code begins with the words, or whose name holds all of them; all for none."""
    words = search.casefold().split()
    every_region = facts.regions()
    if not words:
        return list(every_region[:limit])
    if len(words) == 1 and words[0].replace(".", "").isdigit():
        return [fact for fact in every_region if fact.code.startswith(words[0])][:limit]
    kinds = {"provinsi": "provinsi"}
    named = [f for f in every_region if all(w in f"{kinds.get(f.kind, '')} {f.name}".casefold() for w in words)]
    return named[:limit]


def admins(session: Session, at: datetime) -> int:
    """How many admins the region has or has invited; read with the region's own session."""
    query = select(func.count()).select_from(Account).where(Account.role == Role.ADMIN, Account.active)
    invited = sum(one.role is Role.ADMIN for one in open_invitations(session, at))
    return (session.scalar(query) or 0) + invited


def validators(session: Session) -> int:
    """How many accounts there are that check claims whatever post they hold; read with the region's own session."""
    query = select(func.count()).select_from(Account).where(Account.role == Role.VALIDATOR, Account.active)
    return session.scalar(query) or 0
