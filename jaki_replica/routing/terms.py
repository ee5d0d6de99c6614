"""What routing answers: a decision with its explanation, and what a configuration leaves without an owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jaki_replica.tenancy.configuration.terms import First, Text

type_value = str | Text


class StepCode(StrEnum):
    """What a step of an explanation says; `sentences` has the words."""

    MATTER = "matter"
    BY_CATEGORY = "by_category"
    BY_ROUTE = "by_route"
    LESS_SPECIFIC = "less_specific"
    AREA_OWNER = "area_owner"
    AREA_OWNER_ABOVE = "area_owner_above"
    AGENCY = "agency"
    BRANCH = "branch"
    POSITION = "position"
    REFERRAL = "referral"
    NOBODY = "nobody"
    SENSITIVE = "sensitive"
    AREA_FIRST = "area_first"
    NO_AREA_OFFICIAL = "no_area_official"
    OWNER_FIRST = "owner_first"
    KEEPER = "keeper"
    ACTING = "acting"
    VACANT = "vacant"
    ALL_VACANT = "all_vacant"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: a code and the names its sentence mentions. No person is named."""

    code: StepCode
    values: Mapping[str, type_value]


@dataclass(frozen=True, slots=True)
class Body:
    """A body outside this government that owns a matter; `area` is the code it is for, the region's own if for all."""

    key: str
    rule: str
    name: Text
    area: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who gets a complaint, and why.

    `unit` is the key of the unit that has it now and `owner` that of the unit that answers for the matter; they
    differ where the official of the area looks first. Where a body outside owns the matter, `referral` names it and
    `owner` is the unit that refers it and watches over the answer. `unowned` tells that nobody was found and the
    arbiter has it. `first` is what was done, not what was asked for.
    """

    category: str
    area: str
    unit: str
    owner: str
    first: First
    referral: Body | None
    unowned: bool
    steps: tuple[Step, ...]

    @property
    def is_referred_at_once(self) -> bool:
        """Whether no official looks at the complaint before it goes to the body outside."""
        return self.referral is not None and self.first is First.OWNER


@dataclass(frozen=True, slots=True)
class Gap:
    """A category that nobody owns in an area, so that the arbiter gets its complaints."""

    category: str
    area: str
    owner: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two exceptions for the same category and area (`same`), or two of which neither is the more specific.

    `wins` is the place in the file, from 1, of the one that counts where both apply, `loses` that of the other;
    `category` and `area` are where both apply.
    """

    wins: int
    loses: int
    category: str
    area: str
    same: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a configuration leaves open. `pairs` is the number of areas times categories looked at."""

    areas: int
    categories: int
    pairs: int
    gaps: tuple[Gap, ...]
    clashes: tuple[Clash, ...]
    useless: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every category has an owner everywhere and no exception contradicts another."""
        return not (self.gaps or self.clashes)
