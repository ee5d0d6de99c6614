"""What is wrong in a region's file, where, and what would be right; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from jaki_replica.foundation.errors import Fault

type_path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a path of the file. `at_key` points at the key instead of its value.

    `code` names the rule for those who say it in other words, such as the pages.
    """

    path: type_path
    message: str
    remedy: str = ""
    at_key: bool = False
    code: str = ""

    @property
    def where(self) -> str:
        """The path as text: `categories.roads.pothole.owner`, `calendar.holidays[2].on`."""
        return path_text(self.path)


def path_text(path: type_path) -> str:
    """A path as people write it: keys joined by dots, list places counted from 1 in brackets."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text or "file"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean ...?` with the nearest known word, or an empty text."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def joined(*parts: str) -> str:
    """The parts that are not empty, with semicolons."""
    return "; ".join(part for part in parts if part)


def listed(words: Iterable[str], most: int = 12) -> str:
    """`a, b or c`; of many words the first ones."""
    known = list(words)
    if len(known) > most:
        return f"{', '.join(known[:most])} ... ({len(known)} in all)"
    return " or ".join((", ".join(known[:-1]), known[-1])) if len(known) > 1 else "".join(known)


def fault_line(fault: Fault) -> str:
    """One fault on one line, `file:line:col: path: what is wrong; what was expected; did you mean ...`."""
    return f"{fault.field}: {joined(fault.message, fault.remedy)}"
