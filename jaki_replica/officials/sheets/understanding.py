"""Makes the roster that a sheet wants from the one in use: the same sheet twice wants nothing new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from uuid import UUID

from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.terms import Holding, Person, Roster, Trouble, Wrong, type_key
from jaki_replica.officials.sheets.headings import Column, find
from jaki_replica.officials.sheets.posts import Posts
from jaki_replica.officials.sheets.rows import Entry, Places, Reader
from jaki_replica.officials.sheets.terms import LIMITS, Sheet
from jaki_replica.officials.sheets.values import folded
from jaki_replica.officials.units import Organisation


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sheet wants. With `faults` nothing of it may be applied; `warnings` are told and do not stop.

    `rows` is how many rows say something, `mark` what the file carries of the roster it was made from.
    """

    roster: Roster
    rows: int
    mark: str
    faults: tuple[Trouble, ...]
    warnings: tuple[Trouble, ...]
    all_faults: int = 0


def understand(sheet: Sheet, present: Roster, organisation: Organisation, today: date) -> Understood:
    """The wanted roster. Raises Refused where the sheet has no headings."""
    headings = find(sheet)
    gone = {key[0] for key in present.holdings} - organisation.units.keys()
    reader = Reader(sheet, headings, Posts(organisation, gone))
    entries = list(reader.entries())
    merger = _Merger(present, reader.places, today)
    crowded = [reader.places.at(trouble, row, Column.POST) for row, trouble in _crowded(entries)]
    wanted = present if crowded else merger.merged(entries)
    found = [*headings.strange, *reader.troubles, *crowded, *merger.troubles]
    if not any(one.stops for one in found):
        clashes = islice(rules.troubles(present, wanted), LIMITS.troubles)
        found += [merger.placed(one) for one in clashes]
    found.sort(key=lambda one: one.row)
    faults = [one for one in found if one.stops]
    warnings = [one for one in found if not one.stops]
    most = LIMITS.troubles
    return Understood(wanted, len(entries), sheet.mark, tuple(faults[:most]), tuple(warnings[:most]), len(faults))


def _crowded(entries: Iterable[Entry]) -> Iterator[tuple[int, Trouble]]:
    """Posts with more rows than any post has holders: comparing each with each would take minutes."""
    counted: Counter[str] = Counter()
    for entry in entries:
        counted[entry.unit] += 1
        if entry.unit and counted[entry.unit] == LIMITS.rows_per_post + 1:
            yield entry.row, Trouble(Wrong.MANY_ROWS, {"most": str(LIMITS.rows_per_post), "unit": entry.unit})


