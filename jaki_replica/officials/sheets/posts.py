"""Finds the post a row means: by its code, by its title, or by its area; near misses are offered."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from jaki_replica.officials.roster.terms import Trouble, Wrong
from jaki_replica.officials.sheets.values import folded
from jaki_replica.officials.units import Organisation, Unit

OFFERED = 3
MOST_LOOKS = 60  # looking for near misses is slow, and nobody reads hundreds of them


class Posts:
    """The posts of a region, to be looked up by what people write. Made once for a sheet."""

    def __init__(self, organisation: Organisation, gone: Iterable[str] = ()) -> None:
        """Titles, units and areas of `organisation` by their folded words; `gone` are keys that count as they are."""
        self._gone = frozenset(gone)
        self._looks = 0
        self._units = organisation.units
        self._by_title: dict[str, list[Unit]] = {}
        self._by_name: dict[str, list[Unit]] = {}
        self._by_area: dict[str, list[Unit]] = {}
        for unit in organisation.units.values():
            self._by_title.setdefault(folded(unit.head.title), []).append(unit)
            self._by_name.setdefault(folded(unit.name), []).append(unit)
            if unit.area != organisation.region:
                self._by_area.setdefault(unit.area, []).append(unit)

    def of(self, code: str, title: str, unit: str) -> str | Trouble:
        """The key of a row's post. A code beside another title is refused: a column was sorted alone."""
        if code:
            if code in self._gone:
                return code
            found = self._coded(code)
            if isinstance(found, Unit) and title and folded(title) != folded(found.head.title):
                return Trouble(Wrong.POST_MISMATCH, {"value": title[:80], "right": found.head.title})
            return found.key if isinstance(found, Unit) else found
        if not title and not unit:
            return Trouble(Wrong.NO_POST)
        return self._titled(title, unit)

    def _coded(self, code: str) -> Unit | Trouble:
        found = self._units.get(code)
        if found is not None:
            return found
        there = self._by_area.get(code, [])
        if len(there) == 1:
            return there[0]
        if there:
            return _ambiguous(code, there)
        return Trouble(Wrong.POST_UNKNOWN, {"value": code[:80], "near": self._near_code(code)})

    def _titled(self, title: str, unit: str) -> str | Trouble:
        found = self._by_title.get(folded(title), []) if title else self._by_name.get(folded(unit), [])
        if len(found) > 1 and unit:
            found = [one for one in found if folded(one.name) == folded(unit)] or found
        if len(found) == 1:
            return found[0].key
        if found:
            return _ambiguous(title or unit, found)
        near = self._near(folded(title or unit), self._by_title if title else self._by_name)
        return Trouble(Wrong.POST_UNKNOWN, {"value": (title or unit)[:80], "near": near})

    def _near_code(self, code: str) -> str:
        area = code.rpartition(":")[2]
        there = self._by_area.get(area, []) or [self._by_area[one][0] for one in self._close(area, self._by_area, 0.8)]
        return _words(there)

    def _near(self, text: str, known: dict[str, list[Unit]]) -> str:
        return _words(known[one][0] for one in self._close(text, known, 0.72))

    def _close(self, text: str, known: dict[str, list[Unit]], least: float) -> list[str]:
        self._looks += 1
        return get_close_matches(text[:120], known, OFFERED, least) if self._looks <= MOST_LOOKS else []


def _ambiguous(value: str, found: list[Unit]) -> Trouble:
    codes = ", ".join(f"{one.head.title} ({one.key})" for one in found[:OFFERED])
    return Trouble(Wrong.POST_AMBIGUOUS, {"value": value[:80], "codes": codes})


def _words(units: Iterable[Unit]) -> str:
    return ", ".join(dict.fromkeys(one.head.title for one in units))
