"""Calendars and histories for tests of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.national import national_days
from jaki_replica.sla.terms import Fact, Happened, Policy
from jaki_replica.tenancy.configuration.terms import (
    OFFICE_WEEK,
    Calendar,
    Counting,
    DayHours,
    Duration,
    HoursPeriod,
    NamedDay,
    Opening,
    SlaLimits,
    TimeUnit,
    Weekday,
)

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
YEARS = range(2016, 2037)
RAMADAN = HoursPeriod(
    date(2026, 2, 18),
    date(2026, 3, 19),
    "Ramadan",
    tuple(DayHours(day, (Opening(time(8), time(15)),)) for day in tuple(Weekday)[:5]),
)
WITH_BREAK = tuple(
    DayHours(day, (Opening(time(7, 30), time(12)), Opening(time(13), time(16)))) for day in tuple(Weekday)[:5]
)
ALWAYS = tuple(DayHours(day, (Opening(time(0), time.max),)) for day in Weekday)
OFFICE = Calendar(
    hours=OFFICE_WEEK,
    holidays=(NamedDay(date(2026, 6, 22), "Hari jadi kota"),),
    worked=(NamedDay(date(2026, 6, 20), "Pengganti hari jadi"),),
    periods=(RAMADAN,),
)


@cache
def calendar(terms: Calendar = OFFICE, zone: ZoneInfo = WIB) -> WorkingCalendar:
    return WorkingCalendar(terms, zone, national_days(YEARS), years=YEARS, revision=7)


BREAKS = Calendar(hours=WITH_BREAK, periods=(RAMADAN,))
NONSTOP = Calendar(hours=ALWAYS, national_holidays=False, joint_leave=False)
CALENDARS = tuple(calendar(terms, zone) for terms in (OFFICE, BREAKS, NONSTOP) for zone in (WIB, WITA, WIT))


def local(text: str, zone: ZoneInfo = WIB) -> datetime:
    """An instant from the clock on the wall, such as `2026-02-13 16:29`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def shown(at: datetime, zone: ZoneInfo = WIB) -> str:
    """The clock on the wall at an instant, with seconds only where there are any."""
    wall = at.astimezone(zone)
    return f"{wall:%a %Y-%m-%d %H:%M}" + (f":{wall:%S}" if wall.second else "")


def hours(amount: int) -> Duration:
    return Duration(amount, TimeUnit.HOUR)


def days(amount: int) -> Duration:
    return Duration(amount)


def working_hours(amount: int) -> Duration:
    return Duration(amount, TimeUnit.HOUR, Counting.WORKING)


def working_days(amount: int) -> Duration:
    return Duration(amount, TimeUnit.DAY, Counting.WORKING)


CITY_LIMITS = SlaLimits(hours(6), hours(6), days(3), days(4), days(6), days(7), hours(48), days(10), legal=days(60))
CITY = Policy(CITY_LIMITS, days(3), 4)
OFFICIAL = Policy(SlaLimits(), days(3), 4)

INSTANTS = st.integers(0, 15 * 365 * 86_400_000_000).map(
    lambda passed: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(microseconds=passed)
)
DURATIONS = st.builds(Duration, st.integers(0, 30), st.sampled_from(TimeUnit), st.sampled_from(Counting))
ANY_CALENDAR = st.sampled_from(CALENDARS)


def filed(at: datetime) -> Fact:
    return Fact(Happened.FILED, at)
