"""The region's areas, positions, agencies and the bodies it refers matters to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jaki_replica.tenancy.configuration.terms.identity import Text
from jaki_replica.tenancy.configuration.terms.time import DAYS_14, Duration


class Level(StrEnum):
    """A level of the national area tree, from the province down."""

    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"

    @property
    def number(self) -> int:
        """1 for a province to 4 for a village, as in the national tables; equals the parts of its code."""
        return tuple(Level).index(self) + 1


class AreaSource(StrEnum):
    """Where the polygons come from: approximate ones from shipped points, or an imported file."""

    POINTS = "points"
    IMPORT = "import"


# The kinds of area of the national table, each with its level.
NATIONAL_KINDS = {
    "provinsi": Level.PROVINCE,
    "kabupaten": Level.REGENCY,
    "kota": Level.REGENCY,
    "kabupaten-administrasi": Level.REGENCY,
    "kota-administrasi": Level.REGENCY,
    "kecamatan": Level.DISTRICT,
    "kelurahan": Level.VILLAGE,
    "desa": Level.VILLAGE,
    "desa-adat": Level.VILLAGE,
}


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area as it is called here, such as kelurahan or gampong.

    `head` is the title of its head. A local kind renames areas of the national kind `of` below the codes in
    `areas` (everywhere, where `areas` is empty). `governed` is false where another government rules them.
    """

    key: str
    level: Level
    name: Text
    short: str = ""
    head: str = ""
    of: str = ""
    areas: tuple[str, ...] = ()
    governed: bool = True

    def covers(self, code: str) -> bool:
        """Whether the name is used for an area of this code."""
        return not self.areas or any(code == area or code.startswith(area + ".") for area in self.areas)


@dataclass(frozen=True, slots=True)
class Areas:
    """The area tree: its source, the margin in metres for "near", and the kinds of area."""

    kinds: tuple[AreaKind, ...]
    source: AreaSource = AreaSource.POINTS
    near_m: int = 300

    def kind(self, key: str) -> AreaKind | None:
        """The kind of that key, if the region has it."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    def called(self, national: str, code: str) -> AreaKind | None:
        """What an area of the national kind `national` with this code is called here: its local kind, if any."""
        local = [kind for kind in self.kinds if kind.of == national and kind.covers(code)]
        return max(local, key=lambda kind: bool(kind.areas)) if local else self.kind(national)


class Appointment(StrEnum):
    """How someone comes to hold a position. Only an appointed holder has an allowance."""

    APPOINTED = "appointed"
    ELECTED = "elected"
    CONTRACT = "contract"


class Owns(StrEnum):
    """What a position answers for by itself: the complaints of its area, or none."""

    AREA = "area"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PositionRule:
    """One position (and its unit) for each area of a level, such as every lurah.

    `kinds` narrows the level to some kinds of area. `unit` and `title` are templates with `{area}` (the
    name without the word for its kind), `{kind}` and `{head}`. `reports_to` names a position or an agency;
    a superior of a higher level is the one whose area contains this one. `allowance` is rupiah a month.
    """

    key: str
    per: Level
    kinds: tuple[str, ...] = ()
    unit: str = "{kind} {area}"
    title: str = "{head} {area}"
    reports_to: str = ""
    appointment: Appointment = Appointment.APPOINTED
    allowance: int = 0
    owns: Owns = Owns.NOTHING


@dataclass(frozen=True, slots=True)
class Branches:
    """An agency's branches, one for each area of a level. `name` and `head` take `{area}`; `head` also `{branch}`."""

    per: Level
    name: str
    kinds: tuple[str, ...] = ()
    head: str = "Kepala {branch}"
    allowance: int = 0


@dataclass(frozen=True, slots=True)
class Agency:
    """A dinas, badan, biro, UPT or enterprise. `head` is a template with `{agency}`.

    `reports_to` names a position or another agency.
    """

    key: str
    name: str
    short: str = ""
    head: str = "Kepala {agency}"
    reports_to: str = ""
    appointment: Appointment = Appointment.APPOINTED
    allowance: int = 0
    branches: Branches | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """A body outside this government that owns some matters. With `per` there is one for each area of a level.

    `name` then takes `{area}`. The referral stays open until acknowledged, for `acknowledge` at most.
    """

    key: str
    name: Text
    per: Level | None = None
    phone: str = ""
    website: str = ""
    acknowledge: Duration = DAYS_14
