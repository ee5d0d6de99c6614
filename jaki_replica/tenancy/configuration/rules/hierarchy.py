"""Checks of positions and agencies: who stands above whom, titles, allowances."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator

from jaki_replica.tenancy.configuration.findings import Finding, listed, type_path
from jaki_replica.tenancy.configuration.rules.areas import top
from jaki_replica.tenancy.configuration.rules.declared import Declared, unknown
from jaki_replica.tenancy.configuration.terms import (
    AREA_OWNER,
    Appointment,
    AreaKind,
    Level,
    Owns,
    PositionRule,
    RegionConfig,
)

HELD_BY = {Appointment.ELECTED: "election", Appointment.CONTRACT: "contract"}


def names_are_unique(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Positions, agencies and referral bodies share their names, for an owner may be any of them."""
    counted = Counter([*declared.positions, *declared.agencies, *declared.referrals])
    for section in ("agencies", "referrals", "positions"):
        for one in getattr(config, section):
            if one.key == AREA_OWNER:
                yield Finding((section, one.key), '"area" means the official of the area', "rename it", at_key=True)
            elif counted[one.key] > 1 and section != "positions":
                yield Finding((section, one.key), "this name is used in another section too", "rename one", at_key=True)


def superiors_exist(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Everyone but the head of the region has a superior that is declared."""
    for position in config.positions:
        path: type_path = ("positions", position.key)
        if position.reports_to:
            yield from unknown((*path, "reports_to"), position.reports_to, declared.units, "position or agency")
        elif position.per is not top(config):
            yield _without_superior(path, "a position or agency of a higher level")
    for agency in config.agencies:
        path = ("agencies", agency.key)
        if agency.reports_to:
            yield from unknown((*path, "reports_to"), agency.reports_to, declared.units, "position or agency")
        else:
            yield _without_superior(path, "a position or another agency")


def _without_superior(path: type_path, expected: str) -> Finding:
    return Finding(path, "has no superior", f"add reports_to: with {expected}", at_key=True)


def superiors_stand_higher(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A superior's area holds that of the one below; an agency's superior is one person."""
    for position in config.positions:
        above = config.position(position.reports_to)
        if above and above.key != position.key and above.per.number >= position.per.number:
            message = f"{above.key} is not of a higher level than {position.per}"
            yield Finding(("positions", position.key, "reports_to"), message, "choose a position of a higher level")
    for agency in config.agencies:
        above = config.position(agency.reports_to)
        if above and above.per is not top(config):
            message = f"there are many {above.key}, one for each {above.per}"
            path = ("agencies", agency.key, "reports_to")
            yield Finding(path, message, f"expected a position per {top(config)}, or an agency")


def nobody_reports_in_a_circle(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Climbing from anyone ends at the top."""
    section = {p.key: "positions" for p in config.positions} | {a.key: "agencies" for a in config.agencies}
    above = {p.key: p.reports_to for p in config.positions} | {a.key: a.reports_to for a in config.agencies}
    told: set[str] = set()
    for start in above:
        climbed = [start]
        while (following := above.get(climbed[-1], "")) and following not in climbed:
            climbed.append(following)
        if following == start and start not in told:
            told |= set(climbed)
            circle = " > ".join([*climbed, start])
            path = (section[start], start, "reports_to")
            yield Finding(path, f"reports to itself: {circle}", "let one of them report to someone else")


def kinds_fit(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """`kinds` of positions and branches are declared, of the right level, and governed from here."""
    for position in config.positions:
        yield from _kinds_fit(config, declared, ("positions", position.key), position.per, position.kinds)
    for agency in config.agencies:
        if agency.branches:
            path = ("agencies", agency.key, "branches")
            yield from _kinds_fit(config, declared, path, agency.branches.per, agency.branches.kinds)


def _kinds_fit(
    config: RegionConfig, declared: Declared, path: type_path, per: Level, names: tuple[str, ...]
) -> Iterator[Finding]:
    if per.number < top(config).number:
        yield Finding(
            (*path, "per"), f"a {config.identity.kind} has no areas of the level {per}", "choose a lower level"
        )
    for index, name in enumerate(names):
        yield from unknown((*path, "kinds", index), name, declared.kinds, "kind of area")
        kind = config.areas.kind(name)
        if kind and kind.level is not per:
            yield Finding((*path, "kinds", index), f"{name} is of the level {kind.level}", f"expected a kind of {per}")


def governed_from_here(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """An autonomous government's heads are no officials of this one: their matters are referred."""
    for position in config.positions:
        foreign = [kind.key for kind in kinds_of(config, position) if not kind.governed]
        if foreign:
            message = f"{listed(foreign)}: another government rules these areas"
            yield Finding(("positions", position.key, "per"), message, "refer its matters: add it to referrals")


def kinds_of(config: RegionConfig, position: PositionRule) -> list[AreaKind]:
    """The kinds of area a position exists for."""
    return [
        k for k in config.areas.kinds if k.level is position.per and (not position.kinds or k.key in position.kinds)
    ]


def titles_can_be_filled(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Templates hold known blanks only, and a head's title is there where it is asked for."""
    for position in config.positions:
        path: type_path = ("positions", position.key)
        for name in ("unit", "title"):
            yield from _blanks((*path, name), getattr(position, name), ("area", "kind", "head"))
        nameless = [kind.key for kind in kinds_of(config, position) if not kind.head]
        if "{head}" in position.title and nameless:
            message = f"the title needs the head of {listed(nameless)}"
            yield Finding((*path, "title"), message, f"add head: to areas.kinds.{nameless[0]}, or write the title out")
    for agency in config.agencies:
        yield from _blanks(("agencies", agency.key, "head"), agency.head, ("agency",))
        if agency.branches:
            path = ("agencies", agency.key, "branches")
            yield from _blanks((*path, "name"), agency.branches.name, ("area",), needed="area")
            yield from _blanks((*path, "head"), agency.branches.head, ("area", "branch"))
    for referral in config.referrals:
        if referral.per:
            yield from _blanks(("referrals", referral.key, "name"), referral.name.id, ("area", "kind"), needed="area")


def _blanks(path: type_path, template: str, known: tuple[str, ...], needed: str = "") -> Iterator[Finding]:
    options = f"expected {listed('{' + name + '}' for name in known)}"
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in string.Formatter().parse(template)]
    except ValueError:
        yield Finding(path, "a brace is open or closed too often", options)
        return
    blanks = [name for name, _, _ in parts if name is not None]
    for name in blanks:
        if name not in known:
            yield Finding(path, f"unknown blank {{{name}}}", options)
    if any(spec or conversion for _, spec, conversion in parts):
        yield Finding(path, "a blank holds nothing but its name", options)
    if needed and needed not in blanks:
        yield Finding(path, f"{{{needed}}} is missing", "without it all would have the same name")


def allowances_fit(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Only who was appointed has an allowance to lose."""
    for section, ones in (("positions", config.positions), ("agencies", config.agencies)):
        for one in ones:
            if one.allowance and one.appointment is not Appointment.APPOINTED:
                message = f"who holds it by {HELD_BY[one.appointment]} has no allowance"
                yield Finding((section, one.key, "allowance"), message, "take it out, or set appointment: appointed")


def one_owner_for_each_area(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Two positions cannot both own the same kind of area."""
    owner: dict[str, str] = {}
    for position in config.positions:
        if position.owns is Owns.AREA:
            for kind in kinds_of(config, position):
                first = owner.setdefault(kind.key, position.key)
                if first != position.key:
                    path = ("positions", position.key, "owns")
                    yield Finding(path, f"{first} owns every {kind.key} already", "let one of them own nothing")
