"""Rows of the inbox are kept while they say the same: not a step, a rule or a minute longer."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.complaints.worklist import Line
from jaki_replica.desk import lasting, rows, timing
from jaki_replica.desk.timing import NEAR, Scale
from jaki_replica.foundation import clock
from jaki_replica.foundation.recent import Recent
from jaki_replica.tenancy.belief import BELIEVED_SECONDS
from jaki_replica.tenancy.configuration.actions import apply
from jaki_replica.tenancy.configuration.terms import Counting, Text
from tests.desk.office import LURAH, Desk, Office, words
from tests.desk.test_inbox import counted
from tests.sla.calendars import calendar, local

SPANS = st.one_of(
    st.integers(-40 * 24 * 3600, 40 * 24 * 3600),
    st.sampled_from([0, 59, 60, 3599, 3600, 3601, 86399, 86400, 86401, 172799, 172800, 172801]),
    st.sampled_from([-1, -60, -3600, -86400, -172800]),
)
PARTS = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=4)


@given(st.sampled_from(list(Counting)), st.integers(0, 300 * 24 * 3600), SPANS, st.one_of(st.none(), SPANS), PARTS)
def test_what_is_said_of_a_limit_holds_for_as_long_as_it_says(
    counting: Counting, when: int, left: int, amber_after: int | None, parts: list[float]
) -> None:
    scale = Scale(calendar(), counting)
    at = local("2026-01-02 00:00") + timedelta(seconds=when)
    due_at = at + timedelta(seconds=left)
    amber_at = None if amber_after is None else at + timedelta(seconds=amber_after)

    def said(now: datetime) -> timing.Due:
        return timing.left(due_at, now, amber=amber_at is not None and amber_at <= now, scale=scale)

    until = lasting.until(due_at, at, scale, amber_at)
    between = [at + (until - at) * part for part in parts] + [until - timedelta(microseconds=1)]
    assert until >= at
    assert {said(one) for one in between if at <= one < until} <= {said(at)}


@pytest.mark.parametrize(
    ("counting", "left", "holds"),
    [
        (Counting.CALENDAR, timedelta(days=5, hours=7), timedelta(hours=7)),
        (Counting.CALENDAR, timedelta(hours=30, minutes=5), timedelta(minutes=5)),
        (Counting.CALENDAR, timedelta(hours=5, minutes=20), timedelta(minutes=20)),
        (Counting.CALENDAR, timedelta(minutes=-90), timedelta(minutes=30)),
        (Counting.CALENDAR, timedelta(days=-3, hours=-2), timedelta(hours=22)),
        (Counting.WORKING, timedelta(hours=5, minutes=20), timedelta(minutes=20)),
    ],
)
def test_hours_and_days_hold_until_the_next_of_them(counting: Counting, left: timedelta, holds: timedelta) -> None:
    at = local("2026-07-06 09:00")
    assert lasting.until(at + left, at, Scale(calendar(), counting)) == at + holds


def test_working_days_hold_until_one_is_over_and_the_last_day_is_counted_in_hours() -> None:
    at, due_at = local("2026-07-06 09:00"), local("2026-07-09 12:00")
    scale = Scale(calendar(), Counting.WORKING)
    until = lasting.until(due_at, at, scale)
    assert at < until <= due_at - NEAR
    assert timing.left(due_at, until + timedelta(minutes=1), scale=scale) != timing.left(due_at, at, scale=scale)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of the rows that were made, in order; nothing was kept before."""
    made: list[str] = []
    real = rows._row

    def row(book: object, line: Line, days: object) -> rows.Row:
        made.append(line.number)
        return real(book, line, days)  # type: ignore[arg-type]

    monkeypatch.setattr(rows, "_row", row)
    monkeypatch.setattr(rows, "_kept", Recent(rows.MOST_KEPT))
    return made


