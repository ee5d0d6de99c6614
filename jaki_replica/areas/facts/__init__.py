"""The shipped facts of the nation: every region and unit with code, name, kind and point; no boundaries.

`regions.tsv` is read once. `units.zip` holds one member per province, so that a region costs only its own lines.
Both are made by `make.py`; their source and notice stand in NOTICE.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jaki_replica.areas.facts.columns import parse_unit
from jaki_replica.areas.terms import RegionFact, UnitFact, level_of, lies_in
from jaki_replica.foundation.errors import NotFound

_FOLDER = files(__name__)


@cache
def regions() -> tuple[RegionFact, ...]:
    """All 38 provinces and 514 regencies and cities, by code."""
    lines = _FOLDER.joinpath("regions.tsv").read_text("utf-8").splitlines()
    return tuple(_region(line.split("\t")) for line in lines)


@cache
def _by_code() -> dict[str, RegionFact]:
    return {fact.code: fact for fact in regions()}


@cache
def _by_slug() -> dict[str, RegionFact]:
    return {fact.slug: fact for fact in regions()}


def region(code: str) -> RegionFact:
    """The region with this code; raises NotFound."""
    found = _by_code().get(code)
    if found is None:
        raise NotFound(f"no province, regency or city has the code {code}", remedy="Codes look like 31 or 11.71.")
    return found


def region_by_slug(slug: str) -> RegionFact:
    """The region with this slug; raises NotFound."""
    found = _by_slug().get(slug)
    if found is None:
        raise NotFound(f"no province, regency or city has the slug {slug}")
    return found


def units_of(code: str) -> tuple[UnitFact, ...]:
    """The region itself and every unit below it, by code; raises NotFound for a code that is no region."""
    region(code)
    upper = [_as_unit(fact) for fact in regions() if lies_in(fact.code, code)]
    lower = [unit for unit in _units_of_province(code[:2]) if lies_in(unit.code, code)]
    return tuple(sorted(upper + lower, key=lambda unit: unit.code))


def national_units() -> Iterator[UnitFact]:
    """Every kecamatan, kelurahan and desa of the nation, by code, one province in memory at a time."""
    for fact in regions():
        if fact.parent is None:
            yield from _units_of_province(fact.code)


def _units_of_province(code: str) -> Iterator[UnitFact]:
    with _FOLDER.joinpath("units.zip").open("rb") as source, zipfile.ZipFile(source) as archive:
        text = io.TextIOWrapper(archive.open(f"{code}.tsv"), encoding="utf-8", newline="\n")
        above = ""
        for line in text:
            unit = parse_unit(line.rstrip("\n"), above)
            above = unit.code if unit.level < 4 else above
            yield unit


def _region(columns: list[str]) -> RegionFact:
    code, name, kind, parent, slug, zone, lat, lon, population = columns
    return RegionFact(code, name, kind, parent or None, slug, zone, float(lat), float(lon), int(population))


def _as_unit(fact: RegionFact) -> UnitFact:
    return UnitFact(fact.code, fact.name, level_of(fact.code), fact.kind, lat=fact.lat, lon=fact.lon)
