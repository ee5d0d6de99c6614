"""Checks of area kinds and of every area code in the file."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.tenancy.configuration.findings import Finding, did_you_mean, joined, type_path
from jaki_replica.tenancy.configuration.rules.declared import Declared, unknown
from jaki_replica.tenancy.configuration.terms import NATIONAL_KINDS, AreaKind, Level, RegionConfig


def top(config: RegionConfig) -> Level:
    """The level of the region itself."""
    return Level.PROVINCE if config.identity.kind == "province" else Level.REGENCY


def level_of_code(code: str) -> int:
    """1 for a province to 4 for a village."""
    return code.count(".") + 1


def within(code: str, region: str) -> bool:
    """Whether `code` is the region's or below it; 11.7 does not hold 11.71."""
    return code == region or code.startswith(region + ".")


def codes_belong_here(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """No area of another region."""
    region = config.identity.code
    for path, code in _codes(config):
        if not within(code, region):
            yield Finding(path, f'"{code}" lies outside this region', f"expected a code that begins with {region}.")


def _codes(config: RegionConfig) -> Iterator[tuple[type_path, str]]:
    for kind in config.areas.kinds:
        for index, code in enumerate(kind.areas):
            yield ("areas", "kinds", kind.key, "areas", index), code
    for index, route in enumerate(config.routes):
        yield ("routes", index, "area"), route.area


def every_level_has_a_kind(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """From the region itself down to the villages."""
    present = {kind.level for kind in config.areas.kinds}
    for level in Level:
        if level.number >= top(config).number and level not in present:
            yield Finding(
                ("areas", "kinds"), f"no kind of the level {level}", f"add one with level: {level}", at_key=True
            )


def kinds_lie_below_the_region(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A city has no provinces."""
    for kind in config.areas.kinds:
        if kind.level.number < top(config).number:
            path = ("areas", "kinds", kind.key, "level")
            yield Finding(
                path, f"a {config.identity.kind} has no areas of the level {kind.level}", "choose a lower level"
            )


def kinds_are_national(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A kind is one of the national table, or renames one of the same level."""
    for kind in config.areas.kinds:
        path: type_path = ("areas", "kinds", kind.key)
        national = kind.of or kind.key
        if national not in NATIONAL_KINDS:
            yield from _no_such_kind(path, kind)
        elif NATIONAL_KINDS[national] is not kind.level:
            yield Finding((*path, "level"), f"is not the level of {national}", f"expected {NATIONAL_KINDS[national]}")
        if kind.areas and not kind.of:
            yield Finding((*path, "areas"), "only a local name has areas", "say which kind it renames, with of:")
        for index, code in enumerate(kind.areas):
            if level_of_code(code) > kind.level.number:
                remedy = "use the code of what holds it"
                yield Finding((*path, "areas", index), f'"{code}" lies below a {kind.level}', remedy)


def _no_such_kind(path: type_path, kind: AreaKind) -> Iterator[Finding]:
    if kind.of:
        yield from unknown((*path, "of"), kind.of, NATIONAL_KINDS, "national kind of area")
        return
    hint = joined("say which kind it renames, with of:", did_you_mean(kind.key, NATIONAL_KINDS))
    yield Finding(path, f'"{kind.key}" is no kind of the national table', hint, at_key=True)
