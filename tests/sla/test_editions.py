"""The dated list of national days: what becomes known later counts later, and moves nothing that was set before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.editions import DayKind, Edition, Holidays, Saying, changes, with_decrees
from jaki_replica.sla.national import NationalDay, national_days
from jaki_replica.sla.rules.clock import deadlines
from tests.sla.calendars import OFFICE, OFFICIAL, WIB, filed, local

YEARS = range(2025, 2031)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SAYINGS = st.builds(Saying, DAYS, st.sampled_from(DayKind), st.sampled_from(("Hari A", "Hari B")))
NATIONAL = st.builds(NationalDay, DAYS, st.sampled_from(("Hari A", "Hari B")), st.booleans())
KNOWN = tuple(Saying(day.on, DayKind.JOINT if day.joint else DayKind.HOLIDAY, day.name) for day in national_days(YEARS))
FIRST = Edition(1, datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), "jaki", "", KNOWN)


def edition(number: int, counts_from: datetime, *says: Saying) -> Edition:
    return Edition(number, counts_from, counts_from - timedelta(minutes=5), "uji", "", says)


def due(holidays: Holidays, at: datetime) -> datetime:
    """When a complaint filed at `at` is to be finished, as anybody would count it anew."""
    number = holidays.number_at(at)
    calendar = WorkingCalendar(OFFICE, WIB, holidays.days(number), years=YEARS, revision=1, edition=number)
    return deadlines([filed(at)], OFFICIAL, calendar).finish.due_at


def by_day(days: tuple[NationalDay, ...]) -> dict[date, NationalDay]:
    return {day.on: day for day in days}


@given(
    have=st.lists(NATIONAL, unique_by=lambda d: d.on), wanted=st.lists(NATIONAL, unique_by=lambda d: d.on), first=DAYS
)
def test_what_is_said_makes_what_was_known_into_what_is_wanted_and_leaves_the_past(
    have: list[NationalDay], wanted: list[NationalDay], first: date
) -> None:
    said = changes(have, wanted, first)
    holidays = Holidays((edition(1, datetime(2026, 1, 1, tzinfo=UTC), *(_as_said(one) for one in have)),))
    after = Holidays((*holidays.editions, edition(2, datetime(2026, 1, 2, tzinfo=UTC), *said))).known
    assert [day for day in after if day.on >= first] == sorted((d for d in wanted if d.on >= first), key=lambda d: d.on)
    assert [day for day in after if day.on < first] == [day for day in holidays.known if day.on < first]
    assert changes(after, wanted, first) == (), "said once, there is nothing more to say"


def _as_said(day: NationalDay) -> Saying:
    return Saying(day.on, DayKind.JOINT if day.joint else DayKind.HOLIDAY, day.name)


@settings(deadline=None, max_examples=60)
@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1)),  # noqa: DTZ001  # made aware below
    later=st.lists(st.lists(SAYINGS, max_size=6, unique_by=lambda one: one.on), max_size=4),
    wait=st.timedeltas(timedelta(microseconds=1), timedelta(days=90)),
)
def test_no_edition_that_counts_after_the_filing_moves_a_deadline(
    at: datetime, later: list[list[Saying]], wait: timedelta
) -> None:
    at = at.replace(tzinfo=UTC)
    before = Holidays((FIRST,))
    added = (edition(number, at + wait * (number - 1), *says) for number, says in enumerate(later, 2))
    after = Holidays((FIRST, *added))
    assert after.number_at(at) == 1
    assert due(after, at) == due(before, at)
    assert after.days(1) == before.days(1)


def test_a_day_off_that_is_decreed_or_withdrawn_counts_for_what_is_filed_from_then_on() -> None:
    early, late = local("2026-11-24 09:00"), local("2026-11-24 11:00")
    elections = Saying(date(2026, 11, 26), DayKind.HOLIDAY, "Pemilihan kepala daerah")
    christmas = Saying(date(2026, 12, 24), DayKind.NONE, "Cuti Bersama Hari Raya Natal")
    plain = Holidays((FIRST,))
    changed = Holidays((FIRST, edition(2, local("2026-11-24 10:00"), elections, christmas)))
    assert due(changed, early) == due(plain, early)
    assert due(changed, late) == due(plain, late) + timedelta(days=1)
    assert date(2026, 12, 24) not in by_day(changed.known)
    again = Holidays((*changed.editions, edition(3, local("2026-11-24 10:30"), Saying(elections.on, DayKind.NONE, ""))))
    assert due(again, late) == due(plain, late), "a mistake is mended for those who come after it"
    assert due(again, local("2026-11-24 10:15")) == due(changed, local("2026-11-24 10:15"))


def test_an_edition_is_in_force_from_its_very_instant_and_without_any_there_is_no_day_off() -> None:
    at = local("2026-11-24 10:00")
    found = Holidays((FIRST, edition(2, at)))
    assert found.number_at(at) == 2
    assert found.number_at(at - timedelta(microseconds=1)) == 1
    assert (Holidays().number_at(at), Holidays().days(0), Holidays().newest) == (0, (), 0)


@given(days=st.lists(NATIONAL, unique_by=lambda d: d.on), decrees=st.lists(SAYINGS, unique_by=lambda one: one.on))
def test_what_the_operator_decrees_of_a_day_stands_whatever_the_library_learns(
    days: list[NationalDay], decrees: list[Saying]
) -> None:
    found = by_day(with_decrees(days, {one.on: one for one in decrees}))
    for one in decrees:
        assert found.get(one.on) == one.day
    decreed = {one.on for one in decrees}
    assert {on: day for on, day in found.items() if on not in decreed} == {
        day.on: day for day in days if day.on not in decreed
    }