def row_of(desk: Desk, number: str) -> str:
    """What the inbox says of one complaint, on whichever of its pages."""
    following: str | None = "/meja?tab=tindakan"
    while following:
        page = desk.get(following).text
        found = re.search(rf'<tr>(?:(?!</tr>).)*/meja/laporan/{number}".*?</tr>', page, re.S)
        if found:
            assert "<script" not in found[0]
            return words(found[0])
        link = re.search(r'rel="next" href="([^"]+)"', page)
        following = unescape(link[1]) if link else None
    raise AssertionError(f"{number} is not in the inbox")


def test_a_row_is_made_once_for_everybody_who_sees_it(office: Office, drawn: list[str]) -> None:
    number, lurah, camat = office.file(), office.sign_in(LURAH), office.sign_in("camat")
    first = row_of(lurah, number)
    assert {row_of(lurah, number), row_of(camat, number)} == {first}
    assert drawn.count(number) == 1


def test_markup_in_a_story_stays_text(office: Office, drawn: list[str]) -> None:
    number, lurah = office.file(description="<script>alert(1)</script> lubang {{ 7 * 7 }}"), office.sign_in(LURAH)
    assert "<script>alert(1)</script> lubang {{ 7 * 7 }}" in row_of(lurah, number)


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_language_has_its_own(office: Office, drawn: list[str], language: str) -> None:
    number, lurah = office.file(), office.sign_in(LURAH)
    other = {"en": "id", "id": "en"}[language]
    said = []
    for one in (language, other, language):
        lurah.client.set_cookie("bahasa", one, domain=lurah.host.removeprefix("http://").partition(":")[0])
        said.append(row_of(lurah, number))
    assert said[0] == said[2] != said[1]


def test_a_step_and_whatever_else_is_written_make_it_anew(office: Office, drawn: list[str]) -> None:
    number, lurah = office.file(), office.sign_in(LURAH)
    before = row_of(lurah, number)
    office.act(number, Action.START, Role.OWNER, LURAH)
    after = row_of(lurah, number)
    assert before != after and "Proses" in after
    with office.at_work() as at:
        at.session.execute(update(Complaint).where(Complaint.number == number).values(description="Lampu jalan padam"))
        at.session.commit()
    assert "Lampu jalan padam" in row_of(lurah, number)


def test_time_alone_makes_it_anew(office: Office, drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    number, lurah = office.file(), office.sign_in(LURAH)
    now = clock.now()
    said = []
    for minutes in (0, 1, 45, 6 * 60 - 3, 6 * 60 - 2, 6 * 60 + 2, 11 * 60):
        at = now + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        said.append(row_of(lurah, number))
        monkeypatch.setattr(rows, "_kept", Recent(rows.MOST_KEPT))
        assert said[-1] == row_of(lurah, number), "as if it had not been kept"
        monkeypatch.undo()
    assert len(set(said)) > 3


def test_a_new_revision_makes_it_anew_and_the_old_one_is_read_once(
    office: Office, drawn: list[str], request: pytest.FixtureRequest
) -> None:
    number, lurah = office.file(), office.sign_in(LURAH)
    before = row_of(lurah, number)
    known = rename(office, "Kubangan di jalan")
    request.addfinalizer(lambda: rename(office, known))
    assert before != row_of(lurah, number) and "Kubangan di jalan" in row_of(lurah, number)
    again = office.file()
    row_of(lurah, number)
    with counted() as sent:
        assert row_of(lurah, number) and row_of(lurah, again)
        lurah.case(number)
    assert [one for one in sent if "FROM config_revisions" in one and "document" in one] == []


def rename(office: Office, name: str) -> str:
    """Let the category that the complaints are of be called so from now on; how it was called."""
    with office.at_work() as at:
        config = at.book.config
        renamed = tuple(
            replace(one, name=Text(name, name)) if one.key == office.own_category else one for one in config.categories
        )
        wanted = replace(config, categories=renamed)
        apply(at.session, wanted, author="ani", reason="nama", at=datetime.now(UTC), base=at.book.revision)
        at.session.commit()
    time.sleep(2 * BELIEVED_SECONDS)
    return next(one.name.id for one in config.categories if one.key == office.own_category)
