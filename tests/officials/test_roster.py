"""The roster in a real schema: revisions, two at once, rolling back, and when somebody takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.officials import queries as officials
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.roster.actions import BadRoster, By, UnseenRoster
from jaki_replica.officials.roster.document import canonical
from jaki_replica.officials.roster.queries import RevisionKind
from jaki_replica.officials.roster.terms import ChangeKind, Person, Roster
from jaki_replica.settings import Settings
from jaki_replica.tenancy.engines import Engines
from jaki_replica.tenancy.terms import Tenant
from tests import statements
from tests.officials.rosters import PEOPLE, POSTS, day, holding, roster
from tests.officials.test_people import hold, person
from tests.officials.test_roster_rules import HISTORY, played

WIT = ZoneInfo("Asia/Jayapura")
NOW = clock.now()


def by(base: int | None, reason: str = "Uji", zone: ZoneInfo = WIT) -> By:
    return By("admin", reason, NOW, base, zone)


@pytest.fixture
def other_session(settings: Settings, empty_tenant: Tenant) -> Iterator[Session]:
    engines = Engines(settings)
    with Session(engines.of(empty_tenant), expire_on_commit=False) as session:
        yield session
    engines.close()


def rows(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM holders")) or 0


@given(HISTORY)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_applied_is_what_is_read_and_applying_it_again_makes_no_revision(
    region_session: Session, history: list[tuple[str, object, int]]
) -> None:
    session = region_session
    number = None
    documents = {}
    for wanted in played(history):  # type: ignore[arg-type]
        made = actions.apply(session, wanted, by(number))
        assert made is not None
        assert made.number == (number or 0) + (made.number != number)
        number = made.number
        documents[number] = canonical(wanted)
        found = queries.roster(session, WIT)
        assert canonical(found) == canonical(wanted)
        assert rules.difference(found, wanted) == ()
        again = actions.apply(session, found, by(None))
        assert again is not None
        assert again.number == number
    assert {n.number for n in queries.history(session)} == set(documents)
    for one, document in documents.items():
        assert canonical(queries.by_number(session, one)[1]) == document
    session.rollback()


def test_the_history_tells_who_why_and_what(region_session: Session) -> None:
    actions.apply(region_session, roster(holding(0, 0)), by(None, "SK 1"))
    actions.apply(region_session, rules.appointed(roster(holding(0, 0)), [holding(1, 30)]), by(1, "SK 2"))
    second, first = queries.history(region_session)
    assert [(n.number, n.base_number, n.author, n.reason) for n in (first, second)] == [
        (1, None, "admin", "SK 1"),
        (2, 1, "admin", "SK 2"),
    ]
    assert [one.kind for one in queries.between(region_session, 1, 2)] == [ChangeKind.ENDED, ChangeKind.APPOINTED]


def test_who_was_in_office_before_any_revision_is_noted_as_found(region_session: Session) -> None:
    hold(region_session, person(region_session, "Rina Contoh"), POSTS[0], Tenure.DEFINITIVE, NOW - timedelta(days=9))
    present = queries.roster(region_session, WIT)
    made = actions.apply(region_session, present.replaced(persons=[Person(PEOPLE[1].id, "Budi Misalia")]), by(None))
    assert made is not None
    assert [(n.number, n.kind) for n in queries.history(region_session)] == [
        (2, RevisionKind.EDIT),
        (1, RevisionKind.FOUND),
    ]
    assert [one.kind for one in queries.between(region_session, 1, 2)] == [ChangeKind.PERSON_ADDED]


def test_an_admin_who_saw_an_older_roster_is_told_what_changed_since(region_session: Session) -> None:
    actions.apply(region_session, roster(), by(None))
    actions.apply(region_session, roster(holding(0, 0)), By("lain", "SK", NOW, 1, WIT))
    with pytest.raises(UnseenRoster) as refused:
        actions.apply(region_session, roster(holding(1, 0)), by(1))
    assert refused.value.by == "lain"
    assert [one.name for one in refused.value.unseen] == ["Rina Contoh"]
    assert queries.roster(region_session, WIT) == roster(holding(0, 0))


def test_of_two_admins_at_the_same_moment_one_is_refused(region_session: Session, other_session: Session) -> None:
    actions.apply(region_session, roster(), by(None))
    region_session.commit()
    queries.roster(other_session, WIT)
    actions.apply(region_session, roster(holding(0, 0)), by(1))
    region_session.commit()
    with pytest.raises(Conflict):
        actions.apply(other_session, roster(holding(1, 0)), by(1))


def test_a_roster_that_breaks_a_rule_leaves_everything_as_it_was(region_session: Session) -> None:
    actions.apply(region_session, roster(holding(0, 0)), by(None))
    with pytest.raises(BadRoster):
        actions.apply(region_session, roster(holding(0, 0), holding(1, 5)), by(1))
    assert queries.roster(region_session, WIT) == roster(holding(0, 0))
    assert len(queries.history(region_session)) == 1


def test_rolling_back_is_a_revision_of_its_own_and_deletes_nothing(region_session: Session) -> None:
    first = roster(holding(0, 0))
    actions.apply(region_session, first, by(None))
    actions.apply(region_session, rules.appointed(first, [holding(1, 30)]), by(1))
    assert rows(region_session) == 2
    made = actions.rollback(region_session, 1, replace(by(2, "Salah SK"), kind=RevisionKind.ROLLBACK))
    assert made is not None
    assert (made.number, made.kind, made.base_number) == (3, RevisionKind.ROLLBACK, 2)
    assert queries.roster(region_session, WIT) == first
    assert rows(region_session) == 2
    with pytest.raises(NotFound):
        actions.rollback(region_session, 9, by(3))


def test_a_person_who_left_the_list_and_comes_back_is_the_same_row_with_his_number(region_session: Session) -> None:
    actions.apply(region_session, Roster([PEOPLE[1]]), by(None))
    actions.apply(region_session, Roster([]), by(1))
    actions.apply(region_session, Roster([Person(PEOPLE[0].id, "Rina Contoh", PEOPLE[1].nip)]), by(2))
    actions.apply(region_session, Roster([PEOPLE[1]]), by(3))
    assert queries.roster(region_session, WIT) == Roster([PEOPLE[1]])
    assert region_session.scalar(text("SELECT count(*) FROM officials")) == 2


def test_two_people_can_change_numbers(region_session: Session) -> None:
    actions.apply(region_session, Roster([PEOPLE[1], PEOPLE[3]]), by(None))
    swapped = Roster([replace(PEOPLE[1], nip=PEOPLE[3].nip), replace(PEOPLE[3], nip=PEOPLE[1].nip)])
    actions.apply(region_session, swapped, by(1))
    assert queries.roster(region_session, WIT) == swapped


def test_the_regions_login_cannot_change_or_remove_a_revision(region_session: Session) -> None:
    actions.apply(region_session, roster(), by(None))
    region_session.commit()
    for statement in ("UPDATE roster_revisions SET reason = 'x'", "DELETE FROM roster_revisions"):
        with pytest.raises(ProgrammingError) as refused:
            region_session.execute(text(statement))
        assert sqlstate(refused.value) == "42501"
        region_session.rollback()


@pytest.mark.parametrize("name", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_successor_takes_over_exactly_at_the_midnight_of_the_regions_zone(region_session: Session, name: str) -> None:
    zone = ZoneInfo(name)
    now = roster(holding(0, 0))
    actions.apply(region_session, rules.appointed(now, [holding(1, 333)]), by(None, zone=zone))
    midnight = datetime(2026, 11, 30, tzinfo=zone)
    assert day(333) == midnight.date()
    before = officials.answering(region_session, [POSTS[0]], midnight - timedelta(microseconds=1))
    after = officials.answering(region_session, [POSTS[0]], midnight)
    assert (before[POSTS[0]].name, after[POSTS[0]].name) == ("Rina Contoh", "Budi Misalia")
    instants = [midnight - timedelta(microseconds=1), midnight, midnight + timedelta(days=900)]
    held = officials.holders(region_session, POSTS[0])
    assert [one.official_id if (one := held.at(POSTS[0], at)) else None for at in instants] == [
        PEOPLE[0].id,
        PEOPLE[1].id,
        PEOPLE[1].id,
    ]


def test_the_whole_roster_is_read_in_two_queries(region_session: Session) -> None:
    actions.apply(region_session, roster(holding(0, 0), holding(1, 0, post=1)), by(None))
    with statements.counted(region_session) as seen:
        queries.roster(region_session, WIT)
    assert len(seen) == 2


def test_a_draft_is_its_authors_alone_and_grows_old(region_session: Session) -> None:
    key = actions.keep_draft(region_session, roster(), base=None, author="admin", origin="x.csv", at=NOW)
    assert queries.draft(region_session, key, "admin", NOW).roster == roster()
    for author, at in (("lain", NOW), ("admin", NOW + timedelta(days=2))):
        with pytest.raises(NotFound):
            queries.draft(region_session, key, author, at)


def test_a_handover_is_told_for_every_day_on_which_somebody_else_would_answer() -> None:
    before = roster(holding(0, 0))
    after = rules.appointed(before, [holding(1, 10, 12, Tenure.PLH), holding(2, 40)])
    found = rules.handovers(before, after, day(5))
    assert [(one.day, one.old, one.new) for one in found] == [
        (day(10), PEOPLE[0].id, PEOPLE[1].id),
        (day(40), PEOPLE[0].id, PEOPLE[2].id),
    ]
