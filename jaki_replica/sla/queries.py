"""Reads of the national days off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.sla.editions import DayKind, Edition, Holidays, Saying
from jaki_replica.sla.models import HolidayDay, HolidayDecree, HolidayEdition

_SAID = (
    select(HolidayEdition, HolidayDay.day, HolidayDay.kind, HolidayDay.name)
    .outerjoin(HolidayDay, HolidayDay.edition == HolidayEdition.number)
    .order_by(HolidayEdition.number, HolidayDay.day)
)


def holidays(session: Session) -> Holidays:
    """All that a region ever knew of national days, in one statement."""
    made = []
    for row, lines in groupby(session.execute(_SAID).all(), key=lambda line: line[0]):
        says = tuple(Saying(day, DayKind(kind), name) for _row, day, kind, name in lines if day is not None)
        made.append(Edition(row.number, row.counts_from, row.known_at, row.known_by, row.reason, says))
    return Holidays(tuple(made))


def decrees(session: Session) -> Mapping[date, Saying]:
    """What the operator decreed, by day; read with the platform's session."""
    row = HolidayDecree
    query = select(row.day, row.kind, row.name).order_by(row.decided_at, row.id)
    return {day: Saying(day, DayKind(kind), name) for day, kind, name in session.execute(query)}  # the newest is last
