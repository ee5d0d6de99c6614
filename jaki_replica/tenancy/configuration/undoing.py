"""One change taken out of a configuration again, with everything that came after it kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from jaki_replica.tenancy.configuration.document import plain
from jaki_replica.tenancy.configuration.findings import path_text, type_path
from jaki_replica.tenancy.configuration.terms import RegionConfig


class _Missing:
    """Stands for a value that is not there."""


MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Undone:
    """The configuration in use without a change, as plain values of its file.

    `clashes` are the places, as paths of the file, where something later touched the same: there the value in use
    stands, and the change cannot be taken out.
    """

    tree: dict[str, object]
    clashes: tuple[str, ...]


def undone(before: RegionConfig, after: RegionConfig, now: RegionConfig) -> Undone:
    """`now` without what changed from `before` to `after`."""
    work = _Work()
    made = work.value((), plain(before), plain(after), plain(now))
    assert isinstance(made, dict)
    return Undone(made, tuple(path_text(path) for path in work.clashes))


@dataclass(slots=True)
class _Work:
    """A merge of three values: what was before the change, what it made of it, and what is in use."""

    clashes: list[type_path] = field(default_factory=list)

    def value(self, path: type_path, before: object, after: object, now: object) -> object:
        if _same(before, after) or _same(now, before):
            return now
        if _same(now, after):
            return before
        if isinstance(before, dict) and isinstance(after, dict) and isinstance(now, dict):
            return self._mapping(path, before, after, now)
        # A file leaves out an empty list.
        rows = [one for each in (before, after, now) if isinstance(one := [] if each is MISSING else each, list)]
        if len(rows) == 3:
            return self._rows(path, rows[0], rows[1], rows[2]) or MISSING
        self.clashes.append(path)
        return now

    def _mapping(
        self, path: type_path, before: dict[str, object], after: dict[str, object], now: dict[str, object]
    ) -> dict[str, object]:
        found = {}
        for key in _together(now, before):
            made = self.value((*path, key), *(one.get(key, MISSING) for one in (before, after, now)))
            if made is not MISSING:
                found[key] = made
        return self._ordered(path, found, [list(one) for one in (before, after, now)])

    def _ordered(self, path: type_path, found: dict[str, object], orders: list[list[str]]) -> dict[str, object]:
        """In the order of `now`; where the change put the keys into another order, in that of before it."""
        everywhere = set(orders[0]) & set(orders[1]) & set(orders[2])
        before, after, now = ([key for key in keys if key in everywhere] for keys in orders)
        if before == after or now == before:
            return found
        if now != after:
            self.clashes.append(path)
            return found
        first = [key for key in orders[0] if key in found]
        return {key: found[key] for key in (*first, *(key for key in found if key not in first))}

    def _rows(self, path: type_path, before: list[object], after: list[object], now: list[object]) -> list[object]:
        """A list without keys: rows that the change added go, those it took away come back."""
        added = [row for row in after if row not in before]
        removed = [row for row in before if row not in after]
        if not (added or removed) or any(row not in now for row in added) or any(row in now for row in removed):
            self.clashes.append(path)
            return now
        made = list(now)
        if len(added) == len(removed):
            for new, old in zip(added, removed, strict=True):
                made[made.index(new)] = old
            return made
        made = [row for row in made if row not in added]
        for row in removed:
            made.insert(before.index(row), row)
        return made


def _same(one: object, other: object) -> bool:
    """Equal with the order of keys at any depth, which two mappings in Python are not asked for."""
    return one == other and repr(one) == repr(other)


def _together(now: dict[str, object], before: dict[str, object]) -> list[str]:
    """The keys of both: as in `now`, with each of the others after the one it stood behind."""
    keys = list(now)
    previous = ""
    for key in before:
        if key not in now:
            keys.insert(keys.index(previous) + 1 if previous in keys else 0, key)
        previous = key
    return keys