@dataclass(slots=True)
class _Merger:
    """Puts entries into a roster, row by row."""

    present: Roster
    places: Places
    today: date
    troubles: list[Trouble] = field(default_factory=list)
    people: dict[UUID, Person] = field(default_factory=dict)
    by_nip: dict[str, UUID] = field(default_factory=dict)
    by_post: dict[tuple[str, str], UUID] = field(default_factory=dict)
    names: dict[str, set[UUID]] = field(default_factory=dict)
    told: dict[UUID, str] = field(default_factory=dict)
    tenures: dict[type_key, tuple[Entry, Holding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.present.persons.values():
            self._know(person)
        for one in self.present.holdings.values():
            self.by_post[one.unit, folded(self.present.name(one.person))] = one.person

    def merged(self, entries: Iterable[Entry]) -> Roster:
        """The present roster with all entries in it."""
        for entry in entries:
            person = self._person(entry)
            if person is not None and entry.unit:
                self._hold(entry, person)
        wanted = [one for _entry, one in self.tenures.values()]
        told = [one for one in wanted if self.present.holdings.get(one.key) != one]
        back = {one.person for one in told if one.until is None or one.until >= self.today}
        known = [replace(one, left=one.left and one.id not in back) for one in self.people.values()]
        base = self.present.replaced(persons=known)
        firm = frozenset(one.key for entry, one in self.tenures.values() if entry.until is not None)
        return rules.appointed(base, wanted, firm=firm)

    def placed(self, trouble: Trouble) -> Trouble:
        """A trouble of the whole roster, at the last row of the sheet that brought it about."""
        units = {trouble.values.get("unit"), trouble.values.get("other")}
        names = {trouble.values.get(one) for one in ("one", "other", "name")}
        rows = [
            entry.row
            for entry, one in self.tenures.values()
            if one.unit in units and (self.people.get(one.person) or self.present.persons[one.person]).name in names
        ]
        return self.places.at(trouble, max(rows), Column.NAME) if rows else trouble

    def _know(self, person: Person) -> None:
        self.people[person.id] = person
        if person.nip:
            self.by_nip[person.nip] = person.id
        self.names.setdefault(folded(person.name), set()).add(person.id)

    def _person(self, entry: Entry) -> UUID | None:
        """Who is meant: by the person's code, by NIP, or by the same name at the same post; else somebody new."""
        by_nip = self.by_nip.get(entry.nip or "")
        found = entry.person or by_nip or self.by_post.get((entry.unit, folded(entry.name)))
        known = self.people.get(found) if found else None
        if known is not None and entry.nip and known.nip and known.nip != entry.nip and entry.person is None:
            found, known = None, None  # the same name at the same post, and another number: somebody else
        if by_nip is not None and by_nip != found:
            self._note(Trouble(Wrong.NIP_TAKEN, {"name": entry.name, "other": self.people[by_nip].name}), entry)
            return None
        if known is None:
            return self._new(entry, found or new_id())
        return self._known(entry, known)

    def _new(self, entry: Entry, key: UUID) -> UUID:
        if self.names.get(folded(entry.name)) and not entry.nip and entry.person is None:
            self._note(Trouble(Wrong.NAMESAKE, {"name": entry.name}), entry, Column.NAME)
        made = Person(key, entry.name, entry.nip or "", entry.email or "", entry.phone or "")
        self._know(made)
        self._tell(entry, key)
        return key

    def _known(self, entry: Entry, known: Person) -> UUID | None:
        said = self.told.get(known.id)
        if said is not None and folded(said) != folded(entry.name):
            self._note(Trouble(Wrong.NAMES_DIFFER, {"name": entry.name, "other": said}), entry, Column.NAME)
            return None
        if folded(known.name) != folded(entry.name):
            self._note(Trouble(Wrong.RENAMED, {"name": entry.name, "other": known.name}), entry, Column.NAME)
        changed = replace(
            known,
            name=entry.name,
            nip=entry.nip or known.nip,
            email=known.email if entry.email is None else entry.email or known.email,
            phone=known.phone if entry.phone is None else entry.phone or known.phone,
        )
        self._know(changed)
        self._tell(entry, known.id)
        return known.id

    def _tell(self, entry: Entry, key: UUID) -> None:
        self.told[key] = entry.name
        self.by_post[entry.unit, folded(entry.name)] = key

    def _hold(self, entry: Entry, person: UUID) -> None:
        holding = self._holding(entry, person)
        twice = self.tenures.get(holding.key)
        if twice is None:
            self.tenures[holding.key] = entry, holding
            return
        same = twice[1] == holding
        what = Wrong.SAME_ROW if same else Wrong.ROW_TWICE
        self._note(Trouble(what, {"name": entry.name, "first": str(twice[0].row)}), entry, Column.NAME)

    def _holding(self, entry: Entry, person: UUID) -> Holding:
        """The tenure a row means: the one that is known where it is the same, with what the row says of it."""
        known = self._same(entry, person)
        since = known.since if known else entry.since or self.today
        if known is None and entry.since is None:
            self._note(Trouble(Wrong.SINCE_TODAY, {"name": entry.name}), entry, Column.SINCE)
        until = entry.until if entry.until_said or known is None else known.until
        decree = entry.decree or (known.decree if known else "")
        return Holding(entry.unit, person, entry.kind, since, until, decree)

    def _same(self, entry: Entry, person: UUID) -> Holding | None:
        if entry.since is not None:
            return self.present.holdings.get((entry.unit, person, entry.kind, entry.since))
        there = [one for one in self.present.of_unit(entry.unit) if (one.person, one.kind) == (person, entry.kind)]
        return max(there, key=lambda one: (self.present.covers(one, self.today), one.since), default=None)

    def _note(self, trouble: Trouble, entry: Entry, column: Column = Column.NIP) -> None:
        self.troubles.append(self.places.at(trouble, entry.row, column))
