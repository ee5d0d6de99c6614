"""The canonical text of a roster: the same roster is the same bytes, whatever it was made from."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.terms import Holding, Person, Roster

LEFT = "left"  # only where somebody has left, so that every older roster keeps its bytes
FIELDS = ("person", "name", "nip", "email", "phone", "unit", "kind", "since", "until", "decree")
MARK_LENGTH = 12


def canonical(roster: Roster) -> str:
    """One line for each tenure, and one for each person without any, in a fixed order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    gone = {str(one.id) for one in roster.persons.values() if one.left}
    writer.writerow((*FIELDS, LEFT) if gone else FIELDS)
    lines = (tuple(line) for line in _lines(roster))
    writer.writerows((*line, "yes" if line[0] in gone else "") if gone else line for line in lines)
    return text.getvalue()


def digest(document: str) -> str:
    """SHA-256 of a canonical text."""
    return hashlib.sha256(document.encode()).hexdigest()


def mark(document: str) -> str:
    """What a file carries of the roster it was made from, so that it is known when it is old."""
    return digest(document)[:MARK_LENGTH]


def load(document: str) -> Roster:
    """The roster of a canonical text."""
    rows = list(csv.DictReader(io.StringIO(document, newline="")))
    people = {UUID(row["person"]): _person(row) for row in rows}
    return Roster(people.values(), (_holding(row) for row in rows if row["unit"]))


def _lines(roster: Roster) -> Iterator[Iterable[str]]:
    idle = dict(roster.persons)
    for one in roster.holdings.values():
        idle.pop(one.person, None)
        until = one.until.isoformat() if one.until else ""
        yield *_who(roster.persons[one.person]), one.unit, one.kind, one.since.isoformat(), until, one.decree
    for person in idle.values():
        yield *_who(person), "", "", "", "", ""


def _who(person: Person) -> tuple[str, ...]:
    return str(person.id), person.name, person.nip, person.email, person.phone


def _person(row: dict[str, str]) -> Person:
    return Person(UUID(row["person"]), row["name"], row["nip"], row["email"], row["phone"], row.get(LEFT) == "yes")


def _holding(row: dict[str, str]) -> Holding:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    since = date.fromisoformat(row["since"])
    return Holding(row["unit"], UUID(row["person"]), Tenure(row["kind"]), since, until, row["decree"])
