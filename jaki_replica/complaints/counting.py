"""How many complaints each unit has in each state: deltas beside every event, folded by the timetable.

Nobody waits for a counter: whoever takes a step only adds rows of his own. What a reader adds up, the counters and
the deltas not yet folded, comes from one statement, so it is exact at any moment, also while a fold is at work.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    any_,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint, ComplaintCount, ComplaintDelta
from jaki_replica.complaints.terms import ENDED
from jaki_replica.foundation.ids import new_id

FOLDED_AT_ONCE = 5000

counts, deltas, complaints = ComplaintCount.__table__.c, ComplaintDelta.__table__.c, Complaint.__table__.c


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit and a state."""

    unit: str
    status: str


@dataclass(frozen=True, slots=True)
class Drift:
    """A cell whose counter is not what reading all complaints gives; `missing` is what must be added to it."""

    cell: Cell
    missing: int


def note(session: Session, before: Cell | None, after: Cell) -> None:
    """A complaint went from one cell to another, or is new; in the transaction of the event that says so."""
    if before == after:
        return
    moved = [(after, 1)] if before is None else [(before, -1), (after, 1)]
    rows = [{"id": new_id(), "unit": cell.unit, "status": cell.status, "delta": by} for cell, by in moved]
    session.execute(insert(ComplaintDelta), rows)


def by_status(session: Session, units: Collection[str] | None) -> dict[str, int]:
    """How many complaints `units` (None: all) have in each state."""
    query = states_of(None if units is None else any_(literal(sorted(units), ARRAY(Text()))))
    return {status: int(n) for status, n in session.execute(query)}


def states_of(units: ColumnElement[Any] | None) -> Select[str, int]:
    """The statement: `status` and how many, `n`, of the units that equal `units`, or of all."""
    cells = _counted().subquery()
    n = func.sum(cells.c.n)
    query = select(cells.c.status, n.label("n")).group_by(cells.c.status).having(n != 0)
    return query if units is None else query.where(cells.c.unit == units)


def open_now(session: Session) -> int:
    """How many complaints of the region are open."""
    return sum(n for status, n in by_status(session, None).items() if status not in ENDED)


def fold(session: Session, most: int = FOLDED_AT_ONCE) -> int:
    """Take the oldest deltas into the counters, in one statement. Returns how many deltas there were to take."""
    oldest = select(deltas.id).order_by(deltas.id).limit(most).with_for_update(skip_locked=True).cte("oldest")
    taken = (
        delete(ComplaintDelta)
        .where(deltas.id.in_(select(oldest.c.id)))
        .returning(deltas.unit, deltas.status, deltas.delta)
    )
    gone = taken.cte("gone")
    n = func.sum(gone.c.delta)
    # In the order of their keys, so that two folds never wait for each other crosswise.
    summed = select(gone.c.unit, gone.c.status, n).group_by(gone.c.unit, gone.c.status).order_by("unit", "status")
    kept = upsert(ComplaintCount).from_select(["unit", "status", "count"], summed)
    kept = kept.on_conflict_do_update(
        index_elements=["unit", "status"], set_={"count": counts.count + kept.excluded.count}
    )
    written = kept.returning(counts.unit).cte("written")
    taken_in_all = select(func.count()).select_from(gone).scalar_subquery()
    cells_in_all = select(func.count()).select_from(written).scalar_subquery()
    return int(session.execute(select(taken_in_all, cells_in_all)).one()[0])


def drift(session: Session) -> list[Drift]:
    """Every cell whose counter is wrong, found by reading all complaints in one statement; empty when all are right."""
    actual = select(complaints.unit, complaints.status, func.count().label("n")).group_by(
        complaints.unit, complaints.status
    )
    counted = _counted().subquery()
    both = union_all(actual, select(counted.c.unit, counted.c.status, -counted.c.n)).subquery()
    missing = func.sum(both.c.n)
    query = select(both.c.unit, both.c.status, missing).group_by(both.c.unit, both.c.status).having(missing != 0)
    rows = session.execute(query.order_by(both.c.unit, both.c.status))
    return [Drift(Cell(unit, status), int(n)) for unit, status, n in rows]


def rebuild(session: Session) -> list[Drift]:
    """Make every counter right again by adding what it lacks. Filing and working go on meanwhile.

    Deltas and events come in one transaction, so what one statement finds missing is missing. Only folds and other
    rebuilds wait.
    """
    session.execute(text("LOCK TABLE complaint_counts IN SHARE ROW EXCLUSIVE MODE"))
    found = drift(session)
    rows = [{"id": new_id(), "unit": d.cell.unit, "status": d.cell.status, "delta": d.missing} for d in found]
    if rows:
        session.execute(insert(ComplaintDelta), rows)
    return found


def _counted() -> CompoundSelect[str, str, int] | Select[str, str, int]:
    """Counters and deltas as rows of one kind."""
    return union_all(
        select(counts.unit, counts.status, counts.count.label("n")),
        select(deltas.unit, deltas.status, deltas.delta.label("n")),
    )
