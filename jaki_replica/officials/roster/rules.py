"""Decisions about rosters: how an appointment fits in, what may not be, and what differs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain, islice, pairwise
from uuid import UUID

from jaki_replica.officials.holders import PRECEDENCE, Standing, Tenure
from jaki_replica.officials.roster.terms import (
    Change,
    ChangeKind,
    Handover,
    Holding,
    Person,
    Roster,
    Trouble,
    Wrong,
    type_key,
)

FULL = frozenset({Tenure.DEFINITIVE, Tenure.PJ})
ENDS = {
    Tenure.DEFINITIVE: frozenset({Tenure.DEFINITIVE, Tenure.PJ, Tenure.PLT}),
    Tenure.PJ: frozenset({Tenure.PJ, Tenure.PLT}),
    Tenure.PLT: frozenset({Tenure.PLT}),
    Tenure.PLH: frozenset[Tenure](),
}
"""Whose tenure a new one of a kind ends by itself. A Plt may not push out a definitive holder: that is refused."""

MOST_TOLD = 100
ONE_DAY = timedelta(days=1)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day in a zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def day_of(at: datetime, zone: tzinfo) -> date:
    """The day of an instant in a zone."""
    return at.astimezone(zone).date()


def appointed(roster: Roster, wanted: Iterable[Holding], *, firm: frozenset[type_key] = frozenset()) -> Roster:
    """With these tenures in it, and those ended that they end: on the day before.

    `firm` are tenures whose end somebody has stated: they are not shortened, so that a contradiction shows.
    """
    new = list(wanted)
    found = roster.replaced(holdings=new)
    shortened: dict[type_key, Holding] = {}
    for one in sorted(new, key=lambda one: one.since):
        for other in found.of_unit(one.unit):
            if other.key not in firm and found.covers(other, one.since) and _gives_way(other, one):
                shortened[other.key] = replace(shortened.get(other.key, other), until=one.since - ONE_DAY)
    return found.replaced(holdings=_earliest(shortened, found))


def _earliest(shortened: dict[type_key, Holding], found: Roster) -> Iterator[Holding]:
    for key, one in shortened.items():
        was = found.holdings[key]
        ends = [day for day in (one.until, was.until) if day is not None]
        yield replace(was, until=min(ends))


def _gives_way(old: Holding, new: Holding) -> bool:
    return old.key != new.key and old.kind in ENDS[new.kind] and old.since < new.since


def ended(roster: Roster, key: type_key, last: date) -> Roster:
    """With a tenure ending with that day. One that would end before it began is withdrawn."""
    one = roster.holdings[key]
    if last < one.since:
        return roster.without(key)
    return roster.replaced(holdings=[replace(one, until=last)])


def taken_off(roster: Roster, person: UUID, today: date) -> Roster:
    """With a person in the list no more: what he holds ends within today, what he would hold never comes to be.

    What he held before stays with his name; his number is free. Raises KeyError for nobody of this roster.
    """
    known = roster.persons[person]
    for one in roster.of_person(person):
        if one.until is None or one.until >= today:
            roster = ended(roster, one.key, today)
    return roster.replaced(persons=[replace(known, nip="", left=True)]).forgetting([person])


def check(before: Roster, after: Roster) -> tuple[Trouble, ...]:
    """As `troubles`, the first hundred."""
    return tuple(islice(troubles(before, after), MOST_TOLD))


def troubles(before: Roster, after: Roster) -> Iterator[Trouble]:
    """What may not be in `after`. What was already so in `before` is not told: it must not block other changes."""
    new = {one.key for one in after.holdings.values() if before.holdings.get(one.key) != one}
    people = [one for one in after.persons.values() if before.persons.get(one.id) != one]
    return chain(_reversed(after, new), _overlaps(after, new), _two_posts(after, new), _nips(after, people))


def _reversed(roster: Roster, new: set[type_key]) -> Iterator[Trouble]:
    for key in sorted(new):
        one = roster.holdings[key]
        if one.until is not None and one.until < one.since:
            yield Trouble(Wrong.ENDS_BEFORE, {"name": roster.name(one.person), "unit": one.unit})


def _overlaps(roster: Roster, new: set[type_key]) -> Iterator[Trouble]:
    for unit in sorted({key[0] for key in new}):
        known = roster.of_unit(unit)
        for kinds in (frozenset({Tenure.PLH}), frozenset(Tenure) - {Tenure.PLH}):
            yield from _clashes(roster, [one for one in known if one.kind in kinds], new)


def _clashes(roster: Roster, known: list[Holding], new: set[type_key]) -> Iterator[Trouble]:
    for place, one in enumerate(known):
        for other in known[place + 1 :]:
            if _meet(roster, one, other) and (one.key in new or other.key in new):
                names = {"one": roster.name(one.person), "other": roster.name(other.person)}
                days = {"one_since": one.since.isoformat(), "other_since": other.since.isoformat()}
                kinds = {"one_kind": str(one.kind), "other_kind": str(other.kind)}
                yield Trouble(Wrong.OVERLAP, {"unit": one.unit, **names, **days, **kinds})


def _meet(roster: Roster, one: Holding, other: Holding) -> bool:
    """Whether they share a whole day: a successor may begin on the day on which somebody left the list."""
    spans = [replace(each, until=_last_whole(roster, each)) for each in (one, other)]
    return all(each.until is None or each.since <= each.until for each in spans) and spans[0].meets(spans[1])


def _last_whole(roster: Roster, one: Holding) -> date | None:
    return None if one.until is None else first_without(roster, one) - ONE_DAY


def first_without(roster: Roster, one: Holding) -> date:
    """The first day that an ended tenure does not cover to its end."""
    assert one.until is not None
    return one.until if roster.persons[one.person].left else one.until + ONE_DAY


def _two_posts(roster: Roster, new: set[type_key]) -> Iterator[Trouble]:
    by_person: dict[object, list[Holding]] = {}
    for one in roster.holdings.values():
        if one.kind in FULL:
            by_person.setdefault(one.person, []).append(one)
    for held in by_person.values():
        if len(held) > 1 and any(one.key in new for one in held):
            held.sort(key=lambda one: (one.since, one.unit))
            for one, other in pairwise(held):
                if one.unit != other.unit and one.meets(other):
                    name = roster.name(one.person)
                    yield Trouble(Wrong.TWO_POSTS, {"name": name, "unit": other.unit, "other": one.unit})


def _nips(roster: Roster, people: list[Person]) -> Iterator[Trouble]:
    known: dict[str, list[Person]] = {}
    for one in roster.persons.values():
        if one.nip:
            known.setdefault(one.nip, []).append(one)
    for one in people:
        others = [other.name for other in known.get(one.nip, ()) if other.id != one.id]
        if others:
            yield Trouble(Wrong.NIP_TAKEN, {"name": one.name, "other": others[0]})


def difference(before: Roster, after: Roster) -> tuple[Change, ...]:
    """Everything that differs: people first, then tenures by post."""
    return (*_people(before, after), *_tenures(before, after))


def _people(before: Roster, after: Roster) -> Iterator[Change]:
    for key, one in after.persons.items():
        was = before.persons.get(key)
        if was is None:
            yield Change(ChangeKind.PERSON_ADDED, one.name, new=one)
        elif was.left != one.left:
            kind = ChangeKind.PERSON_REMOVED if one.left else ChangeKind.PERSON_ADDED
            yield Change(kind, one.name, old=was, new=one)
        elif was != one:
            yield Change(ChangeKind.PERSON_CHANGED, one.name, old=was, new=one)
    for key, one in before.persons.items():
        if key not in after.persons:
            yield Change(ChangeKind.PERSON_REMOVED, one.name, old=one)


def _tenures(before: Roster, after: Roster) -> Iterator[Change]:
    for key in sorted(before.holdings.keys() | after.holdings.keys()):
        was, one = before.holdings.get(key), after.holdings.get(key)
        if was == one:
            continue
        name = (after if one else before).name(key[1])
        yield Change(_kind(was, one), name, key[0], was, one)


def _kind(was: Holding | None, one: Holding | None) -> ChangeKind:
    if was is None:
        return ChangeKind.APPOINTED
    if one is None:
        return ChangeKind.WITHDRAWN
    return ChangeKind.ENDED if was.until is None and one.until is not None else ChangeKind.CORRECTED


def answering(roster: Roster, unit: str, day: date) -> Holding | None:
    """Who answers for a post on a day, or None while it is vacant."""
    there = [one for one in roster.of_unit(unit) if roster.covers(one, day)]
    return min(there, key=lambda one: (PRECEDENCE.index(one.kind), -one.since.toordinal()), default=None)


def standing(roster: Roster, unit: str, day: date) -> Standing:
    """How a post stands on a day; before the first tenure that was entered it is unrecorded, not vacant."""
    found = answering(roster, unit, day)
    if found is not None:
        return Standing.HELD if found.kind in FULL else Standing.ACTING
    return Standing.VACANT if any(one.since <= day for one in roster.of_unit(unit)) else Standing.UNRECORDED


def handovers(before: Roster, after: Roster, today: date) -> tuple[Handover, ...]:
    """Every day from today on which a change makes somebody else answer for a post than before it, by day."""
    units = {one.unit for one in _tenures(before, after)}
    found: list[Handover] = []
    for unit in sorted(units):
        told: tuple[UUID | None, UUID | None] | None = None
        for day in _turns(unit, before, after, today):
            pair = _person(answering(before, unit, day)), _person(answering(after, unit, day))
            if pair[0] != pair[1] and pair != told:
                found.append(Handover(unit, day, *pair))
            told = pair
    return tuple(sorted(found, key=lambda one: (one.day, one.unit)))


def _turns(unit: str, before: Roster, after: Roster, today: date) -> list[date]:
    held = (*before.of_unit(unit), *after.of_unit(unit))
    days = {one.since for one in held} | {one.until + ONE_DAY for one in held if one.until}
    return sorted({today} | {day for day in days if day > today})


def _person(one: Holding | None) -> UUID | None:
    return one.person if one else None


def access(before: Roster, after: Roster, day: date) -> tuple[set[type_key], set[type_key]]:
    """The tenures that give the right to act on that day and would no more, and those that newly would."""
    old = {key for key, one in before.holdings.items() if before.covers(one, day)}
    new = {key for key, one in after.holdings.items() if after.covers(one, day)}
    return old - new, new - old


def carried(base: Roster, wanted: Roster, present: Roster) -> Roster:
    """What somebody wanted over `base`, put over what came after it: his changes, and nothing else of his base."""
    people = [one for key, one in wanted.persons.items() if base.persons.get(key) != one]
    tenures = [one for key, one in wanted.holdings.items() if base.holdings.get(key) != one]
    gone = base.holdings.keys() - wanted.holdings.keys()
    needed = [wanted.persons[one.person] for one in tenures if one.person not in present.persons]
    made = present.without(*gone).replaced([*needed, *people], tenures)
    return made.forgetting(base.persons.keys() - wanted.persons.keys())
