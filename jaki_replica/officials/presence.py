"""Whether somebody is there for what a post gets: in the post, or above it up to the top. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jaki_replica.officials.holders import Standing
from jaki_replica.officials.units import Organisation, Unit

type_standing = Callable[[str], Standing]
PRESENT = frozenset({Standing.HELD, Standing.ACTING})


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is there for new complaints of a post that stands as `standing`.

    `lands` is the unit that gets them, as routing has it: a vacant post's go up, those of one that nobody was ever
    entered for stay. `answers` is the nearest unit from there up in which somebody is; None where there is nobody.
    """

    post: Unit
    standing: Standing
    lands: Unit
    answers: Unit | None

    @property
    def is_read(self) -> bool:
        """Whether somebody is where the complaints land."""
        return self.answers is self.lands


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many of some posts nobody is in: `unfilled` never had anybody entered, `vacant` were left.

    `alone` of them have nobody above either; `titles` are the empty ones, the highest first.
    """

    posts: int = 0
    unfilled: int = 0
    vacant: int = 0
    alone: int = 0
    titles: tuple[str, ...] = ()

    @property
    def empty(self) -> int:
        """How many have nobody."""
        return self.unfilled + self.vacant


def presence(key: str, organisation: Organisation, standing: type_standing) -> Presence:
    """Who is there for a post. Raises NotFound for a unit that is not there."""
    chain = (organisation.unit(key), *organisation.superiors(key))
    place = next((n for n, one in enumerate(chain) if standing(one.key) is not Standing.VACANT), len(chain) - 1)
    answers = next((one for one in chain[place:] if standing(one.key) in PRESENT), None)
    return Presence(chain[0], standing(key), chain[place], answers)


def staffing(keys: Iterable[str], organisation: Organisation, standing: type_standing) -> Staffing:
    """How these posts are filled; keys of units that are not there count for nothing."""
    known = [organisation.units[key] for key in sorted(set(keys)) if key in organisation.units]
    empty = [one for one in known if standing(one.key) not in PRESENT]
    empty.sort(key=lambda one: (one.area.count("."), one.head.title))
    unfilled = sum(standing(one.key) is Standing.UNRECORDED for one in empty)
    alone = sum(presence(one.key, organisation, standing).answers is None for one in empty)
    titles = tuple(dict.fromkeys(one.head.title for one in empty))
    return Staffing(len(known), unfilled, len(empty) - unfilled, alone, titles)
