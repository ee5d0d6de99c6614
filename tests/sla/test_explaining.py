"""An explanation read as the table an official sees."""

from __future__ import annotations

import string
from datetime import date, datetime

from hypothesis import given

from jaki_replica.sla import rules
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.sentences import SENTENCES
from jaki_replica.sla.terms import Fact, Happened, LineCode, Policy
from tests.sla.calendars import CITY, OFFICIAL, calendar, filed, local, shown
from tests.sla.test_clock import ANY_CALENDAR, INSTANTS, POLICIES, STEPS_APART, happened, history_of

H = Happened


def told(history: tuple[Fact, ...], policy: Policy) -> list[str]:
    lines = []
    for line in rules.explain(history, policy, calendar()):
        values = {name: shown(v) if isinstance(v, datetime) else v for name, v in line.values.items()}
        lines.append(SENTENCES[line.code].en.format(**values))
    return lines


def test_the_whole_story_of_a_complaint_in_the_capital() -> None:
    history = happened(
        ("2026-11-16 08:00", H.FILED),
        ("2026-11-16 09:00", H.PASSED_ON),
        ("2026-11-17 08:00", H.PAUSED),
        ("2026-11-18 08:00", H.RESUMED),
        ("2026-11-20 08:00", H.CLAIMED),
        ("2026-11-21 08:00", H.REFUSED),
        ("2026-11-24 08:00", H.CLAIMED),
        ("2026-11-24 18:00", H.RESOLVED),
    )
    assert told(history, CITY) == [
        "Received Mon 2026-11-16 08:00.",
        "Time limits of revision 4.",
        "Working days and hours of revision 7, zone Asia/Jakarta.",
        "verify: 6h from Mon 2026-11-16 08:00, so Mon 2026-11-16 14:00 at the latest.",
        "answer: 3d from Mon 2026-11-16 08:00, so Fri 2026-11-20 08:00 at the latest.",
        "amber: 4d from Mon 2026-11-16 08:00, so Sun 2026-11-22 08:00 at the latest.",
        "red: 6d from Mon 2026-11-16 08:00, so Tue 2026-11-24 08:00 at the latest.",
        "finish: 7d from Mon 2026-11-16 08:00, so Wed 2026-11-25 08:00 at the latest.",
        "legal: 60d from Mon 2026-11-16 08:00, so Fri 2027-01-15 08:00 at the latest.",
        "accept: 6h from Mon 2026-11-16 09:00, so Mon 2026-11-16 15:00 at the latest.",
        "validate: 48h from Tue 2026-11-24 08:00, so Thu 2026-11-26 08:00 at the latest.",
        "reporter: 10d from Tue 2026-11-24 18:00, so Fri 2026-12-04 18:00 at the latest.",
        "Passed on between units, 1 in all; the clock went on.",
        "Waited for the reporter from Tue 2026-11-17 08:00 to Wed 2026-11-18 08:00; that time does not count.",
        "The clock stood still from Fri 2026-11-20 08:00 to Sat 2026-11-21 08:00, then went on where it stood.",
        "The clock has stood still since Tue 2026-11-24 08:00.",
        "verify: done Mon 2026-11-16 09:00, before the limit Mon 2026-11-16 14:00.",
        "answer: done Tue 2026-11-24 18:00, after the limit Fri 2026-11-20 08:00.",
        "finish: done Tue 2026-11-24 08:00, before the limit Wed 2026-11-25 08:00.",
        "legal: done Tue 2026-11-24 18:00, before the limit Fri 2027-01-15 08:00.",
        "accept: done Fri 2026-11-20 08:00, after the limit Mon 2026-11-16 15:00.",
        "validate: done Tue 2026-11-24 18:00, before the limit Thu 2026-11-26 08:00.",
    ]


def test_working_days_name_the_opening_and_every_day_off() -> None:
    lines = rules.explain((filed(local("2026-03-13 18:00")),), OFFICIAL, calendar())
    later = [line.values for line in lines if line.code is LineCode.STARTS_LATER]
    assert later == [{"at": local("2026-03-16 08:00")}]
    off = [line.values["on"] for line in lines if line.code is LineCode.DAY_OFF]
    assert off == [*(date(2026, 3, day) for day in (18, 19, 20, 23, 24)), date(2026, 4, 3)]


def test_a_pause_and_a_promise_are_told() -> None:
    history = (
        *happened(("2026-11-16 08:00", H.FILED)),
        Fact(H.SCHEDULED, local("2026-11-17 08:00"), local("2026-12-17 08:00")),
        *happened(("2026-11-18 08:00", H.PAUSED)),
    )
    lines = told(history, CITY)
    assert "Waits for the reporter 3d at most; after Sat 2026-11-21 08:00 the clock goes on." in lines
    assert "A promised date was approved Tue 2026-11-17 08:00: Sun 2026-12-20 08:00." in lines


@given(ANY_CALENDAR, INSTANTS, STEPS_APART, POLICIES)
def test_every_line_of_every_history_has_words_in_both_languages(
    cal: WorkingCalendar, at: datetime, gaps: list[tuple[int, Happened]], policy: Policy
) -> None:
    for line in rules.explain(history_of(at, gaps), policy, cal):
        for words in (SENTENCES[line.code].id, SENTENCES[line.code].en):
            blanks = {name for _, name, _, _ in string.Formatter().parse(words) if name}
            assert blanks <= line.values.keys()
            assert words.format(**line.values)


def test_no_code_is_without_words() -> None:
    assert set(SENTENCES) == set(LineCode)
