"""What is in force in a region: the numbers of its configuration and its areas, read or believed for a moment."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.areas.queries import InForce
from jaki_replica.tenancy.belief import BELIEVED_SECONDS
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.prepared import PREPARED

IN_USE, NEWEST = configuration.NUMBER_IN_USE.subquery(), areas.NEWEST_SET.subquery()
STATE = (
    select(IN_USE.c.number, NEWEST.c.number, NEWEST.c.approximate)
    .select_from(IN_USE.outerjoin(NEWEST, true(), full=True))
    .execution_options(**PREPARED)
)


@dataclass(frozen=True, slots=True)
class State:
    """What is in force in a region now: the number of its configuration, and its set of areas; None before a first."""

    revision: int | None
    areas: InForce | None


def state(session: Session) -> State:
    """What is in force, in one statement: what every request asks, so that a new revision counts at once."""
    revision, number, approximate = session.execute(STATE).first() or (None, None, None)
    return State(revision, None if number is None else InForce(number, bool(approximate)))


class Beliefs:
    """What one process has read to be in force a moment ago; only reading may rely on it (`tenancy.belief`)."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, tuple[State, float]] = {}

    def known(self, tenant_key: str) -> State | None:
        """What may still be believed of a tenant."""
        found = self._known.get(tenant_key)
        return found[0] if found is not None and time.monotonic() - found[1] < BELIEVED_SECONDS else None

    def read(self, tenant_key: str, session: Session) -> State:
        """What is in force now, and to be believed from the moment the question was put."""
        begun = time.monotonic()
        found = state(session)
        self._known[tenant_key] = found, begun
        return found
