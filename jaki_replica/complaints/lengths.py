"""How long officials' lists are, and how much of one is due when: all of it in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from jaki_replica.complaints import counting, lists
from jaki_replica.complaints.lists import Shape, Units, Wanted
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.terms import ENDED, Status
from jaki_replica.foundation.db import UtcTime
from jaki_replica.tenancy.prepared import PREPARED

OPEN = frozenset(Status) - ENDED
EDGES = ("low", "middle", "high")

type_lengths = tuple[tuple[int, ...], tuple[int, ...]]


def lengths(session: Session, all_lists: Sequence[Wanted], shown: Wanted, edges: Sequence[datetime]) -> type_lengths:
    """The length of each list, and how many of `shown` are due before the first edge, between the three, and after.

    Where unit and state alone decide what is in a list the counters know; the others are read by their own indexes.
    """
    groups = list(dict.fromkeys(one.units for one in all_lists if one.is_whole))
    read = [one for one in all_lists if not one.is_whole]
    known = shown in all_lists
    given: dict[str, object] = dict(zip(EDGES, edges, strict=True)) | lists.values(shown, "_shown")
    for place, units in enumerate(groups):
        given |= lists.units_given(f"units_{place}", units)
    for place, one in enumerate(read):
        given |= lists.values(one, f"_read{place}")
    counted = tuple(map(lists.number_of, groups))
    statement = _lengths(counted, tuple(map(lists.shape, read)), lists.shape(shown), known)
    row = session.execute(statement, given).one()
    counters: dict[Any, Mapping[str, int]] = {units: row[place] or {} for place, units in enumerate(groups)}
    rest = iter(row[len(groups) : -1])
    found = tuple(_counted(one, counters[one.units]) if one.is_whole else int(next(rest)) for one in all_lists)
    due: list[int] = row[-1]
    if known:
        due = [*due, max(0, found[all_lists.index(shown)] - sum(due))]
    return found, tuple(due)


def _counted(wanted: Wanted, known: Mapping[str, int]) -> int:
    return sum(int(known.get(state, 0)) for state in wanted.states or OPEN)


@cache
def _lengths(
    counted: tuple[Units, ...], read: tuple[Shape, ...], shown: Shape, known: bool
) -> Select[*tuple[Any, ...]]:
    """The statement, made once for each kind of desk. Where `known`, what is due after the last edge is not read."""
    columns: list[ScalarSelect[Any]] = [
        _by_status(lists.of_units(units, f"units_{place}")) for place, units in enumerate(counted)
    ]
    for place, one in enumerate(read):
        conditions = lists.conditions(one, f"_read{place}")
        columns.append(select(func.count()).select_from(Complaint.__table__).where(*conditions).scalar_subquery())
    return select(*columns, _due(shown, known)).execution_options(**PREPARED)


def _by_status(units: ColumnElement[Any] | None) -> ScalarSelect[Any]:
    states = counting.states_of(units).subquery()
    return select(func.json_object_agg(states.c.status, states.c.n)).scalar_subquery()


def _due(shown: Shape, known: bool) -> ScalarSelect[Any]:
    due = lists.due()
    edges = [bindparam(name, type_=UtcTime()) for name in EDGES]
    between = [due < edges[0], *(and_(due >= low, due < high) for low, high in pairwise(edges)), due >= edges[-1]]
    conditions = lists.conditions(shown, "_shown")
    if known:
        between.pop()
        conditions.append(due < edges[-1])
    counted = func.json_build_array(*(func.count().filter(one) for one in between))
    return select(counted).select_from(Complaint.__table__).where(*conditions).scalar_subquery()
