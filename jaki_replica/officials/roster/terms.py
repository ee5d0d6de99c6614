"""The roster as values: people, tenures by day, what changes between two rosters, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from jaki_replica.officials.holders import Tenure

type_key = tuple[str, UUID, Tenure, date]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who holds or held a post. `nip` is 18 digits or empty, as are the addresses.

    With `left` he is in the list no more, and known only for the posts he held.
    """

    id: UUID
    name: str
    nip: str = ""
    email: str = ""
    phone: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """One tenure by days of the region's zone: from the morning of `since` to the end of `until`, or open."""

    unit: str
    person: UUID
    kind: Tenure
    since: date
    until: date | None = None
    decree: str = ""

    @property
    def key(self) -> type_key:
        """What makes it this tenure and no other."""
        return self.unit, self.person, self.kind, self.since

    def covers(self, day: date) -> bool:
        """Whether the post is held so on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: Holding) -> bool:
        """Whether there is a day that both cover."""
        return (self.until is None or other.since <= self.until) and (other.until is None or self.since <= other.until)


class Roster:
    """All people and tenures of a region at one revision. Never changes once made; equal by content."""

    __slots__ = ("_by_unit", "holdings", "persons")

    persons: Mapping[UUID, Person]
    holdings: Mapping[type_key, Holding]

    def __init__(self, persons: Iterable[Person] = (), holdings: Iterable[Holding] = ()) -> None:
        """In any order; every holding's person must be there."""
        self.persons = {one.id: one for one in sorted(persons, key=lambda one: (one.name, one.id))}
        self.holdings = {one.key: one for one in sorted(holdings, key=_order)}
        self._by_unit: dict[str, list[Holding]] = {}
        for one in self.holdings.values():
            self._by_unit.setdefault(one.unit, []).append(one)

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return isinstance(other, Roster) and (self.persons, self.holdings) == (other.persons, other.holdings)

    __hash__ = None  # type: ignore[assignment]

    @property
    def listed(self) -> tuple[Person, ...]:
        """The people who are in the list now, by name."""
        return tuple(one for one in self.persons.values() if not one.left)

    def of_unit(self, unit: str) -> tuple[Holding, ...]:
        """The tenures of a post, the oldest first."""
        return tuple(self._by_unit.get(unit, ()))

    def of_person(self, person: UUID) -> tuple[Holding, ...]:
        """The tenures of a person, by post."""
        return tuple(one for one in self.holdings.values() if one.person == person)

    def covers(self, one: Holding, day: date) -> bool:
        """Whether a tenure of it still covers a day at its end: whoever left the list did so within his last day."""
        return one.covers(day) and not (one.until == day and self.persons[one.person].left)

    def name(self, person: UUID) -> str:
        """The person's name."""
        return self.persons[person].name

    def replaced(self, persons: Iterable[Person] = (), holdings: Iterable[Holding] = ()) -> Roster:
        """With these people and tenures added, or in place of those of the same key."""
        people = dict(self.persons) | {one.id: one for one in persons}
        tenures = dict(self.holdings) | {one.key: one for one in holdings}
        return Roster(people.values(), tenures.values())

    def forgetting(self, persons: Iterable[UUID]) -> Roster:
        """Without those of these people who hold and held nothing."""
        needed = {one.person for one in self.holdings.values()}
        gone = set(persons) - needed
        return Roster((one for key, one in self.persons.items() if key not in gone), self.holdings.values())

    def without(self, *keys: type_key) -> Roster:
        """Without these tenures."""
        return Roster(self.persons.values(), (one for key, one in self.holdings.items() if key not in keys))


def _order(one: Holding) -> tuple[str, date, str, UUID]:
    return one.unit, one.since, one.kind, one.person


class ChangeKind(StrEnum):
    """What a revision does to a person or a tenure."""

    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_REMOVED = "person_removed"
    APPOINTED = "appointed"
    ENDED = "ended"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. For a tenure `old` and `new` are holdings, for a person they are people."""

    kind: ChangeKind
    name: str
    unit: str = ""
    old: Holding | Person | None = None
    new: Holding | Person | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """From the morning of `day` somebody else answers for a post than without the change; None: it is vacant."""

    unit: str
    day: date
    old: UUID | None
    new: UUID | None


class Wrong(StrEnum):
    """What can be wrong with a wanted roster, a change or a sheet; the words are made where they are shown."""

    OVERLAP = "overlap"
    TWO_POSTS = "two_posts"
    NIP_TAKEN = "nip_taken"
    NIP_DIGITS = "nip_digits"
    NIP_ROUNDED = "nip_rounded"
    NAME_EMPTY = "name_empty"
    NAME_LONG = "name_long"
    NAME_SIGNS = "name_signs"
    EMAIL = "email"
    PHONE = "phone"
    TEXT_LONG = "text_long"
    ENDS_BEFORE = "ends_before"
    DATE = "date"
    DATE_EMPTY = "date_empty"
    DATE_FAR = "date_far"
    KIND = "kind"
    NO_POST = "no_post"
    POST_UNKNOWN = "post_unknown"
    POST_AMBIGUOUS = "post_ambiguous"
    POST_MISMATCH = "post_mismatch"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_CODE = "person_code"
    NAMES_DIFFER = "names_differ"
    MANY_ROWS = "many_rows"
    ROW_TWICE = "row_twice"
    MERGED = "merged"
    FORMULA = "formula"
    NO_TENURE = "no_tenure"
    NAMESAKE = "namesake"
    RENAMED = "renamed"
    SAME_ROW = "same_row"
    SINCE_TODAY = "since_today"
    COLUMN_UNKNOWN = "column_unknown"


WARNINGS = frozenset({Wrong.NAMESAKE, Wrong.RENAMED, Wrong.SAME_ROW, Wrong.SINCE_TODAY, Wrong.COLUMN_UNKNOWN})
"""What is told and does not stop: everything else does."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong, with the place in a sheet where there is one: `cell` is as in B5, `column` its heading."""

    what: Wrong
    values: Mapping[str, str] = field(default_factory=dict)
    row: int = 0
    cell: str = ""
    column: str = ""

    @property
    def stops(self) -> bool:
        """Whether nothing may be applied while it is there."""
        return self.what not in WARNINGS

    def plain(self) -> dict[str, object]:
        """As plain values, to be put aside."""
        return asdict(self)


def read_troubles(plain: Iterable[Mapping[str, Any]]) -> tuple[Trouble, ...]:
    """Troubles from plain values."""
    return tuple(Trouble(**(dict(one) | {"what": Wrong(one["what"])})) for one in plain)
