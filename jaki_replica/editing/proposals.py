"""From what was typed to a whole configuration, by the schema and the rules of the region's file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jaki_replica.onboarding.region_files import CHECKS
from jaki_replica.tenancy.configuration.document import plain
from jaki_replica.tenancy.configuration.findings import Finding, joined, type_path
from jaki_replica.tenancy.configuration.loading import judge
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.words import gettext as _

UNTRANSLATED = "untranslated"
type_typed = dict[str, str]
type_tree = dict[str, Any]
type_where = Callable[[type_path], type_path]
type_say = Callable[[Finding, str], str]
ANYWHERE = "isi"  # the id of a fault that belongs to no field: the page itself
HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an editor would make of a configuration: `config`, or the faults by field name, in words for people.

    A fault that belongs to no field of the form is under `ANYWHERE`.
    """

    config: RegionConfig | None
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> tuple[tuple[str, str], ...]:
        """The faults as pairs of field id and words, for the summary on top of a form."""
        return tuple(self.faults.items())


def tree_of(config: RegionConfig) -> type_tree:
    """The configuration as the plain texts its file holds, to be changed in places."""
    made = _texts(plain(config))
    assert isinstance(made, dict)
    return made


def _texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def judged_whole(tree: Mapping[str, Any]) -> tuple[RegionConfig | None, tuple[str, ...]]:
    """The configuration that plain values of a file make, or the places of the file that forbid it."""
    config, found = judge(_texts(dict(tree)), CHECKS)
    places = tuple(dict.fromkeys(finding.where for finding in found))
    return (None, places) if places else (config, ())


def judged(
    tree: type_tree, typed: type_typed, before: type_typed, say: type_say, where: type_where = tuple
) -> Proposal:
    """The configuration in `tree`, into which `typed` was put, or its faults beside the fields of `typed`.

    `before` is what the form showed first: only what differs from it is searched for hidden signs. `where`
    turns a path of the file into one of the form, where they differ.
    """
    faults = {name: _("Ada tanda tersembunyi di sini, misalnya tanda arah tulisan. Hapus, lalu ketik ulang.")
              for name, text in typed.items() if text != before.get(name) and has_hidden(text)}  # fmt: skip
    config, found = judge(tree, CHECKS)
    for finding in found:
        untranslated = ("en",) if finding.code == UNTRANSLATED else ()
        name = field_of((*where(finding.path), *untranslated), typed)
        words = say(finding, typed.get(name, ""))
        if name == ANYWHERE:
            faults[name] = joined(faults.get(name, ""), f"{finding.where}: {words}")
        else:
            faults.setdefault(name, words)
    return Proposal(None if faults else config, faults)


def has_hidden(text: str) -> bool:
    """Whether a text has signs nobody sees: controls, or marks that turn the direction of writing."""
    return any(unicodedata.category(sign) in HIDDEN and sign not in JOINERS for sign in text)


def field_of(path: type_path, names: Iterable[str]) -> str:
    """The field a finding belongs to: that of its path, the first one below it, or the nearest above it."""
    wanted, known = ".".join(str(step) for step in path), tuple(names)
    if not path:
        return ANYWHERE
    if wanted in known:
        return wanted
    below = next((name for name in known if name.startswith(wanted + ".")), "")
    above = next((name for name in known if wanted.startswith(name + ".")), "")
    return below or above or ANYWHERE


def one_line(text: str) -> str:
    """A text without the spaces and line breaks around and between its words that nobody sees."""
    return " ".join(text.split())


def put(tree: type_tree, name: str, text: str) -> None:
    """Put one typed text at its path into `tree`; an empty one takes its key out. Lists are not entered."""
    *holders, last = name.split(".")
    for step in holders:
        inner = tree.get(step)
        if not isinstance(inner, dict):
            inner = tree[step] = {"id": inner} if isinstance(inner, str) else {}
        tree = inner
    if text:
        tree[last] = text
    else:
        tree.pop(last, None)


def both_languages(typed: Mapping[str, str], name: str) -> object:
    """A text in two languages from the fields `name.id` and `name.en`; None where both are empty."""
    words = {language: one_line(typed.get(f"{name}.{language}", "")) for language in ("id", "en")}
    return {language: text for language, text in words.items() if text} or None


def merged(typed: type_typed, seen: type_typed, now: type_typed) -> type_typed:
    """What was typed over `seen`, carried over to `now`: a field that was left alone has its present value.

    The rows of a list are one field: a number is never joined to the name of another row.
    """
    parts = dict.fromkeys(_part(name) for name in (*typed, *now))
    kept: type_typed = {}
    for part in parts:
        mine, before = _fields(typed, part), _fields(seen, part)
        kept |= _fields(now, part) if mine == before else mine
    return kept


def _part(name: str) -> str:
    """The list a field is a row of, or the field itself."""
    steps = name.split(".")
    place = next((place for place, step in enumerate(steps) if step.isdecimal()), len(steps))
    return ".".join(steps[:place])


def _fields(typed: type_typed, part: str) -> type_typed:
    return {name: text for name, text in typed.items() if _part(name) == part}
