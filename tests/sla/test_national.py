"""Holidays and joint leave as the library has them, and the alarm for years not published yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from jaki_replica.sla.national import alarming, decreed_years, missing_years, national_days
from jaki_replica.tenancy.configuration.terms import Calendar, NamedDay

CALENDAR = Calendar()
KNOWN = national_days(range(2024, 2040))
LAST_PUBLISHED = max(decreed_years(KNOWN))


def test_the_decree_for_2026_has_seventeen_holidays_and_eight_days_of_joint_leave() -> None:
    found = national_days([2026])
    assert sum(not day.joint for day in found) == 17
    assert [f"{day.on:%d.%m.}" for day in found if day.joint] == [
        "16.02.", "18.03.", "20.03.", "23.03.", "24.03.", "15.05.", "28.05.", "24.12."
    ]  # fmt: skip
    assert all(day.name.startswith("Cuti Bersama") == day.joint for day in found)
    assert [day.on for day in found] == sorted(day.on for day in found)


def test_no_years_have_no_days() -> None:
    assert national_days([]) == ()


def test_a_year_without_joint_leave_is_told_before_it_begins() -> None:
    assert missing_years(CALENDAR, date(LAST_PUBLISHED - 1, 12, 1), KNOWN) == ()
    assert missing_years(CALENDAR, date(LAST_PUBLISHED, 12, 1), KNOWN) == (LAST_PUBLISHED + 1,)
    assert missing_years(CALENDAR, date(LAST_PUBLISHED + 1, 1, 1), KNOWN) == (LAST_PUBLISHED + 1, LAST_PUBLISHED + 2)


def test_days_the_region_entered_itself_silence_the_alarm() -> None:
    entered = replace(CALENDAR, holidays=(NamedDay(date(LAST_PUBLISHED + 1, 3, 1), "Cuti bersama"),))
    assert missing_years(entered, date(LAST_PUBLISHED, 12, 1), KNOWN) == ()


def test_who_observes_no_national_days_misses_none() -> None:
    worked_through = replace(CALENDAR, national_holidays=False, joint_leave=False)
    assert missing_years(worked_through, date(LAST_PUBLISHED + 5, 1, 1), KNOWN) == ()


def test_the_alarm_waits_for_the_autumn_in_which_the_decree_comes_but_never_for_the_year_itself() -> None:
    assert alarming((2028,), date(2027, 9, 30)) == 0
    assert alarming((2028,), date(2027, 10, 1)) == 2028
    assert alarming((2027, 2028), date(2027, 1, 1)) == 2027
    assert alarming((), date(2027, 12, 31)) == 0
