"""The dated list of national days off: editions that are only added to, each counting for what is filed from then on.

A complaint is counted by the edition that counted when it was filed, for ever: a day that is decreed, moved or
withdrawn later moves no deadline that was set before. Which edition that is follows from the instant of filing alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from jaki_replica.sla.national import NationalDay


class DayKind(StrEnum):
    """What is said of a day: a holiday, joint leave (*cuti bersama*), or no day off after all."""

    HOLIDAY = "holiday"
    JOINT = "joint"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of one day; what was said of it before no longer holds."""

    on: date
    kind: DayKind
    name: str

    @property
    def day(self) -> NationalDay | None:
        """The day off, or None where it is none."""
        return None if self.kind is DayKind.NONE else NationalDay(self.on, self.name, self.kind is DayKind.JOINT)


@dataclass(frozen=True, slots=True)
class Edition:
    """What became known at one time. It counts for complaints filed at `counts_from` (UTC) or later."""

    number: int
    counts_from: datetime
    known_at: datetime
    known_by: str
    reason: str
    says: tuple[Saying, ...]


@dataclass(frozen=True)
class Holidays:
    """All editions of a region, by number. Without any there is no national day."""

    editions: tuple[Edition, ...] = ()

    @property
    def newest(self) -> int:
        """The number of the last edition, whether it counts already or not; 0 without any."""
        return self.editions[-1].number if self.editions else 0

    def number_at(self, at: datetime) -> int:
        """The edition by which a complaint filed at `at` is counted; 0 for none."""
        return max((one.number for one in self.editions if one.counts_from <= at), default=0)

    def days(self, number: int) -> tuple[NationalDay, ...]:
        """The days off of an edition, with what those before it said, by date."""
        if number not in self._days:
            self._days[number] = _days_of(one for one in self.editions if one.number <= number)
        return self._days[number]

    @property
    def known(self) -> tuple[NationalDay, ...]:
        """The days off as they are known now."""
        return self.days(self.newest)

    @cached_property
    def _days(self) -> dict[int, tuple[NationalDay, ...]]:
        return {}


def _days_of(editions: Iterable[Edition]) -> tuple[NationalDay, ...]:
    said = {one.on: one.day for edition in editions for one in edition.says}
    return tuple(day for _on, day in sorted(said.items()) if day is not None)


def with_decrees(days: Iterable[NationalDay], decrees: Mapping[date, Saying]) -> tuple[NationalDay, ...]:
    """The days with what the operator decreed for some dates in place of what else is known of them."""
    found = {day.on: day for day in days if day.on not in decrees}
    found |= {on: said.day for on, said in decrees.items() if said.day is not None}
    return tuple(found[on] for on in sorted(found))


def changes(have: Iterable[NationalDay], wanted: Iterable[NationalDay], first: date) -> tuple[Saying, ...]:
    """What must be said of days from `first` on, so that what is known becomes what is wanted."""
    old = {day.on: day for day in have if day.on >= first}
    new = {day.on: day for day in wanted if day.on >= first}
    said = [_said(day) for on, day in new.items() if old.get(on) != day]
    gone = [Saying(on, DayKind.NONE, day.name) for on, day in old.items() if on not in new]
    return tuple(sorted([*said, *gone], key=lambda one: one.on))


def _said(day: NationalDay) -> Saying:
    return Saying(day.on, DayKind.JOINT if day.joint else DayKind.HOLIDAY, day.name)
