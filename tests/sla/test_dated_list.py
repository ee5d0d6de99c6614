"""Each region's own list of national days, on the real database: seeded, refreshed, corrected, never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, event, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from jaki_replica.cli.main import main
from jaki_replica.complaints import rulebook
from jaki_replica.complaints.actions.acting import deadlines_of, held
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.rules.clock import facts
from jaki_replica.complaints.terms import Action
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import Settings
from jaki_replica.sla import actions, queries
from jaki_replica.sla.calendar import WorkingCalendar, working_calendar
from jaki_replica.sla.editions import DayKind, Saying
from jaki_replica.sla.jobs import learn
from jaki_replica.sla.models import HolidayDecree
from jaki_replica.sla.national import national_days
from jaki_replica.sla.rules.explaining import explain
from jaki_replica.sla.terms import LineCode, Policy, policy_of
from jaki_replica.tenancy.configuration.terms import SlaLimits
from jaki_replica.tenancy.models import OperatorLog
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import Scope
from jaki_replica.tenancy.terms import Tenant
from tests.complaints.test_life import do, filed, owner
from tests.onboarding.conftest import environment
from tests.regions import AtWork, Pair, region

BY = "uji"
SEEDED = range(2024, 2037)


@pytest.fixture(scope="module")
def both(here: Runtime) -> Pair:
    """Two regions whose limits are in working time, so that holidays count."""
    made = []
    for slug, code, prefix in (("kota", "11.72", "KA"), ("kota-dua", "33.72", "KB")):
        plain = region(slug, code, prefix)
        config = replace(plain, sla=replace(plain.sla, default=SlaLimits(), overrides=()))
        made.append(create_region(here, Onboarding(config, actor=BY)))
    return Pair(*made)


@pytest.fixture
def jaki(site: Settings, both: Pair, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name, value in environment(site).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(main, ["holidays", *map(str, arguments)])


def known(here: Runtime, tenant: Tenant) -> queries.Holidays:
    with here.scope_of(tenant) as entered:
        return queries.holidays(entered.session)


def weekday(after: int) -> date:
    """A weekday that far away or a little later, which is no day off so far."""
    on = clock.now().date() + timedelta(days=after)
    off = {day.on for day in national_days((on.year, on.year + 1))}
    while on.weekday() > 4 or on in off:
        on += timedelta(days=1)
    return on


def test_a_region_begins_with_the_days_that_deadlines_were_counted_with_before_there_was_a_list(
    here: Runtime, both: Pair
) -> None:
    found = known(here, both.left)
    assert [one.number for one in found.editions] == [1]
    assert found.days(1) == national_days(SEEDED), "recomputed today, every deadline so far is what it was"
    with here.scope_of(both.left) as entered:
        book = Rulebooks().of(here, entered)
        by_library = working_calendar(book.config, national_days(range(2016, 2037)), revision=1, on=book.at.date())
        at = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
        for length in (book.config.sla.default.finish, book.config.sla.default.answer):
            assert book.calendar.add(at, length) == by_library.add(at, length)


def test_a_regions_login_cannot_rewrite_what_was_known(here: Runtime, both: Pair) -> None:
    for statement in (
        "UPDATE holiday_days SET kind = 'none'",
        "DELETE FROM holiday_days",
        "UPDATE holiday_editions SET counts_from = counts_from",
        "DELETE FROM holiday_editions",
    ):
        with here.scope_of(both.left) as entered, pytest.raises(ProgrammingError, match="permission denied"):
            entered.session.execute(text(statement))
    with Session(here.platform) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(delete(HolidayDecree))


def test_refreshing_again_says_nothing_and_two_at_once_make_one_edition(here: Runtime, both: Pair) -> None:
    assert learn(here, both.right, by=BY, at=clock.now()) is None
    before = known(here, both.right).newest
    said = {weekday(200): Saying(weekday(200), DayKind.HOLIDAY, "Hari uji")}
    with here.scope_of(both.right) as one:
        made = actions.refresh(one.session, said, by=BY, at=clock.now())
        assert made is not None
        one.session.rollback()
    assert known(here, both.right).newest == before


def test_a_decreed_day_reaches_every_region_is_logged_and_moves_no_deadline_that_was_set(
    here: Runtime, both: Pair, jaki: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = weekday(4)
    filed_at = datetime.combine(weekday(1), time(3), tzinfo=UTC)  # morning: minutes later it is that day too
    monkeypatch.setattr(clock, "now", lambda: filed_at)
    dues = [_due(here, tenant, filed_at) for tenant in both.both]
    added = jaki("add", day, "Pemilihan umum", "--reason", "Keppres 1/2026")
    assert added.exit_code == 0, added.output
    assert "2 of 2 regions learned something new" in added.output
    again = jaki("add", day, "Pemilihan umum", "--reason", "Keppres 1/2026")
    assert "already" in again.output
    assert "0 of 2 regions" in again.output
    assert [_due(here, tenant, filed_at) for tenant in both.both] == dues
    later = filed_at + actions.NOTICE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for tenant, due in zip(both.both, dues, strict=True):
        assert _due(here, tenant, filed_at) == due, "recomputed later it is what it was"
        assert _due(here, tenant, later).date() > due.date()
    listed = jaki("list", both.left.slug, "--year", day.year)
    assert "Pemilihan umum" in listed.output
    gone = jaki("withdraw", day, "--reason", "Keppres 2/2026")
    assert gone.exit_code == 0, gone.output
    much_later = later + actions.NOTICE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    assert _due(here, both.left, filed_at) == dues[0]
    assert _due(here, both.left, much_later).date() == dues[0].date()
    with Session(here.platform) as session:
        lines = session.scalars(select(OperatorLog).where(OperatorLog.action.startswith("holidays.")))
        said = [(one.action, one.details.get("reason"), one.details.get("day")) for one in lines]
    assert ("holidays.added", "Keppres 1/2026", day.isoformat()) in said
    assert ("holidays.withdrawn", "Keppres 2/2026", day.isoformat()) in said
    assert sum(action == "holidays.added" for action, *_ in said) == 1


def _due(here: Runtime, tenant: Tenant, filed_at: datetime) -> datetime:
    """When something filed then is to be finished, counted anew."""
    with here.scope_of(tenant) as entered:
        book = Rulebooks().of(here, entered)
        calendar = book.calendar_of(entered.session, book.revision, filed_at)
        return calendar.add(filed_at, book.config.sla.default.finish)


def test_a_step_taken_after_a_day_was_decreed_leaves_the_deadlines_of_a_complaint_where_they_were(
    here: Runtime, both: Pair, jaki: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_work(entered: Scope) -> AtWork:
        return AtWork(here, entered, Rulebooks().of(here, entered))

    with here.scope_of(both.left) as entered:
        complaint = filed(at_work(entered))
        number, stored = complaint.number, _stored(complaint)
        entered.session.commit()
    assert jaki("add", weekday(1), "Hari berkabung", "--reason", "Maklumat").exit_code == 0
    later = clock.now() + actions.NOTICE + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with here.scope_of(both.left) as entered:
        work = at_work(entered)
        complaint = held(entered.session, number)
        do(work, complaint, Action.PASS_ON, owner(complaint), text="Milik dinas", unit=complaint.category_owner)
        assert _stored(complaint) == stored
        due = deadlines_of(entered.session, work.book, complaint, events(entered.session, complaint.id))
        assert (due.answer.due_at, due.finish.due_at) == (complaint.answer_due_at, complaint.due_at)
        assert filed(work).due_at.date() > complaint.due_at.date(), "who files now is counted with the new day"
        lines = explain(
            facts(events(entered.session, complaint.id)), policy(work, complaint), calendar(work, complaint)
        )
        lists = [line.values["edition"] for line in lines if line.code is LineCode.HOLIDAYS]
        assert lists == [work.book.holidays.number_at(complaint.filed_at)]
        assert lists[0] < work.book.holidays.newest


def _stored(complaint: Complaint) -> tuple[object, ...]:
    return complaint.answer_due_at, complaint.amber_at, complaint.red_at, complaint.due_at


def policy(work: AtWork, complaint: Complaint) -> Policy:
    config = work.book.config_of(work.session, complaint.config_revision)
    return policy_of(config, complaint.category, complaint.config_revision)


def calendar(work: AtWork, complaint: Complaint) -> WorkingCalendar:
    return work.book.calendar_of(work.session, complaint.config_revision, complaint.filed_at)


def test_what_cannot_be_decreed_says_why_and_changes_nothing(here: Runtime, jaki: Callable[..., Result]) -> None:
    today = clock.now().date()
    for arguments, words in (
        (("add", today - timedelta(days=1), "Kemarin", "--reason", "x"), "is over"),
        (("add", today.replace(year=today.year + 11), "Jauh", "--reason", "x"), "too far away"),
        (("add", weekday(30), " ", "--reason", "x"), "needs 1 to"),
        (("add", weekday(30), "A\x07B", "--reason", "x"), "needs 1 to"),
        (("add", weekday(30), "Hari", "--reason", " "), "needs 1 to"),
        (("withdraw", weekday(30), "--reason", "x"), "is no national day"),
        (("list", "tidak-ada"), "There is no region"),
    ):
        refused = jaki(*arguments)
        assert refused.exit_code == 1, arguments
        assert words in refused.output + refused.stderr, refused.output
    with Session(here.platform) as session, pytest.raises(Invalid):
        said = Saying(today, DayKind.HOLIDAY, "x" * 200)
        actions.decree(session, said, reason="x", by=BY, at=clock.now())


def test_a_newer_library_is_taken_in_by_the_timetable_from_today_on(
    here: Runtime, both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = known(here, both.left)
    now = clock.now()
    new, past = weekday(40), now.date() - timedelta(days=30)

    def learned(years: object) -> tuple[object, ...]:
        days = {day.on: day for day in national_days(years)}  # type: ignore[arg-type]
        moved = next(on for on in days if on > new and days[on].joint)
        days.pop(moved)
        return (*days.values(), *(type(before.known[0])(on, "Baru diketahui", joint=True) for on in (past, new)))

    monkeypatch.setattr(actions, "national_days", learned)
    made = learn(here, both.left, by="timetable", at=now)
    assert made is not None
    assert made.counts_from > now
    kinds = {one.on: one.kind for one in made.says}
    assert kinds[new] is DayKind.JOINT
    assert past not in kinds, "days that are over are left as they were known"
    assert DayKind.NONE in kinds.values()
    after = known(here, both.left)
    assert after.editions[:-1] == before.editions
    assert learn(here, both.left, by="timetable", at=now) is None


def test_a_year_without_a_decree_alarms_in_the_autumn_before(
    here: Runtime, both: Pair, jaki: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jaki("alarm").exit_code == 0
    unknown = max(day.on.year for day in national_days(range(2024, 2040)) if day.joint)
    for month, code in ((9, 0), (10, 1)):
        monkeypatch.setattr(clock, "now", lambda month=month: datetime(unknown, month, 15, tzinfo=UTC))
        found = jaki("alarm")
        assert found.exit_code == code, found.output
    assert str(unknown + 1) in found.output
    assert actions.unknown_year({}, date(unknown, 10, 15)) == unknown + 1
    own = {date(unknown + 1, 1, 2): Saying(date(unknown + 1, 1, 2), DayKind.JOINT, "Cuti bersama")}
    assert actions.unknown_year(own, date(unknown, 10, 15)) == 0


def test_what_is_in_force_is_still_one_statement_and_the_list_is_read_once(here: Runtime, both: Pair) -> None:
    asked: list[str] = []
    books = Rulebooks()
    with here.scope_of(both.left) as entered:
        books.of(here, entered)
        bind = entered.session.get_bind()
        event.listen(bind, "before_cursor_execute", lambda *given: asked.append(given[2]))
        book = books.of(here, entered)
        assert book.calendar.days_off
        book.calendar_of(entered.session, book.revision, clock.now())
    assert len(asked) == 1, asked


def test_every_process_has_read_an_edition_before_it_counts(
    here: Runtime, both: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.NOTICE.total_seconds() > rulebook.REREAD_SECONDS * 3
    elsewhere, now = Rulebooks(), clock.now()
    day = weekday(90)
    decrees = {day: Saying(day, DayKind.HOLIDAY, "Hari uji")}
    with here.scope_of(both.right) as entered:
        before = elsewhere.of(here, entered).holidays
    with here.scope_of(both.right) as entered:
        made = actions.refresh(entered.session, decrees, by=BY, at=now)
        here.commit(entered)
    assert made is not None
    with here.scope_of(both.right) as entered:
        assert elsewhere.of(here, entered).holidays.newest == before.newest, "it was read a moment ago"
        started = monotonic()
        monkeypatch.setattr(rulebook.time, "monotonic", lambda: started + rulebook.REREAD_SECONDS)
        book = elsewhere.of(here, entered)
        assert book.holidays.newest == made.number
        assert book.holidays.number_at(now + timedelta(seconds=2 * rulebook.REREAD_SECONDS)) < made.number
        assert day not in book.calendar.days_off
        assert day in book.calendar_of(entered.session, book.revision, made.counts_from).days_off
