"""Checks of area kinds and of every area code in the file."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.rules.declared import Declared, unknown
from jaki_replica.tenancy.configuration.terms import AreaKind, Level, RegionConfig


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
            yield Finding(("areas", "kinds"), f"no kind of the level {level}", f"add one with level: {level}")


def kinds_lie_below_the_region(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A city has no provinces."""
    for kind in config.areas.kinds:
        if kind.level.number < top(config).number:
            path = ("areas", "kinds", kind.key, "level")
            yield Finding(
                path, f"a {config.identity.kind} has no areas of the level {kind.level}", "choose a lower level"
            )


def local_names_rename_a_kind(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """`of` names a national kind of the same level; `areas` are codes above it."""
    for kind in config.areas.kinds:
        path: type_path = ("areas", "kinds", kind.key)
        if kind.areas and not kind.of:
            yield Finding((*path, "areas"), "only a local name has areas", "say which kind it renames, with of:")
        if kind.of:
            yield from unknown((*path, "of"), kind.of, declared.kinds - {kind.key}, "kind of area")
            yield from _fits_its_kind(path, kind, config.areas.kind(kind.of))
        for index, code in enumerate(kind.areas):
            if level_of_code(code) > kind.level.number:
                yield Finding(
                    (*path, "areas", index), f'"{code}" lies below a {kind.level}', "use the code of what holds it"
                )


def _fits_its_kind(path: type_path, kind: AreaKind, of: AreaKind | None) -> Iterator[Finding]:
    if of is None or of.key == kind.key:
        return
    if of.level is not kind.level:
        yield Finding((*path, "level"), f"is not the level of {of.key}", f"expected {of.level}")
    if of.of:
        yield Finding((*path, "of"), f'"{of.key}" is itself a local name', f"expected {of.of}")
