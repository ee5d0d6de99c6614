"""Adding durations to instants: what an hour, a day, a working hour and a working day are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.errors import Invalid
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.tenancy.configuration.terms import Calendar, Counting, Duration, TimeUnit
from tests.sla.calendars import (
    ANY_CALENDAR,
    BREAKS,
    DURATIONS,
    INSTANTS,
    NONSTOP,
    OFFICE,
    WIB,
    WIT,
    calendar,
    days,
    hours,
    local,
    shown,
    working_days,
    working_hours,
)

ROUNDING = timedelta(microseconds=2)
CASES = [
    # filed, length, due
    ("2026-01-13 10:00", hours(6), "Tue 2026-01-13 16:00"),
    ("2026-01-13 10:00", hours(48), "Thu 2026-01-15 10:00"),
    ("2026-01-13 10:00", days(3), "Fri 2026-01-16 10:00"),
    ("2026-01-13 10:00", working_hours(6), "Tue 2026-01-13 16:00"),
    ("2026-01-13 10:00", working_hours(7), "Wed 2026-01-14 08:30"),
    ("2026-01-13 10:00", working_days(1), "Wed 2026-01-14 10:00"),
    ("2026-01-13 10:00", working_days(2), "Thu 2026-01-15 10:00"),
    # a minute before the weekend: nine hours on Friday, so a 540th of a day is left, and so it is on Monday
    ("2026-01-23 16:29", working_hours(1), "Mon 2026-01-26 08:29"),
    ("2026-01-23 16:29", working_days(1), "Mon 2026-01-26 15:59:03"),
    # on the closing bell, in the evening, on Saturday: all count from Monday's opening, so Monday is the whole day
    ("2026-01-23 16:30", working_days(1), "Mon 2026-01-26 16:00"),
    ("2026-01-23 20:00", working_days(1), "Mon 2026-01-26 16:00"),
    ("2026-01-24 11:00", working_days(1), "Mon 2026-01-26 16:00"),
    ("2026-01-24 11:00", working_hours(1), "Mon 2026-01-26 08:30"),
    ("2026-01-26 07:30", working_days(1), "Mon 2026-01-26 16:00"),
    ("2026-01-26 05:00", working_days(2), "Tue 2026-01-27 16:00"),
    # the eve of a holiday; 16 January is Isra Mikraj, a Friday
    ("2026-01-15 15:00", working_hours(2), "Mon 2026-01-19 08:30"),
    ("2026-01-15 15:00", days(1), "Fri 2026-01-16 15:00"),
    # joint leave before the Lunar New Year of 17 February: Monday and Tuesday are free
    ("2026-02-13 16:29", working_hours(1), "Wed 2026-02-18 08:59"),
    # the year's end: 24 December is joint leave, 25 a holiday, 1 January a holiday
    ("2026-12-23 15:00", working_hours(2), "Mon 2026-12-28 08:30"),
    ("2025-12-31 15:00", working_hours(2), "Fri 2026-01-02 08:30"),
    ("2025-12-31 23:59", days(1), "Thu 2026-01-01 23:59"),
    # Ramadan: 08:00 to 15:00; the middle of a nine-hour Friday is that of a seven-hour day
    ("2026-02-13 12:00", working_days(1), "Wed 2026-02-18 11:30"),
    ("2026-02-18 14:00", working_hours(2), "Thu 2026-02-19 09:00"),
    # Idul Fitri with Nyepi: from 18 to 24 March nothing is worked
    ("2026-03-17 14:00", working_hours(2), "Wed 2026-03-25 08:30"),
    # a regional holiday on Monday, and the Saturday before it worked with Monday's hours
    ("2026-06-19 16:00", working_hours(1), "Sat 2026-06-20 08:00"),
    ("2026-06-20 15:30", working_hours(1), "Tue 2026-06-23 08:00"),
]


@pytest.mark.parametrize(("filed", "length", "expected"), CASES, ids=[f"{f} + {d}" for f, d, _ in CASES])
def test_a_duration_ends_where_a_clerk_would_say(filed: str, length: Duration, expected: str) -> None:
    assert shown(calendar().add(local(filed), length)) == expected


def test_the_lunch_break_is_no_working_time() -> None:
    with_break = calendar(BREAKS)
    assert shown(with_break.add(local("2026-01-13 11:30"), working_hours(1))) == "Tue 2026-01-13 13:30"
    assert shown(with_break.add(local("2026-01-13 12:15"), working_hours(1))) == "Tue 2026-01-13 14:00"
    assert not with_break.is_open(local("2026-01-13 12:00"))
    assert with_break.opening(local("2026-01-13 12:15")) == local("2026-01-13 13:00")


def test_the_same_instant_is_another_time_of_day_in_the_east() -> None:
    instant = datetime(2026, 1, 13, 8, 30, tzinfo=UTC)
    assert shown(calendar().add(instant, working_hours(1)), WIB) == "Wed 2026-01-14 08:00"
    assert shown(calendar(OFFICE, WIT).add(instant, working_hours(1)), WIT) == "Wed 2026-01-14 08:30"
    assert calendar(OFFICE, WIT).is_open(datetime(2026, 1, 12, 22, 30, tzinfo=UTC))
    assert not calendar().is_open(datetime(2026, 1, 12, 22, 30, tzinfo=UTC))


def test_a_day_of_the_wall_clock_keeps_the_time_of_day_where_clocks_are_changed() -> None:
    berlin = calendar(OFFICE, ZoneInfo("Europe/Berlin"))
    before = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.add(before, days(1)) - before == timedelta(hours=23)
    assert berlin.add(before, hours(24)) - before == timedelta(hours=24)


def test_a_calendar_without_national_days_works_through_them() -> None:
    stubborn = calendar(Calendar(national_holidays=False, joint_leave=False))
    assert shown(stubborn.add(local("2026-12-23 15:00"), working_hours(2))) == "Thu 2026-12-24 08:30"
    without_leave = calendar(Calendar(joint_leave=False))
    assert shown(without_leave.add(local("2026-12-23 15:00"), working_hours(2))) == "Thu 2026-12-24 08:30"
    assert shown(without_leave.add(local("2026-12-24 15:00"), working_hours(2))) == "Mon 2026-12-28 08:30"


def test_days_off_are_named_for_the_explanation() -> None:
    found = calendar().off_between(local("2026-06-15 10:00"), local("2026-06-23 10:00"))
    assert found == ((date(2026, 6, 16), "Tahun Baru Islam"), (date(2026, 6, 22), "Hari jadi kota"))


@pytest.mark.parametrize("at", [datetime(1990, 1, 1, tzinfo=UTC), datetime(2036, 12, 30, tzinfo=UTC)])
def test_a_moment_beyond_the_calendar_is_refused(at: datetime) -> None:
    with pytest.raises(Invalid, match="beyond the working calendar"):
        calendar().add(at, working_days(30))


@given(ANY_CALENDAR, INSTANTS, INSTANTS, DURATIONS)
def test_who_files_earlier_is_due_no_later(
    cal: WorkingCalendar, one: datetime, two: datetime, length: Duration
) -> None:
    first, second = sorted((one, two))
    assert cal.add(first, length) <= cal.add(second, length)


@given(ANY_CALENDAR, INSTANTS, DURATIONS)
def test_nothing_is_due_before_it_was_filed(cal: WorkingCalendar, at: datetime, length: Duration) -> None:
    assert cal.add(at, length) >= at
    if length.amount:
        assert cal.add(at, length) > at


@given(ANY_CALENDAR, INSTANTS, st.integers(1, 20), st.integers(1, 20), st.sampled_from(TimeUnit))
def test_durations_add_up(cal: WorkingCalendar, at: datetime, one: int, two: int, unit: TimeUnit) -> None:
    for counting in Counting:
        split = cal.add(cal.add(at, Duration(one, unit, counting)), Duration(two, unit, counting))
        whole = cal.add(at, Duration(one + two, unit, counting))
        assert abs(split - whole) <= ROUNDING


@given(ANY_CALENDAR, INSTANTS, st.integers(1, 30))
def test_more_is_never_sooner(cal: WorkingCalendar, at: datetime, amount: int) -> None:
    for unit in TimeUnit:
        for counting in Counting:
            less, more = (cal.add(at, Duration(n, unit, counting)) for n in (amount - 1, amount))
            assert less < more


@given(ANY_CALENDAR, INSTANTS, st.integers(1, 30))
def test_a_working_limit_ends_within_opening_hours(cal: WorkingCalendar, at: datetime, amount: int) -> None:
    for unit in TimeUnit:
        due = cal.add(at, Duration(amount, unit, Counting.WORKING))
        assert cal.is_open(due - timedelta(microseconds=1))


@given(ANY_CALENDAR, INSTANTS)
def test_positions_lead_back_to_the_first_instant_that_stands_there(cal: WorkingCalendar, at: datetime) -> None:
    for unit in TimeUnit:
        assert cal.instant(cal.position(at, Counting.CALENDAR, unit), Counting.CALENDAR, unit) == at
        position = cal.position(at, Counting.WORKING, unit)
        back = cal.instant(position, Counting.WORKING, unit)
        assert back <= at
        assert cal.position(back, Counting.WORKING, unit) == position
        if cal.is_open(at) and cal.is_open(at - timedelta(microseconds=1)):
            assert back == at


@given(INSTANTS, st.integers(0, 60), st.sampled_from([WIB, WIT]))
def test_where_every_hour_is_worked_all_four_scales_agree(at: datetime, amount: int, zone: ZoneInfo) -> None:
    cal = calendar(NONSTOP, zone)
    expected = at + timedelta(days=amount)
    for counting in Counting:
        assert cal.add(at, Duration(amount, TimeUnit.DAY, counting)) == expected
        assert cal.add(at, Duration(24 * amount, TimeUnit.HOUR, counting)) == expected


@given(INSTANTS, st.integers(0, 60))
def test_three_days_are_seventy_two_hours_where_clocks_are_never_changed(at: datetime, amount: int) -> None:
    for zone in ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"):
        cal = calendar(OFFICE, ZoneInfo(zone))
        assert cal.add(at, days(amount)) == cal.add(at, hours(24 * amount))
