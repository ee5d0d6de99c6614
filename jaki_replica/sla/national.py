"""National holidays and joint leave (*cuti bersama*), and the years whose days off are not published yet.

The days come from the library `holidays`, which has the yearly joint decree of three ministers: its category
"public" holds the holidays, its category "government" the joint leave. The decree comes out in the autumn before;
for later years the library only estimates the holidays by astronomy and knows no joint leave. Regions take the days
into dated lists of their own (`editions`), so that nothing the library learns later moves a deadline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holidays import GOVERNMENT, PUBLIC, country_holidays

from jaki_replica.tenancy.configuration.terms import Calendar

COUNTRY = "ID"
LANGUAGE = "id"
DECREE_MONTH = 10


@dataclass(frozen=True, slots=True)
class NationalDay:
    """A day off in the whole nation; `joint` tells joint leave from a holiday."""

    on: date
    name: str
    joint: bool = False


def national_days(years: Iterable[int]) -> tuple[NationalDay, ...]:
    """Holidays and joint leave of those years, by date; a day that is both is a holiday."""
    wanted = tuple(years)
    found = {on: NationalDay(on, name, joint=True) for on, name in _days(wanted, GOVERNMENT)}
    found |= {on: NationalDay(on, name) for on, name in _days(wanted, PUBLIC)}
    return tuple(found[on] for on in sorted(found))


def _days(years: tuple[int, ...], category: str) -> Iterable[tuple[date, str]]:
    return country_holidays(COUNTRY, years=years, categories=(category,), language=LANGUAGE).items() if years else ()


def missing_years(calendar: Calendar, on: date, known: Iterable[NationalDay]) -> tuple[int, ...]:
    """Of this year and the next, those whose decree is not among the `known` days: deadlines in them may still move.

    Empty for a calendar that observes no national days. What the region entered itself for such a year counts
    as the decree where it names any day of that year, for nobody can tell the two apart.
    """
    if not (calendar.national_holidays or calendar.joint_leave):
        return ()
    there = {day.on.year for day in calendar.holidays} | decreed_years(known)
    return tuple(year for year in (on.year, on.year + 1) if year not in there)


def decreed_years(days: Iterable[NationalDay]) -> frozenset[int]:
    """The years whose joint decree is among the days: only then is there joint leave."""
    return frozenset(day.on.year for day in days if day.joint)


def alarming(missing: Iterable[int], on: date) -> int:
    """The first year whose days somebody must see to now, or 0: the decree of the next year comes in the autumn."""
    return next((year for year in missing if year <= on.year or on.month >= DECREE_MONTH), 0)
