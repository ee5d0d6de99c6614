"""Who holds a post when: definitive, acting or appointed for a time; terms and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Tenure(StrEnum):
    """How a post is held: for good, acting while it is vacant (Plt), for a day's absence (Plh), appointed (Pj)."""

    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"
    PJ = "pj"


PRECEDENCE = (Tenure.PLH, Tenure.DEFINITIVE, Tenure.PJ, Tenure.PLT)
"""Who answers where several are recorded for one moment: a Plh stands in for a holder who is there but away; a
definitive holder ends every other tenure; a Pj is a full holder for a time and comes before a Plt."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One tenure of a post. `unit` is the key of the unit it heads; from `since_at` until before `until_at`."""

    id: UUID
    unit: str
    official_id: UUID
    tenure: Tenure
    since_at: datetime
    until_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the tenure covers that instant."""
        return self.since_at <= at and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True, slots=True)
class Answering:
    """The person who answers for a post, and where he is reached: `email` is empty where none is known."""

    official_id: UUID
    name: str
    email: str
    account_id: UUID | None
    tenure: Tenure


class Standing(StrEnum):
    """How a post stands at a moment. `unrecorded` is a post nobody has ever been entered for: it is not vacant."""

    HELD = "held"
    ACTING = "acting"
    VACANT = "vacant"
    UNRECORDED = "unrecorded"


def holder_at(unit: str, holders: Iterable[Holder], at: datetime) -> Holder | None:
    """Who answers for a unit at an instant, or None while its post is vacant; the latest entered of equals."""
    there = [holder for holder in holders if holder.unit == unit and holder.holds(at)]
    return min(there, key=_rank, default=None)


def _rank(holder: Holder) -> tuple[int, float, int]:
    return PRECEDENCE.index(holder.tenure), -holder.since_at.timestamp(), -holder.id.int


class Holders:
    """All tenures of a region, by unit. Never changes once made."""

    __slots__ = ("_by_unit",)

    def __init__(self, holders: Iterable[Holder] = ()) -> None:
        """`holders` in any order."""
        self._by_unit: dict[str, list[Holder]] = {}
        for holder in holders:
            self._by_unit.setdefault(holder.unit, []).append(holder)

    @property
    def units(self) -> frozenset[str]:
        """The units that have a tenure here."""
        return frozenset(self._by_unit)

    def at(self, unit: str, at: datetime) -> Holder | None:
        """As `holder_at`."""
        return holder_at(unit, self._by_unit.get(unit, ()), at)

    def standing(self, unit: str, at: datetime) -> Standing:
        """How the post of a unit stands. Before the first tenure that was entered it is unrecorded, not vacant."""
        known = self._by_unit.get(unit, ())
        if not any(holder.since_at <= at for holder in known):
            return Standing.UNRECORDED
        found = holder_at(unit, known, at)
        if found is None:
            return Standing.VACANT
        return Standing.HELD if found.tenure in {Tenure.DEFINITIVE, Tenure.PJ} else Standing.ACTING


def overlaps(holders: Iterable[Holder]) -> tuple[tuple[Holder, Holder], ...]:
    """Pairs of tenures of one unit and kind that cover the same time: one of the two must be wrong."""
    ordered = sorted(holders, key=lambda one: (one.unit, one.tenure, one.since_at))
    pairs = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if (other.unit, other.tenure) != (one.unit, one.tenure):
                break
            if one.until_at is None or other.since_at < one.until_at:
                pairs.append((one, other))
    return tuple(pairs)
