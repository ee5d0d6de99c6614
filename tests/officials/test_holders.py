"""Who holds a post when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.officials.holders import Holder, Holders, Standing, Tenure, holder_at, overlaps

POST = "position:lurah:99.01.01.1001"


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def holder(number: int, tenure: Tenure, since: int, until: int | None = None, unit: str = POST) -> Holder:
    ends = None if until is None else day(until)
    return Holder(UUID(int=number), unit, UUID(int=1000 + number), tenure, day(since), ends)


SINCE_EVER = holder(1, Tenure.DEFINITIVE, 0, 100)
AWAY = holder(2, Tenure.PLH, 10, 12)
ACTING = holder(3, Tenure.PLT, 90, 130)
NEXT = holder(4, Tenure.DEFINITIVE, 120)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (-1, None),
        (0, SINCE_EVER),
        (10, AWAY),
        (11, AWAY),
        (12, SINCE_EVER),
        (95, SINCE_EVER),
        (100, ACTING),
        (119, ACTING),
        (120, NEXT),
        (500, NEXT),
    ],
)
def test_at_every_moment_one_person_answers(number: int, expected: Holder | None) -> None:
    assert holder_at(POST, [NEXT, ACTING, AWAY, SINCE_EVER], day(number)) == expected


def test_another_post_is_not_meant() -> None:
    assert holder_at("position:lurah:99.01.01.1002", [SINCE_EVER], day(1)) is None


def test_a_penjabat_comes_before_a_plt() -> None:
    pj, plt = holder(5, Tenure.PJ, 0), holder(6, Tenure.PLT, 0)
    assert holder_at(POST, [plt, pj], day(1)) == pj


def test_a_post_stands_held_acting_vacant_or_unrecorded() -> None:
    holders = Holders([holder(1, Tenure.DEFINITIVE, 0, 10), holder(2, Tenure.PLT, 20, 30), holder(3, Tenure.PJ, 40)])
    found = [holders.standing(POST, day(number)) for number in (-5, 5, 15, 25, 35, 45)]
    assert found == [
        Standing.UNRECORDED,
        Standing.HELD,
        Standing.VACANT,
        Standing.ACTING,
        Standing.VACANT,
        Standing.HELD,
    ]
    assert holders.standing("position:camat:99.01.01", day(5)) is Standing.UNRECORDED
    assert holders.at(POST, day(25)) == holder(2, Tenure.PLT, 20, 30)


def test_two_definitive_holders_at_once_are_told() -> None:
    doubled = holder(9, Tenure.DEFINITIVE, 99, 110)
    assert overlaps([SINCE_EVER, AWAY, ACTING, doubled]) == ((SINCE_EVER, doubled),)
    assert overlaps([SINCE_EVER, holder(9, Tenure.DEFINITIVE, 100)]) == ()


MANY = st.lists(
    st.builds(
        lambda n, tenure, since, length: holder(n, tenure, since, None if length == 0 else since + length),
        st.integers(1, 50),
        st.sampled_from(Tenure),
        st.integers(-20, 20),
        st.integers(0, 20),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(MANY, st.integers(-30, 60))
def test_the_answer_depends_on_no_order_and_is_always_someone_in_office(many: list[Holder], number: int) -> None:
    found = holder_at(POST, many, day(number))
    shuffled = sorted(many, key=lambda one: one.id.int % 7)
    assert holder_at(POST, shuffled, day(number)) == found
    assert (found is None) == (not any(one.holds(day(number)) for one in many))
    assert found is None or found.holds(day(number))
