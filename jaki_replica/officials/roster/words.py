"""Changes and troubles of the roster as English lines, for terminals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jaki_replica.officials.roster.terms import Change, ChangeKind, Handover, Holding, Person, Roster, Trouble, Wrong

SIGNS = {
    ChangeKind.PERSON_ADDED: "+",
    ChangeKind.PERSON_CHANGED: "~",
    ChangeKind.PERSON_REMOVED: "-",
    ChangeKind.APPOINTED: "+",
    ChangeKind.ENDED: "~",
    ChangeKind.CORRECTED: "~",
    ChangeKind.WITHDRAWN: "-",
}

TROUBLES = {
    Wrong.OVERLAP: "{one} ({one_kind} since {one_since}) and {other} ({other_kind} since {other_since}) hold {unit}"
    " at the same time; end one of the two",
    Wrong.TWO_POSTS: "{name} would hold {other} and {unit} for good at the same time; end one, or appoint as Plt",
    Wrong.NIP_TAKEN: "the NIP of {name} is that of {other}",
    Wrong.NIP_DIGITS: "{value}: a NIP has 18 digits, this has {count}",
    Wrong.NIP_ROUNDED: "{value}: the spreadsheet kept the NIP as a number and lost its last digits; type it as text",
    Wrong.NAME_EMPTY: "the name is missing",
    Wrong.NAME_LONG: "the name is longer than {most} letters",
    Wrong.NAME_SIGNS: "holds signs that cannot be seen",
    Wrong.EMAIL: "{value} is no e-mail address",
    Wrong.PHONE: "{value} is no telephone number",
    Wrong.TEXT_LONG: "longer than {most} letters",
    Wrong.ENDS_BEFORE: "ends before it begins",
    Wrong.DATE: "{value} is no day; write 2026-12-01 or 1 Desember 2026",
    Wrong.DATE_EMPTY: "the day is missing",
    Wrong.DATE_FAR: "{value} lies too far away",
    Wrong.KIND: "{value} is none of Definitif, Plt, Plh, Pj",
    Wrong.NO_POST: "the post is missing",
    Wrong.POST_UNKNOWN: "there is no post {value} here; near: {near}",
    Wrong.POST_AMBIGUOUS: "{value} is more than one post; write the code: {codes}",
    Wrong.POST_MISMATCH: "{value} is not the post of this code, which is {right}; was a column sorted alone?",
    Wrong.PERSON_UNKNOWN: "there is no such person",
    Wrong.PERSON_CODE: "{value} is no code of a person; leave it empty for somebody new",
    Wrong.NAMES_DIFFER: "{name} and {other} are given as one person",
    Wrong.ROW_TWICE: "{name} stands already in row {first} with something else",
    Wrong.MANY_ROWS: "more than {most} rows for {unit}",
    Wrong.MERGED: "merged with others ({block}); part them and fill each",
    Wrong.FORMULA: "holds a formula; paste it as a value",
    Wrong.NO_TENURE: "there is no such tenure",
    Wrong.NAMESAKE: "somebody else is called {name}; they are taken as two people, give the NIP if they are one",
    Wrong.RENAMED: "{other} is called {name} from now on",
    Wrong.SAME_ROW: "the same as row {first}; it counts once",
    Wrong.SINCE_TODAY: "no first day; {name} begins today",
    Wrong.COLUMN_UNKNOWN: "the column {value} is not read",
}


def trouble_line(trouble: Trouble) -> str:
    """A trouble with its place: row 3, C3 (Nama): what is wrong."""
    place = f"row {trouble.row}, {trouble.cell} ({trouble.column}): " if trouble.cell else ""
    return place + TROUBLES[trouble.what].format(**trouble.values)


def change_lines(changes: Iterable[Change]) -> list[str]:
    """The changes: `+` new, `-` taken out, `~` changed."""
    return [f"{SIGNS[one.kind]} {_change(one)}" for one in changes]


def _change(change: Change) -> str:
    if isinstance(change.new, Holding) or isinstance(change.old, Holding):
        old = change.old if isinstance(change.old, Holding) else None
        new = change.new if isinstance(change.new, Holding) else None
        days = " -> ".join(_days(one) for one in (old, new) if one is not None)
        return f"{change.unit}: {change.name}, {days}"
    old_person = change.old if isinstance(change.old, Person) else None
    new_person = change.new if isinstance(change.new, Person) else None
    if old_person and new_person:
        fields = ("name", "nip", "email", "phone")
        changed = [one for one in fields if getattr(old_person, one) != getattr(new_person, one)]
        return f"{old_person.name}: {', '.join(changed)} changed"
    return change.name


def _days(one: Holding) -> str:
    return f"{one.kind} {one.since} to {one.until or 'open'}"


def handover_lines(handovers: Iterable[Handover], roster: Roster, before: Roster, waiting: dict[str, int]) -> list[str]:
    """Who takes over what when, and how many open complaints lie with the post."""
    people = dict(before.persons) | dict(roster.persons)
    lines = []
    for one in handovers:
        old = people[one.old].name if one.old else "nobody"
        new = people[one.new].name if one.new else "nobody"
        lines.append(f"{_on(one.day)} {one.unit}: {new} instead of {old} ({waiting.get(one.unit, 0)} open complaints)")
    return lines


def _on(day: date) -> str:
    return day.isoformat()
