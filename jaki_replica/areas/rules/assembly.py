"""Puts the tree of a region together from shipped facts and what a file says; the file wins where it speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.rules.identity import Claim
from jaki_replica.areas.rules.values import Accepted
from jaki_replica.areas.terms import Area, DrawnArea, UnitFact, level_of, parent_of

_KINDS = {1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "desa"}
_URBAN_VILLAGE = "1"


def assemble(units: Sequence[UnitFact], accepted: Mapping[str, Accepted], region: str) -> tuple[DrawnArea, ...]:
    """Every known unit and every accepted one, by code; units the file does not draw stay without a polygon."""
    known = {unit.code: unit for unit in units}
    return tuple(
        _merged(known.get(code), accepted.get(code), region) for code in sorted(known.keys() | accepted.keys())
    )


def drawn_facts(
    units: Sequence[UnitFact], shapes: Iterable[tuple[str, BaseGeometry]], region: str
) -> tuple[DrawnArea, ...]:
    """The shipped units with the polygons found for some of them, by code."""
    drawn = dict(shapes)
    return tuple(
        DrawnArea(_area(unit, unit.lat, unit.lon, region), _binary(drawn.get(unit.code)))
        for unit in sorted(units, key=lambda unit: unit.code)
    )


def _merged(unit: UnitFact | None, found: Accepted | None, region: str) -> DrawnArea:
    if found is None:
        assert unit is not None
        return DrawnArea(_area(unit, unit.lat, unit.lon, region), None)
    lat, lon = _label_point(unit, found.shape)
    return DrawnArea(_area(_stated(unit, found.claim), lat, lon, region), _binary(found.shape))


def _stated(unit: UnitFact | None, claim: Claim) -> UnitFact:
    level = level_of(claim.code)
    village = "kelurahan" if claim.code.rpartition(".")[2].startswith(_URBAN_VILLAGE) else _KINDS[4]
    kind = village if level == 4 else _KINDS[level]
    return UnitFact(
        code=claim.code,
        name=claim.name or (unit.name if unit else claim.code),
        level=level,
        kind=claim.kind or (unit.kind if unit else kind),
        kind_local=claim.kind_local or (unit.kind_local if unit else None),
        alias=claim.alias or (unit.alias if unit else None),
        postal_code=claim.postal_code or (unit.postal_code if unit else None),
    )


def _label_point(unit: UnitFact | None, shape: BaseGeometry) -> tuple[float, float]:
    """The known point where it lies in the shape, else a point that does."""
    known = None if unit is None else unit.point
    if known is not None and shapely.intersects_xy(shape, known[1], known[0]):
        return known
    inner = shape.representative_point()
    return round(inner.y, 5), round(inner.x, 5)


def _area(unit: UnitFact, lat: float | None, lon: float | None, region: str) -> Area:
    parent = None if unit.code == region else parent_of(unit.code)
    return Area(
        unit.code, unit.name, unit.level, unit.kind, unit.kind_local, parent, lat, lon, unit.alias, unit.postal_code
    )


def _binary(shape: BaseGeometry | None) -> bytes | None:
    return None if shape is None else shapely.to_wkb(shape, byte_order=1, output_dimension=2)
