"""Keep the national days off up to date: by the library, and by what the operator decrees for every region."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.sla import queries
from jaki_replica.sla.editions import DayKind, Edition, Saying, changes, with_decrees
from jaki_replica.sla.models import HolidayDay, HolidayDecree, HolidayEdition
from jaki_replica.sla.national import alarming, missing_years, national_days
from jaki_replica.tenancy.configuration.terms import Calendar
from jaki_replica.tenancy.operator_log import note

TAKEN = "23505"
AHEAD_YEARS = 10
NOTICE = timedelta(minutes=5)
"""An edition counts only some time after it was made: by then it is committed, and every process has read it."""
LONGEST = 120


def refresh(
    session: Session, decrees: Mapping[date, Saying], *, by: str, at: datetime, reason: str = ""
) -> Edition | None:
    """Add an edition with what is known now and was not before, from today on; None where there is nothing new.

    Flushes, never commits; safe to run again. Raises Conflict where somebody else is doing the same.
    """
    have = queries.holidays(session)
    years = range(at.year, at.year + AHEAD_YEARS + 1)
    wanted = (day for day in with_decrees(national_days(years), decrees) if day.on.year in years)
    says = changes(have.known, wanted, at.date())
    if not says:
        return None
    made = Edition(have.newest + 1, at + NOTICE, at, by, reason, says)
    _add(session, made)
    return made


def _add(session: Session, made: Edition) -> None:
    values = {name: getattr(made, name) for name in ("number", "counts_from", "known_at", "known_by", "reason")}
    try:
        with session.begin_nested():
            session.execute(insert(HolidayEdition).values(values))
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        raise Conflict("The holidays are being refreshed by somebody else", remedy="do it again") from error
    rows = [{"edition": made.number, "day": one.on, "kind": one.kind, "name": one.name} for one in made.says]
    session.execute(insert(HolidayDay), rows)


def unknown_year(decrees: Mapping[date, Saying], on: date) -> int:
    """The first year near whose decree neither the library nor the operator knows, or 0: then somebody must act."""
    days = with_decrees(national_days((on.year, on.year + 1)), decrees)
    return alarming(missing_years(Calendar(), on, days), on)


def decree(session: Session, said: Saying, *, reason: str, by: str, at: datetime) -> bool:
    """Add or withdraw a day for every region, with a line in the operator's log; False where it is so already.

    Written with the platform's session; each region learns it by its next `refresh`. Raises Invalid.
    """
    faults = tuple(_faults(said, reason, at.date()))
    if faults:
        raise Invalid("The day cannot be decreed", faults)
    if queries.decrees(session).get(said.on) == said:
        return False
    row = HolidayDecree(
        id=new_id(), day=said.on, kind=said.kind, name=said.name, reason=reason, decided_by=by, decided_at=at
    )
    session.add(row)
    action = "holidays.withdrawn" if said.kind is DayKind.NONE else "holidays.added"
    details = {"day": said.on.isoformat(), "kind": str(said.kind), "reason": reason}
    note(session, actor=by, action=action, tenant_id=None, at=at, **details)
    return True


def _faults(said: Saying, reason: str, today: date) -> list[Fault]:
    found = []
    if said.on < today:
        found.append(Fault("day", f"{said.on} is over", "decree a day that is still to come: no deadline moves back"))
    elif said.on.year > today.year + AHEAD_YEARS:
        found.append(Fault("day", f"{said.on} is too far away", f"expected {today.year + AHEAD_YEARS} or earlier"))
    for field, words in (("name", said.name), ("reason", reason)):
        if not words.strip() or len(words) > LONGEST or not words.isprintable():
            found.append(Fault(field, f"needs 1 to {LONGEST} letters on one line"))
    return found
