"""The agreement under Swakelola Tipe II: read from plain values and judged, every fault with its path (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jaki_replica.onboarding.preparing.terms import Acceptance, Agreement, Signatory, Stage
from jaki_replica.tenancy.configuration.findings import Finding, did_you_mean, joined, listed, type_path

type_flaw_values = Mapping[str, object]

LONGEST = {"number": 80, "scope": 4000, "name": 120, "office": 120, "government": 120}
LEAST_SCOPE = 20
MOST_STAGES = 12
KEYS = ("number", "signed_on", "starts_on", "ends_on", "region", "operator", "scope", "stages", "acceptance")
SIGNATORY = ("government", "name", "office")
STAGE = ("name", "due_on")
ACCEPTANCE = ("number", "signed_on")
A_DATE = "expected a date such as 2026-12-31"


class Flaw(StrEnum):
    """What can be wrong with a value of an agreement."""

    MISSING = "missing"
    LENGTH = "length"
    SIGNS = "signs"
    NO_DATE = "no_date"
    UNKNOWN = "unknown"
    STAGES = "stages"
    TO_COME = "to_come"
    BACKWARDS = "backwards"
    OVER = "over"
    SAME_SIDE = "same_side"
    SAME_PERSON = "same_person"
    OUTSIDE = "outside"
    DISORDER = "disorder"
    ACCEPTED = "accepted"


WORDS: Mapping[Flaw, tuple[str, str]] = {
    Flaw.MISSING: ("is missing", "{expected}"),
    Flaw.LENGTH: ("has {found} letters", "expected {least} to {most}"),
    Flaw.SIGNS: ("holds signs that cannot be shown", "type it anew"),
    Flaw.NO_DATE: ('"{found}" is no date', A_DATE),
    Flaw.UNKNOWN: ("there is no such key", "{expected}"),
    Flaw.STAGES: ("has {found} stages", "expected at most {most}"),
    Flaw.TO_COME: ("{found} is still to come", "record it once both have signed"),
    Flaw.BACKWARDS: ("ends before it begins", "expected {least} or later"),
    Flaw.OVER: ("is over already", "record the agreement that holds now"),
    Flaw.SAME_SIDE: ("is the same on both sides", "name the government that runs it"),
    Flaw.SAME_PERSON: ("is the same person on both sides", "name who signs for the operator"),
    Flaw.OUTSIDE: ("lies outside the agreement", "expected {least} to {most}"),
    Flaw.DISORDER: ("comes before the stage above it", "expected {least} or later"),
    Flaw.ACCEPTED: ("lies before the agreement or is still to come", "expected {least} to {most}"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with an agreement: where, what, and the values behind it."""

    path: type_path
    flaw: Flaw
    values: type_flaw_values

    @property
    def finding(self) -> Finding:
        """The same in plain English, with its place."""
        message, remedy = WORDS[self.flaw]
        at_key = self.flaw is Flaw.UNKNOWN
        return Finding(self.path, message.format_map(self.values), remedy.format_map(self.values), at_key=at_key)

    @property
    def where(self) -> str:
        """The path as text."""
        return self.finding.where


def _wrong(path: type_path, flaw: Flaw, **values: object) -> Wrong:
    return Wrong(path, flaw, values)


@dataclass(slots=True)
class _Reader:
    """Takes plain values and notes what is wrong with them."""

    found: list[Wrong] = field(default_factory=list)

    def words(self, data: Mapping[str, object], path: type_path, most: int, least: int = 1) -> str:
        """A text of `least` to `most` letters."""
        value = data.get(str(path[-1]), "")
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if not text:
            self.found.append(_wrong(path, Flaw.MISSING, expected="write it out"))
        elif not least <= len(text) <= most:
            self.found.append(_wrong(path, Flaw.LENGTH, found=len(text), least=least, most=most))
        elif not text.isprintable():
            self.found.append(_wrong(path, Flaw.SIGNS))
        return text

    def day(self, data: Mapping[str, object], path: type_path) -> date | None:
        """A date, as text or already one."""
        value = data.get(str(path[-1]), "")
        if isinstance(value, date):
            return value
        if not isinstance(value, str) or not value.strip():
            self.found.append(_wrong(path, Flaw.MISSING, expected=A_DATE))
            return None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.found.append(_wrong(path, Flaw.NO_DATE, found=value.strip()[:40]))
            return None

    def part(self, data: Mapping[str, object], path: type_path, keys: tuple[str, ...]) -> Mapping[str, object]:
        """A section, with its unknown keys noted."""
        value = data.get(str(path[-1])) if path else data
        if not isinstance(value, Mapping):
            self.found.append(_wrong(path, Flaw.MISSING, expected=f"expected {listed(keys)}"))
            return {}
        for key in value:
            if key not in keys:
                remedy = joined(f"expected {listed(keys)}", did_you_mean(str(key), keys))
                self.found.append(_wrong((*path, str(key)), Flaw.UNKNOWN, expected=remedy))
        return value


def read_agreement(data: object, today: date) -> tuple[Agreement | None, tuple[Wrong, ...]]:
    """The agreement in plain values, or None with everything that is wrong with them."""
    reader = _Reader()
    whole = reader.part(data if isinstance(data, Mapping) else {"": data}, (), KEYS)
    draft = _read(reader, whole)
    told = {wrong.path for wrong in reader.found}
    found = [*reader.found, *(wrong for wrong in _judged(draft, today) if wrong.path not in told)]
    return (None if found else draft.whole()), tuple(sorted(found, key=_place))


def _place(wrong: Wrong) -> int:
    """Where on the form: faults are told in the order of the fields."""
    first = str(wrong.path[0]) if wrong.path else ""
    return KEYS.index(first) if first in KEYS else -1


