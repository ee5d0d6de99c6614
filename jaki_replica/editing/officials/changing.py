"""The form of one post: appoint, end, correct a person. What was typed becomes the wanted roster, or faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from jaki_replica.editing.officials.words import trouble_words
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.terms import Holding, Person, Roster, Trouble, Wrong, type_key
from jaki_replica.officials.sheets import values
from jaki_replica.officials.sheets.terms import type_cell
from jaki_replica.officials.units import Organisation

T = TypeVar("T")
NEW = "baru"
WHO = ("nama", "nip", "email", "telepon")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The roster a form asks for; None with the faults by field name."""

    roster: Roster | None
    faults: Mapping[str, str] = field(default_factory=dict)


class Form:
    """Reads the fields of a form and keeps what was wrong with them."""

    def __init__(self, typed: Mapping[str, str], organisation: Organisation) -> None:
        """`faults` fill up while fields are read."""
        self._typed, self._organisation = typed, organisation
        self.faults: dict[str, str] = {}

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return self._typed.get(name, "")

    def read(self, name: str, read: Callable[[type_cell], T | Trouble], empty: T) -> T:
        """The value of a field, or `empty` with its fault noted."""
        found = read(self.text(name))
        if isinstance(found, Trouble):
            self.fault(name, found)
            return empty
        return found

    def fault(self, name: str, trouble: Trouble) -> None:
        """Note what is wrong with a field; the first thing counts."""
        self.faults.setdefault(name, trouble_words(trouble, self._organisation))


def appoint(form: Form, present: Roster, unit: str) -> Wanted:
    """Somebody gets a post."""
    person = _chosen(form, present)
    kind = form.read("sebagai", values.kind, Tenure.DEFINITIVE)
    since = form.read("mulai", values.day, None)
    until = form.read("sampai", values.day, None)
    decree = form.read("keputusan", values.free, "")
    if since is None:
        form.fault("mulai", Trouble(Wrong.DATE_EMPTY))
    elif until is not None and until < since:
        form.fault("sampai", Trouble(Wrong.ENDS_BEFORE))
    if form.faults or person is None or since is None:
        return Wanted(None, form.faults)
    known = present.replaced(persons=[person])
    return judged(
        form, present, rules.appointed(known, [Holding(unit, person.id, kind, since, until, decree)]), "orang"
    )


def end(form: Form, present: Roster, unit: str) -> Wanted:
    """A tenure ends with a day, or never comes to be."""
    holding = held(present, unit, form.text("jabatan"))
    last = form.read("terakhir", values.day, None)
    if holding is None:
        form.fault("terakhir", Trouble(Wrong.NO_TENURE))
    elif last is None and form.text("batal"):
        last = holding.since - timedelta(days=1)
    elif last is None:
        form.fault("terakhir", Trouble(Wrong.DATE_EMPTY))
    elif last < holding.since:
        form.fault("terakhir", Trouble(Wrong.ENDS_BEFORE))
    if form.faults or holding is None or last is None:
        return Wanted(None, form.faults)
    return judged(form, present, rules.ended(present, holding.key, last), "terakhir")


def correct(form: Form, present: Roster) -> Wanted:
    """Another name, number or address for a person."""
    known = present.persons.get(_uuid(form.text("orang")) or UUID(int=0))
    if known is None:
        form.fault("nama", Trouble(Wrong.PERSON_UNKNOWN))
        return Wanted(None, form.faults)
    person = _person(form, known.id)
    if form.faults:
        return Wanted(None, form.faults)
    return judged(form, present, present.replaced(persons=[person]), "nip")


def judged(form: Form, present: Roster, wanted: Roster, name: str) -> Wanted:
    """The roster, or what breaks a rule as a fault of a field."""
    for trouble in rules.check(present, wanted):
        form.fault("nip" if trouble.what is Wrong.NIP_TAKEN else name, trouble)
    return Wanted(None, form.faults) if form.faults else Wanted(wanted)


def key_text(one: Holding) -> str:
    """A tenure of a post as a form names it."""
    return f"{one.person}.{one.kind}.{one.since.isoformat()}"


def held(present: Roster, unit: str, text: str) -> Holding | None:
    """The tenure that a form names."""
    person, _dot, rest = text.partition(".")
    kind, _dot, since = rest.partition(".")
    try:
        key: type_key = (unit, UUID(person), Tenure(kind), date.fromisoformat(since))
    except ValueError:
        return None
    return present.holdings.get(key)


def _chosen(form: Form, present: Roster) -> Person | None:
    choice = form.text("orang")
    if choice == NEW:
        return _person(form, new_id())
    found = present.persons.get(_uuid(choice) or UUID(int=0))
    found = None if found is None or found.left else found
    if found is None:
        form.fault("orang", Trouble(Wrong.PERSON_UNKNOWN))
    return found


def _person(form: Form, key: UUID) -> Person:
    person = Person(key, form.read("nama", values.name, ""), form.read("nip", values.nip, ""))
    email, phone = form.read("email", values.email, ""), form.read("telepon", values.phone, "")
    return replace(person, email=email, phone=phone)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
