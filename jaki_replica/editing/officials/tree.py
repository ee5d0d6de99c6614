"""The posts of a region as a tree to look at: who leads, since when, what is vacant, what is folded away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from jaki_replica.editing.officials.words import KINDS
from jaki_replica.officials.holders import Standing, Tenure
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.terms import Holding, Roster
from jaki_replica.officials.sheets.values import folded
from jaki_replica.officials.units import Organisation, Unit, UnitKind
from jaki_replica.ui.formats import short_day
from jaki_replica.ui.words import gettext as _

ICONS = {1: "landmark", 2: "building", 3: "building-2", 4: "house"}
SOON = timedelta(days=7)
OPEN_DEPTH = 1


@dataclass(frozen=True, slots=True)
class Node:
    """A post in the tree. `tag` is Plt., Plh. or Pj.; `below` the nodes under it, shown where `is_open`."""

    key: str
    title: str
    who: str
    tag: str
    icon: str
    standing: Standing
    is_here: bool
    is_open: bool
    may_move: bool
    below: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How the posts of a region are filled on a day."""

    posts: int
    held: int
    vacant: int
    ending: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tree is narrowed to: words of a post or person, vacant posts only, the post that is open."""

    words: str = ""
    vacant: bool = False
    here: str = ""

    @property
    def narrows(self) -> bool:
        """Whether not the whole tree is wanted."""
        return bool(self.words or self.vacant)


def figures(organisation: Organisation, roster: Roster, today: date) -> Figures:
    """Counts for the head of the page."""
    answers = [rules.answering(roster, unit, today) for unit in organisation.units]
    ending = [
        one
        for one in answers
        if one and one.kind is not Tenure.DEFINITIVE and one.until is not None and one.until - today <= SOON
    ]
    held = sum(one is not None for one in answers)
    return Figures(len(answers), held, len(answers) - held, len(ending))


def tree(organisation: Organisation, roster: Roster, today: date, asked: Asked) -> tuple[Node, ...]:
    """The nodes without a superior, with all below that is wanted."""
    drawing = _Drawing(organisation, roster, today, asked)
    found = [drawing.node(unit, 0) for unit in organisation.tops()]
    return tuple(node for node in found if node is not None)


class _Drawing:
    """Draws one tree."""

    def __init__(self, organisation: Organisation, roster: Roster, today: date, asked: Asked) -> None:
        self._organisation, self._roster, self._today, self._asked = organisation, roster, today, asked
        here = asked.here if asked.here in organisation.units else ""
        self._path = {one.key for one in organisation.superiors(here)} if here else set()
        self._wanted = self._filter()

    def node(self, unit: Unit, depth: int) -> Node | None:
        """The unit with what is below it; None where neither is wanted."""
        below = tuple(
            node
            for one in self._organisation.directly_below(unit.key)
            if (node := self.node(one, depth + 1)) is not None
        )
        holding = rules.answering(self._roster, unit.key, self._today)
        if not below and not self._wanted(unit, holding):
            return None
        tag = "" if holding is None or holding.kind is Tenure.DEFINITIVE else str(KINDS[holding.kind])
        return Node(
            key=unit.key,
            title=called(unit),
            who=who(self._roster, unit.key, holding, self._today),
            tag=tag,
            icon=icon(unit),
            standing=rules.standing(self._roster, unit.key, self._today),
            is_here=unit.key == self._asked.here,
            is_open=depth < OPEN_DEPTH or self._asked.narrows or unit.key in self._path,
            may_move=unit.superior is not None,
            below=below,
        )

    def _filter(self) -> Callable[[Unit, Holding | None], bool]:
        words, vacant = folded(self._asked.words).split(), self._asked.vacant

        def wanted(unit: Unit, holding: Holding | None) -> bool:
            if vacant and holding is not None:
                return False
            name = self._roster.name(holding.person) if holding else ""
            text = folded(f"{unit.head.title} {unit.name} {unit.area} {name}") if words else ""
            return all(word in text for word in words)

        return wanted


def called(unit: Unit) -> str:
    """The post's title, with the unit's short name where the title leaves open whose head it is."""
    told = unit.kind is UnitKind.POSITION or unit.name in unit.head.title or unit.short in unit.head.title
    return unit.head.title if told else f"{unit.head.title}, {unit.short}"


def who(roster: Roster, unit: str, holding: Holding | None, today: date) -> str:
    """The holder and how long, or since when nobody is there."""
    if holding is not None:
        name = roster.name(holding.person)
        if holding.until is not None:
            return _("%(name)s, sampai %(day)s", name=name, day=short_day(holding.until))
        return _("%(name)s, sejak %(day)s", name=name, day=short_day(holding.since))
    known = roster.of_unit(unit)
    coming = min((one for one in known if one.since > today), key=lambda one: one.since, default=None)
    if coming is not None:
        return _("Kosong. %(name)s mulai %(day)s", name=roster.name(coming.person), day=short_day(coming.since))
    gone = max((rules.first_without(roster, one) for one in known if one.until is not None), default=None)
    return _("Kosong sejak %(day)s", day=short_day(gone)) if gone else _("Belum ada orangnya")


def icon(unit: Unit) -> str:
    """The picture of a unit: by the level of its area, or a briefcase for an agency."""
    return ICONS.get(unit.area.count(".") + 1, "house") if unit.kind is UnitKind.POSITION else "briefcase"
