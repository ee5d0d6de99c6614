"""Rosters for tests: plainly fictional people and posts of a small region."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.terms import Holding, Person, Roster

POSTS = tuple(f"position:lurah:99.01.01.100{n}" for n in range(1, 5))
HOSTILE = ("=cmd|'/c calc'!A1", "<b>Damar</b>", "'Aisyah Andaikan", 'Ö, "K"')
NAMES = ("Rina Contoh", "Budi Misalia", "Sari Umpama", *HOSTILE)
PEOPLE = tuple(
    Person(UUID(int=n + 1), name, f"19800101200501{n:04d}" if n % 2 else "", f"p{n}@contoh.example" if n % 3 else "")
    for n, name in enumerate(NAMES)
)
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def holding(
    person: int, since: int, until: int | None = None, kind: Tenure = Tenure.DEFINITIVE, post: int = 0
) -> Holding:
    end = None if until is None else day(until)
    return Holding(POSTS[post], PEOPLE[person].id, kind, day(since), end)


def roster(*holdings: Holding) -> Roster:
    return Roster(PEOPLE, holdings)


HOLDINGS = st.builds(
    lambda person, since, length, kind, post: holding(
        person, since, None if length == 0 else since + length - 1, kind, post
    ),
    st.integers(0, len(PEOPLE) - 1),
    st.integers(0, 60),
    st.integers(0, 25),
    st.sampled_from(Tenure),
    st.integers(0, len(POSTS) - 1),
)
