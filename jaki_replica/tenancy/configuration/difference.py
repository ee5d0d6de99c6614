"""What would change between two configurations, as lines a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from jaki_replica.tenancy.configuration.document import plain
from jaki_replica.tenancy.configuration.findings import path_text, type_path
from jaki_replica.tenancy.configuration.terms import RegionConfig

SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "^"}


class ChangeKind(StrEnum):
    """How something differs. `moved` is another order of the same keys."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `old` and `new` are the values as text, empty where there is none."""

    kind: ChangeKind
    path: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """The changes of one section of the file."""

    section: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying would do: `current` is the number in use, None in an empty installation."""

    current: int | None
    sections: tuple[SectionChanges, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.sections


def difference(old: RegionConfig | None, new: RegionConfig) -> tuple[SectionChanges, ...]:
    """The changes from `old` (None: nothing at all) to `new`, by section in the order of the file."""
    before = plain(old) if old else {}
    after = plain(new)
    changes = _compare((), before, after)
    grouped = groupby(changes, key=lambda one: one[0])
    return tuple(SectionChanges(section, tuple(change for _, change in found)) for section, found in grouped)


type_found = Iterator[tuple[str, Change]]


def _compare(path: type_path, old: object, new: object) -> type_found:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare_mappings(path, old, new)
    elif _are_sections(old) and _are_sections(new):
        yield from _compare_mappings(path, dict(enumerate(_items(old))), dict(enumerate(_items(new))))
    elif old != new:
        yield _found(ChangeKind.CHANGED, path, old, new)


def _compare_mappings(path: type_path, old: dict[str | int, object], new: dict[str | int, object]) -> type_found:
    for key in dict.fromkeys([*new, *old]):
        inner = (*path, key)
        if key not in old:
            yield _found(ChangeKind.ADDED, inner, None, new[key])
        elif key not in new:
            yield _found(ChangeKind.REMOVED, inner, old[key], None)
        else:
            yield from _compare(inner, old[key], new[key])
    stayed = [key for key in old if key in new]
    if stayed != [key for key in new if key in old]:
        order = [key for key in new if key in old]
        yield _found(ChangeKind.MOVED, path, stayed, order)


def _are_sections(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _found(kind: ChangeKind, path: type_path, old: object, new: object) -> tuple[str, Change]:
    return str(path[0]) if path else "file", Change(kind, path_text(path), _text(old), _text(new))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_text(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_text(one) for one in value) + "]"
    return str(value)


def plan_lines(plan: Plan) -> list[str]:
    """The plan as lines for a terminal: `+` added, `-` removed, `~` changed, `^` in another order."""
    if plan.is_empty:
        return [f"Nothing changes against revision {plan.current}."]
    against = f"revision {plan.current}" if plan.current is not None else "an empty installation"
    count = sum(len(section.changes) for section in plan.sections)
    return [f"{count} changes against {against}", *section_lines(plan.sections)]


def section_lines(sections: tuple[SectionChanges, ...]) -> list[str]:
    """The changes as lines, under the name of their section."""
    lines = []
    for section in sections:
        lines.append(f"{section.section}:")
        lines += [f"  {SIGNS[change.kind]} {_line(change)}" for change in section.changes]
    return lines


def _line(change: Change) -> str:
    if change.kind is ChangeKind.ADDED:
        return f"{change.path}: {change.new}"
    if change.kind is ChangeKind.REMOVED:
        return f"{change.path}: {change.old}"
    return f"{change.path}: {change.old} -> {change.new}"
