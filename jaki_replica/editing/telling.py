"""A difference between two configurations in words a clerk understands, the path of the file kept as detail."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.editing.telling_names import Names, subject, value_words
from jaki_replica.tenancy.configuration.difference import Change, ChangeKind, difference
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.words import gettext as _


@dataclass(frozen=True, slots=True)
class Told:
    """One change: a sentence, where it stands in the file, and the part of the configuration it belongs to."""

    words: str
    path: str
    part: str


def told(old: RegionConfig | None, new: RegionConfig) -> tuple[Told, ...]:
    """Every change from `old` to `new`, in the order of the file."""
    names = Names(old, new)
    return tuple(
        Told(_sentence(change, names), change.path, section.section)
        for section in difference(old, new)
        for change in section.changes
    )


def _sentence(change: Change, names: Names) -> str:
    what = subject(change.path, names)
    old, new = (value_words(change.path, text, names) for text in (change.old, change.new))
    if change.kind is ChangeKind.ADDED:
        return _("%(what)s: ditambahkan, %(new)s", what=what, new=new) if new else _("%(what)s: ditambahkan", what=what)
    if change.kind is ChangeKind.REMOVED:
        return _("%(what)s: dihapus, tadinya %(old)s", what=what, old=old) if old else _("%(what)s: dihapus", what=what)
    if change.kind is ChangeKind.MOVED:
        return _("%(what)s: urutannya menjadi %(new)s", what=what, new=new)
    return _("%(what)s: dari %(old)s ke %(new)s", what=what, old=old or _("kosong"), new=new or _("kosong"))