@dataclass(frozen=True, slots=True)
class _Draft:
    """What could be read of an agreement; a date that could not is None, a stage keeps its place."""

    number: str
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    region: Signatory
    operator: Signatory
    scope: str
    stages: tuple[tuple[int, Stage], ...]
    acceptance: Acceptance | None

    def whole(self) -> Agreement:
        """The agreement, where nothing is wrong with it."""
        assert self.signed_on is not None
        assert self.starts_on is not None
        assert self.ends_on is not None
        return Agreement(
            number=self.number,
            signed_on=self.signed_on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            region=self.region,
            operator=self.operator,
            scope=self.scope,
            stages=tuple(stage for _place, stage in self.stages),
            acceptance=self.acceptance,
        )


def _read(reader: _Reader, data: Mapping[str, object]) -> _Draft:
    number = reader.words(data, ("number",), LONGEST["number"])
    days = [reader.day(data, (name,)) for name in ("signed_on", "starts_on", "ends_on")]
    sides = [_signatory(reader, data, name) for name in ("region", "operator")]
    scope = reader.words(data, ("scope",), LONGEST["scope"], LEAST_SCOPE)
    stages = _stages(reader, data)
    acceptance = _acceptance(reader, data)
    return _Draft(number, days[0], days[1], days[2], sides[0], sides[1], scope, stages, acceptance)


def _signatory(reader: _Reader, data: Mapping[str, object], side: str) -> Signatory:
    part = reader.part(data, (side,), SIGNATORY)
    if not part:
        return Signatory("", "", "")
    return Signatory(*(reader.words(part, (side, name), LONGEST[name]) for name in SIGNATORY))


def _stages(reader: _Reader, data: Mapping[str, object]) -> tuple[tuple[int, Stage], ...]:
    given = data.get("stages")
    if not isinstance(given, (list, tuple)) or not given:
        reader.found.append(
            _wrong(("stages",), Flaw.MISSING, expected="expected at least one stage with name and due_on")
        )
        return ()
    if len(given) > MOST_STAGES:
        reader.found.append(_wrong(("stages",), Flaw.STAGES, found=len(given), most=MOST_STAGES))
    made = []
    for index, one in enumerate(given[:MOST_STAGES]):
        path: type_path = ("stages", index)
        if not isinstance(one, Mapping):
            reader.found.append(_wrong(path, Flaw.MISSING, expected="expected name and due_on"))
            continue
        name = reader.words(one, (*path, "name"), LONGEST["name"])
        due = reader.day(one, (*path, "due_on"))
        if due is not None:
            made.append((index, Stage(name, due)))
    return tuple(made)


def _acceptance(reader: _Reader, data: Mapping[str, object]) -> Acceptance | None:
    given = data.get("acceptance")
    if not given:
        return None
    part = reader.part(data, ("acceptance",), ACCEPTANCE)
    number = reader.words(part, ("acceptance", "number"), LONGEST["number"])
    signed = reader.day(part, ("acceptance", "signed_on"))
    return Acceptance(number, signed) if signed else None


def _judged(made: _Draft, today: date) -> Iterator[Wrong]:
    """What must hold between the parts, as far as these could be read."""
    yield from _in_force(made, today)
    yield from _two_sides(made)
    yield from _stages_in_order(made)
    if made.acceptance and made.signed_on and not made.signed_on <= made.acceptance.signed_on <= today:
        yield _wrong(("acceptance", "signed_on"), Flaw.ACCEPTED, least=made.signed_on, most=today)


def _in_force(made: _Draft, today: date) -> Iterator[Wrong]:
    if made.signed_on is not None and made.signed_on > today:
        yield _wrong(("signed_on",), Flaw.TO_COME, found=made.signed_on)
    if made.ends_on is None:
        return
    if made.starts_on is not None and made.ends_on < made.starts_on:
        yield _wrong(("ends_on",), Flaw.BACKWARDS, least=made.starts_on)
    elif made.ends_on < today:
        yield _wrong(("ends_on",), Flaw.OVER)


def _two_sides(made: _Draft) -> Iterator[Wrong]:
    if made.region.government and made.region.government.casefold() == made.operator.government.casefold():
        yield _wrong(("operator", "government"), Flaw.SAME_SIDE)
    if made.region.name and made.region.name.casefold() == made.operator.name.casefold():
        yield _wrong(("operator", "name"), Flaw.SAME_PERSON)


def _stages_in_order(made: _Draft) -> Iterator[Wrong]:
    if made.starts_on is None or made.ends_on is None:
        return
    before = made.starts_on
    for index, stage in made.stages:
        path: type_path = ("stages", index, "due_on")
        if not made.starts_on <= stage.due_on <= made.ends_on:
            yield _wrong(path, Flaw.OUTSIDE, least=made.starts_on, most=made.ends_on)
        elif stage.due_on < before:
            yield _wrong(path, Flaw.DISORDER, least=before)
        before = max(before, stage.due_on)


def plain(made: Agreement) -> dict[str, object]:
    """The agreement as plain values that `read_agreement` reads back."""
    acceptance = made.acceptance
    return {
        "number": made.number,
        "signed_on": made.signed_on.isoformat(),
        "starts_on": made.starts_on.isoformat(),
        "ends_on": made.ends_on.isoformat(),
        "region": _side(made.region),
        "operator": _side(made.operator),
        "scope": made.scope,
        "stages": [{"name": stage.name, "due_on": stage.due_on.isoformat()} for stage in made.stages],
        "acceptance": {"number": acceptance.number, "signed_on": acceptance.signed_on.isoformat()}
        if acceptance
        else None,
    }


def _side(side: Signatory) -> dict[str, object]:
    return {name: getattr(side, name) for name in SIGNATORY}
