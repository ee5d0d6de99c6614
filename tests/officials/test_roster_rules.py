"""How appointments fit into a roster, what is refused, and what differs."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.document import canonical, load
from jaki_replica.officials.roster.terms import ChangeKind, Holding, Roster, Wrong
from tests.officials.rosters import HOLDINGS, PEOPLE, POSTS, day, holding, roster

HISTORY = st.lists(st.tuples(st.sampled_from(("appoint", "end")), HOLDINGS, st.integers(0, 60)), max_size=14)


def played(history: list[tuple[str, Holding, int]]) -> list[Roster]:
    """The rosters of a history of changes, those that are refused left out."""
    now = roster()
    found = [now]
    for what, one, number in history:
        if what == "appoint":
            wanted = rules.appointed(now, [one])
        else:
            known = list(now.holdings)
            wanted = rules.ended(now, known[number % len(known)], day(number)) if known else now
        if not rules.check(now, wanted):
            now = wanted
            found.append(now)
    return found


@given(HISTORY)
def test_never_do_two_answer_for_a_post_on_a_day(history: list[tuple[str, Holding, int]]) -> None:
    now = played(history)[-1]
    for post in POSTS:
        for number in range(-1, 90):
            there = [one for one in now.of_unit(post) if one.covers(day(number))]
            assert len([one for one in there if one.kind is Tenure.PLH]) <= 1
            assert len([one for one in there if one.kind is not Tenure.PLH]) <= 1
    full = [one for one in now.holdings.values() if one.kind in rules.FULL]
    for person in PEOPLE:
        for number in range(-1, 90):
            assert len([one for one in full if one.person == person.id and one.covers(day(number))]) <= 1


@given(HISTORY)
def test_the_canonical_text_says_all_and_a_difference_is_empty_between_equals(
    history: list[tuple[str, Holding, int]],
) -> None:
    now = played(history)[-1]
    text = canonical(now)
    assert load(text) == now
    assert canonical(load(text)) == text
    assert rules.difference(now, load(text)) == ()
    assert canonical(Roster(reversed(now.persons.values()), reversed(now.holdings.values()))) == text


def test_a_definitive_holder_ends_a_plt_on_the_day_before() -> None:
    now = roster(holding(0, 0, 9), holding(1, 10, 90, Tenure.PLT))
    after = rules.appointed(now, [holding(2, 40)])
    assert [one.until for one in after.of_unit(POSTS[0])] == [day(9), day(39), None]
    assert rules.check(now, after) == ()
    (ended, appointed) = rules.difference(now, after)
    assert {ended.kind, appointed.kind} == {ChangeKind.CORRECTED, ChangeKind.APPOINTED}


def test_a_successor_ends_whoever_is_there_and_a_plh_ends_nobody() -> None:
    now = roster(holding(0, 0))
    assert rules.appointed(now, [holding(1, 30)]).of_unit(POSTS[0])[0].until == day(29)
    stood_in = rules.appointed(now, [holding(1, 30, 32, Tenure.PLH)])
    assert stood_in.of_unit(POSTS[0])[0].until is None
    assert rules.check(now, stood_in) == ()
    answers = [rules.answering(stood_in, POSTS[0], day(n)) for n in (29, 30, 32, 33)]
    assert [one.person if one else None for one in answers] == [PEOPLE[n].id for n in (0, 1, 1, 0)]


def test_a_plt_beside_a_definitive_holder_is_refused_and_both_are_named() -> None:
    now = roster(holding(0, 0))
    (trouble,) = rules.check(now, rules.appointed(now, [holding(1, 30, 60, Tenure.PLT)]))
    assert trouble.what is Wrong.OVERLAP
    assert {trouble.values["one"], trouble.values["other"]} == {"Rina Contoh", "Budi Misalia"}


def test_a_stated_end_is_not_shortened_in_silence() -> None:
    now = roster()
    first, second = holding(0, 0, 50), holding(1, 30)
    after = rules.appointed(now, [first, second], firm=frozenset({first.key}))
    assert [one.what for one in rules.check(now, after)] == [Wrong.OVERLAP]


def test_nobody_holds_two_posts_for_good_but_may_act_in_another() -> None:
    now = roster(holding(0, 0))
    two = rules.appointed(now, [holding(0, 10, post=1)])
    assert [one.what for one in rules.check(now, two)] == [Wrong.TWO_POSTS]
    assert rules.check(now, rules.appointed(now, [holding(0, 10, 20, Tenure.PLT, post=1)])) == ()


def test_one_number_is_not_that_of_two_people() -> None:
    now = roster()
    copy = type(PEOPLE[1])(PEOPLE[0].id, "Rina Contoh", PEOPLE[1].nip)
    (trouble,) = rules.check(now, now.replaced(persons=[copy]))
    assert (trouble.what, trouble.values["other"]) == (Wrong.NIP_TAKEN, "Budi Misalia")


def test_what_was_wrong_before_does_not_block_another_change() -> None:
    now = roster(holding(0, 0), holding(1, 5))
    assert rules.check(now, rules.appointed(now, [holding(2, 0, post=1)])) == ()


def test_ending_before_the_beginning_withdraws() -> None:
    now = roster(holding(0, 30))
    after = rules.ended(now, holding(0, 30).key, day(10))
    assert [one.kind for one in rules.difference(now, after)] == [ChangeKind.WITHDRAWN]


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)])
def test_a_day_begins_at_the_midnight_of_its_zone(zone: str, hour: int) -> None:
    start = rules.start_of(date(2026, 12, 1), ZoneInfo(zone))
    assert (start.day, start.hour) == (30, hour)
    assert rules.day_of(start, ZoneInfo(zone)) == date(2026, 12, 1)
