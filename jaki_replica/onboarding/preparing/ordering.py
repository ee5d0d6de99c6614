"""Orders: asked for by pages and commands, carried out by a process with the owner's login, safe to run twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, DomainError, Fault, Forbidden, Invalid, NotFound, Unavailable
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.onboarding.preparing import carrying, queries, uploads
from jaki_replica.onboarding.preparing.models import OrderRow, PreparationRow
from jaki_replica.onboarding.preparing.terms import Order, Ordered
from jaki_replica.tenancy.owner import owner_session
from jaki_replica.tenancy.runtime import Runtime

log = structlog.get_logger(__name__)

TAKEN = "23505"
PAUSE = 0.1
REFUSALS: tuple[type[DomainError], ...] = (Invalid, NotFound, Conflict, Forbidden, Unavailable)
type_told = Callable[[str], None]


def ask(
    session: Session, preparation_id: UUID, order: Order, arguments: Mapping[str, object], *, by: str, at: datetime
) -> UUID:
    """Add an order; the same one that is still open is returned instead. Raises Conflict while another is at work."""
    row = OrderRow(
        id=new_id(), preparation_id=preparation_id, kind=order, arguments=dict(arguments), asked_at=at, asked_by=by
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        waiting = queries.latest(session, preparation_id)
        if waiting is None or waiting.order is not order or dict(waiting.arguments) != dict(arguments):
            raise Conflict(
                "Another step of this region is at work", remedy="wait a moment, then do it again"
            ) from error
        return waiting.id
    return row.id


def carry_out(
    runtime: Runtime, files: FileStore, order_id: UUID, *, told: type_told = lambda step: None
) -> Ordered | None:
    """Do what was ordered, once: whoever holds the row works on it, and a killed process leaves it to the next.

    None where somebody else is at it. A refusal is kept with the order and not raised.
    """
    with owner_session(runtime.settings) as session:
        row = session.scalar(select(OrderRow).where(OrderRow.id == order_id).with_for_update(skip_locked=True))
        if row is None:
            return None
        if row.done_at is None:
            preparation = session.get_one(PreparationRow, row.preparation_id)
            work = carrying.Work(runtime, files, session, preparation, queries.as_ordered(row), told)
            _attempt(work, row)
        found = queries.as_ordered(row)
    uploads.forget(files, found)
    return found


def _attempt(work: carrying.Work, row: OrderRow) -> None:
    begun = time.perf_counter()
    try:
        row.outcome = dict(carrying.carry(work)) | {"seconds": round(time.perf_counter() - begun, 3)}
    except DomainError as error:
        row.fault = refusal(error)
    except Exception as error:  # kept with the order, so that it is not tried for ever; the log has the rest
        log.exception("order failed", order=row.kind, kind=type(error).__name__)
        row.fault = refusal(Unavailable("The step could not be finished", remedy="do it again; jaki doctor tells more"))
    row.done_at = clock.now()


def refusal(error: DomainError) -> dict[str, object]:
    """A refusal as plain values, to be raised again where it was asked for."""
    kind = next((one for one in REFUSALS if isinstance(error, one)), Conflict)
    faults = [asdict(fault) for fault in error.faults] if isinstance(error, Invalid) else []
    return {"kind": kind.__name__, "message": str(error).split("\n")[0], "remedy": error.remedy, "faults": faults}


def raised(fault: Mapping[str, object]) -> DomainError:
    """The refusal that `refusal` wrote down."""
    message, remedy = str(fault["message"]), str(fault["remedy"])
    if fault["kind"] == Invalid.__name__:
        faults = fault["faults"]
        assert isinstance(faults, list)
        return Invalid(message, tuple(Fault(**one) for one in faults), remedy=remedy)
    kind = next(one for one in REFUSALS if one.__name__ == fault["kind"])
    return kind(message, remedy=remedy)


def settle(
    runtime: Runtime, files: FileStore, order_id: UUID, *, seconds: float, told: type_told = lambda step: None
) -> Ordered:
    """Carry an order out here where this process may, else wait for who may, at most `seconds`.

    The answer may still be open. Raises what the order refused.
    """
    until = time.monotonic() + seconds
    found = _tried(runtime, files, order_id, told)
    while found.done_at is None:
        if time.monotonic() > until:
            return found
        time.sleep(PAUSE)
        found = _tried(runtime, files, order_id, told)
    runtime.registry.refresh()
    if found.fault is not None:
        raise raised(found.fault)
    return found


def _tried(runtime: Runtime, files: FileStore, order_id: UUID, told: type_told) -> Ordered:
    """The order as it stands now. Whoever held its row may have been killed, so every look is a try where we may."""
    found = carry_out(runtime, files, order_id, told=told) if runtime.settings.owner_url is not None else None
    if found is None:
        with Session(runtime.platform) as session:
            found = queries.as_ordered(session.get_one(OrderRow, order_id))
    return found


def open_orders(runtime: Runtime) -> list[UUID]:
    """What waits, the oldest first."""
    with Session(runtime.platform) as session:
        query = select(OrderRow.id).where(OrderRow.done_at.is_(None)).order_by(OrderRow.asked_at, OrderRow.id)
        return list(session.scalars(query))
