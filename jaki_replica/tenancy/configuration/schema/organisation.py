"""Sections: areas, positions, agencies, referral bodies."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.containers import Bilingual, Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.schema.scalars import Choice, Decision, Length, Whole, Words
from jaki_replica.tenancy.configuration.terms import (
    Agency,
    Appointment,
    AreaKind,
    Areas,
    AreaSource,
    Branches,
    Level,
    Owns,
    PositionRule,
    Referral,
)

MOST_ALLOWANCE = 1_000_000_000
KIND = words.defaults(AreaKind)
AREAS = words.defaults(Areas)
POSITION = words.defaults(PositionRule)
AGENCY = words.defaults(Agency)
BRANCHES = words.defaults(Branches)
REFERRAL = words.defaults(Referral)


class KindSection(Section):
    """One entry of `areas.kinds`."""

    term = AreaKind
    keyed = True
    level = Choice("Level of the national tree", Level)
    name = Bilingual("The word for this kind of area", most=60)
    short = Words("Its abbreviation", default=KIND["short"], most=20)
    head = Words("Title of the head of such an area", default=KIND["head"], most=60)
    of = words.key("For a local name: the national kind that it renames", default=KIND["of"])
    areas = Items("Where the local name is used; everywhere if left out", words.code("A code"), default=KIND["areas"])
    governed = Decision("no where another government rules these areas", default=KIND["governed"])


class AreasSection(Section):
    """`areas`."""

    term = Areas
    kinds = Keyed("Kinds of area in this region", KindSection, key=words.key("A kind"))
    source = Choice("points: approximate areas; import: an imported file", AreaSource, default=AREAS["source"])
    near_m = Whole("Metres outside an area that still count as near", least=0, most=5000, default=AREAS["near_m"])


class PositionSection(Section):
    """One entry of `positions`."""

    term = PositionRule
    keyed = True
    per = Choice("One position for each area of this level", Level)
    kinds = Items("Only for these kinds of area", words.key("A kind"), default=POSITION["kinds"])
    unit = Words("Name of the unit; takes {area}, {kind}, {head}", default=POSITION["unit"], most=120)
    title = Words("Title of the position; takes {area}, {kind}, {head}", default=POSITION["title"], most=120)
    reports_to = words.key("Position or agency above it", default=POSITION["reports_to"])
    appointment = Choice("How someone comes to hold it", Appointment, default=POSITION["appointment"])
    allowance = Whole(
        "Monthly allowance in rupiah that evaluation may touch; 0 for none",
        least=0,
        most=MOST_ALLOWANCE,
        default=POSITION["allowance"],
        rupiah=True,
    )
    owns = Choice("area: answers for the complaints of its area", Owns, default=POSITION["owns"])


class BranchesSection(Section):
    """`branches` of an agency."""

    term = Branches
    per = Choice("One branch for each area of this level", Level)
    name = Words("Name of a branch; takes {area}", most=120)
    kinds = Items("Only for these kinds of area", words.key("A kind"), default=BRANCHES["kinds"])
    head = Words("Title of its head; takes {area}, {branch}", default=BRANCHES["head"], most=120)
    allowance = Whole(
        "Monthly allowance of its head", least=0, most=MOST_ALLOWANCE, default=BRANCHES["allowance"], rupiah=True
    )


class AgencySection(Section):
    """One entry of `agencies`."""

    term = Agency
    keyed = True
    name = Words("Full name", most=120)
    short = Words("Abbreviation", default=AGENCY["short"], most=30)
    head = Words("Title of its head; takes {agency}", default=AGENCY["head"], most=120)
    reports_to = words.key("Position or agency above it", default=AGENCY["reports_to"])
    appointment = Choice("How its head is chosen", Appointment, default=AGENCY["appointment"])
    allowance = Whole(
        "Monthly allowance of its head", least=0, most=MOST_ALLOWANCE, default=AGENCY["allowance"], rupiah=True
    )
    branches = Part("Branches, one for each area of a level", BranchesSection, default=AGENCY["branches"])


class ReferralSection(Section):
    """One entry of `referrals`."""

    term = Referral
    keyed = True
    name = Bilingual("Name; takes {area} where there is one for each area", most=120)
    per = Choice("One for each area of this level", Level, default=REFERRAL["per"])
    phone = words.phone("Telephone number", default=REFERRAL["phone"])
    website = words.address("Web address", default=REFERRAL["website"])
    acknowledge = Length("How long it may take to acknowledge a referral", default=REFERRAL["acknowledge"])
