"""Which kinds of area a region's tree holds, and what they are called there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from jaki_replica.areas.terms import UnitFact, lies_in, parent_of
from jaki_replica.onboarding.proposing import shipped

VILLAGE = "village"
APPOINTED = "kelurahan"


@dataclass(slots=True)
class Found:
    """A kind of area in the tree of one region: the national entry or the local one that renames it."""

    key: str
    entry: dict[str, object]
    everywhere: bool = True
    codes: list[str] = field(default_factory=list)

    @property
    def level(self) -> str:
        """Its level."""
        of = str(self.entry.get("of", self.key))
        return str(shipped.table("kinds.yaml", "national")[of]["level"])

    @property
    def is_elected(self) -> bool:
        """Whether the head of such a village was elected by it."""
        return self.level == VILLAGE and self.entry.get("of", self.key) != APPOINTED


def kinds_of(code: str, units: Iterable[UnitFact]) -> tuple[Found, ...]:
    """Every kind in the tree, upper levels first; a local name with the codes where it is used."""
    national: dict[str, set[str]] = {}
    for unit in units:
        local = _local(unit)
        national.setdefault(unit.kind, set()).add(local["key"] if local else "")  # type: ignore[arg-type]
    table = shipped.table("kinds.yaml", "national")
    found: list[Found] = []
    for kind in table:
        used = national.get(kind, set())
        if "" in used:
            found.append(Found(kind, table[kind]))
        for entry in _locals_of(kind):
            if entry["key"] in used:
                found.append(_placed(entry, code, alone=used == {entry["key"]}))
    return tuple(found)


def _placed(entry: dict[str, object], code: str, *, alone: bool) -> Found:
    """A local kind: for the whole region where there is no other name in it, else below its own codes."""
    codes = [] if alone else [one for one in _codes(entry) if lies_in(one, code)]
    return Found(str(entry["key"]), entry, everywhere=not codes, codes=codes)


def _locals_of(kind: str) -> list[dict[str, object]]:
    return [entry for entry in shipped.rows("kinds.yaml", "local") if entry["of"] == kind]


def _local(unit: UnitFact) -> dict[str, object] | None:
    """The local name for a unit: of those whose codes hold it, the one with the longest."""
    named = _by_code().get(unit.kind, {})
    code: str | None = unit.code
    while code is not None:
        if code in named:
            return named[code]
        code = parent_of(code)
    return None


@cache
def _by_code() -> dict[str, dict[str, dict[str, object]]]:
    """The local entries by national kind and code."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for entry in shipped.rows("kinds.yaml", "local"):
        found.setdefault(str(entry["of"]), {}).update((code, entry) for code in _codes(entry))
    return found


def _codes(entry: dict[str, object]) -> Sequence[str]:
    codes = entry["in"]
    assert isinstance(codes, list)
    return codes


def line_of(found: Found, *, governed: bool) -> str:
    """The kind as a line of `areas.kinds`."""
    entry = found.entry
    parts = [f"level: {found.level}", f"name: {{id: {entry['id']}, en: {entry['en']}}}"]
    parts += [f"{name}: {entry[name]}" for name in ("short", "head", "of") if name in entry]
    if found.codes:
        parts.append(f"areas: {json.dumps(found.codes)}")
    if not governed:
        parts.append("governed: no")
    return f"    {found.key}: {{{', '.join(parts)}}}"
