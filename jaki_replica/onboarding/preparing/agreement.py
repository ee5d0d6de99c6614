"""The agreement under Swakelola Tipe II: read from plain values and judged, every fault with its path (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jaki_replica.onboarding.preparing.terms import Acceptance, Agreement, Signatory, Stage
from jaki_replica.tenancy.configuration.findings import Finding, did_you_mean, joined, listed, type_path

LONGEST = {"number": 80, "scope": 4000, "name": 120, "office": 120, "government": 120}
LEAST_SCOPE = 20
MOST_STAGES = 12
KEYS = ("number", "signed_on", "starts_on", "ends_on", "region", "operator", "scope", "stages", "acceptance")
SIGNATORY = ("government", "name", "office")
STAGE = ("name", "due_on")
ACCEPTANCE = ("number", "signed_on")
A_DATE = "expected a date such as 2026-12-31"


@dataclass(slots=True)
class _Reader:
    """Takes plain values and notes what is wrong with them."""

    found: list[Finding] = field(default_factory=list)

    def words(self, data: Mapping[str, object], path: type_path, most: int, least: int = 1) -> str:
        """A text of `least` to `most` letters."""
        value = data.get(str(path[-1]), "")
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if not text:
            self.found.append(Finding(path, "is missing", "write it out"))
        elif not least <= len(text) <= most:
            self.found.append(Finding(path, f"has {len(text)} letters", f"expected {least} to {most}"))
        elif not text.isprintable():
            self.found.append(Finding(path, "holds signs that cannot be shown", "type it anew"))
        return text

    def day(self, data: Mapping[str, object], path: type_path) -> date | None:
        """A date, as text or already one."""
        value = data.get(str(path[-1]), "")
        if isinstance(value, date):
            return value
        if not isinstance(value, str) or not value.strip():
            self.found.append(Finding(path, "is missing", A_DATE))
            return None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.found.append(Finding(path, f'"{value.strip()[:40]}" is no date', A_DATE))
            return None

    def part(self, data: Mapping[str, object], path: type_path, keys: tuple[str, ...]) -> Mapping[str, object]:
        """A section, with its unknown keys noted."""
        value = data.get(str(path[-1])) if path else data
        if not isinstance(value, Mapping):
            self.found.append(Finding(path, "is missing", f"expected {listed(keys)}"))
            return {}
        for key in value:
            if key not in keys:
                remedy = joined(f"expected {listed(keys)}", did_you_mean(str(key), keys))
                self.found.append(Finding((*path, str(key)), "there is no such key", remedy, at_key=True))
        return value


def read_agreement(data: object, today: date) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """The agreement in plain values, or None with everything that is wrong with them."""
    reader = _Reader()
    whole = reader.part(data if isinstance(data, Mapping) else {"": data}, (), KEYS)
    made = _read(reader, whole)
    if made is not None and not reader.found:
        reader.found += _judged(made, today)
    return (None if reader.found else made), tuple(reader.found)


def _read(reader: _Reader, data: Mapping[str, object]) -> Agreement | None:
    number = reader.words(data, ("number",), LONGEST["number"])
    days = [reader.day(data, (name,)) for name in ("signed_on", "starts_on", "ends_on")]
    sides = [_signatory(reader, data, name) for name in ("region", "operator")]
    scope = reader.words(data, ("scope",), LONGEST["scope"], LEAST_SCOPE)
    stages = _stages(reader, data)
    acceptance = _acceptance(reader, data)
    signed, starts, ends = days
    if signed is None or starts is None or ends is None:
        return None
    return Agreement(number, signed, starts, ends, sides[0], sides[1], scope, stages, acceptance)


def _signatory(reader: _Reader, data: Mapping[str, object], side: str) -> Signatory:
    part = reader.part(data, (side,), SIGNATORY)
    if not part:
        return Signatory("", "", "")
    return Signatory(*(reader.words(part, (side, name), LONGEST[name]) for name in SIGNATORY))


def _stages(reader: _Reader, data: Mapping[str, object]) -> tuple[Stage, ...]:
    given = data.get("stages")
    if not isinstance(given, (list, tuple)) or not given:
        reader.found.append(Finding(("stages",), "is missing", "expected at least one stage with name and due_on"))
        return ()
    if len(given) > MOST_STAGES:
        reader.found.append(Finding(("stages",), f"has {len(given)} stages", f"expected at most {MOST_STAGES}"))
    made = []
    for index, one in enumerate(given[:MOST_STAGES]):
        path: type_path = ("stages", index)
        if not isinstance(one, Mapping):
            reader.found.append(Finding(path, "is no stage", "expected name and due_on"))
            continue
        name = reader.words(one, (*path, "name"), LONGEST["name"])
        due = reader.day(one, (*path, "due_on"))
        if due is not None:
            made.append(Stage(name, due))
    return tuple(made)


def _acceptance(reader: _Reader, data: Mapping[str, object]) -> Acceptance | None:
    given = data.get("acceptance")
    if not given:
        return None
    part = reader.part(data, ("acceptance",), ACCEPTANCE)
    number = reader.words(part, ("acceptance", "number"), LONGEST["number"])
    signed = reader.day(part, ("acceptance", "signed_on"))
    return Acceptance(number, signed) if signed else None


def _judged(made: Agreement, today: date) -> Iterator[Finding]:
    """What must hold between the parts."""
    yield from _in_force(made, today)
    yield from _two_sides(made)
    yield from _stages_in_order(made)
    if made.acceptance and not made.signed_on <= made.acceptance.signed_on <= today:
        yield Finding(("acceptance", "signed_on"), "lies before the agreement or is still to come", A_DATE)


def _in_force(made: Agreement, today: date) -> Iterator[Finding]:
    if made.signed_on > today:
        yield Finding(("signed_on",), f"{made.signed_on} is still to come", "record it once both have signed")
    if made.ends_on < made.starts_on:
        yield Finding(("ends_on",), "ends before it begins", f"expected {made.starts_on} or later")
    elif made.ends_on < today:
        yield Finding(("ends_on",), "is over already", "record the agreement that holds now")


def _two_sides(made: Agreement) -> Iterator[Finding]:
    if made.region.government.casefold() == made.operator.government.casefold():
        yield Finding(("operator", "government"), "is the same on both sides", "name the government that runs it")
    if made.region.name.casefold() == made.operator.name.casefold():
        yield Finding(("operator", "name"), "is the same person on both sides", "name who signs for the operator")


def _stages_in_order(made: Agreement) -> Iterator[Finding]:
    before = made.starts_on
    for index, stage in enumerate(made.stages):
        path: type_path = ("stages", index, "due_on")
        if not made.starts_on <= stage.due_on <= made.ends_on:
            yield Finding(path, "lies outside the agreement", f"expected {made.starts_on} to {made.ends_on}")
        elif stage.due_on < before:
            yield Finding(path, "comes before the stage above it", f"expected {before} or later")
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
