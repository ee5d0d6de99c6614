"""Gives a region its areas: the approximate ones from the shipped facts, or those of a boundary file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.areas import facts
from jaki_replica.areas.approximate import approximate_areas
from jaki_replica.areas.models import AreaRow, AreaSet
from jaki_replica.areas.neighbours import national_points
from jaki_replica.areas.queries import current_set, in_force
from jaki_replica.areas.reading import read
from jaki_replica.areas.rules import Judgement, assemble, drawn_facts, judge
from jaki_replica.areas.terms import VILLAGE, DrawnArea, ImportReport, level_of
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.tenancy.belief import note_change

UNIQUE_VIOLATION = "23505"


def install_shipped(session: Session, region_code: str, *, by: str, at: datetime, anew: bool = False) -> AreaSet:
    """The set in force; where the region has none, or `anew` is said, a new one with approximate areas.

    Safe to run again. Raises NotFound for a code that is no region.
    """
    present = current_set(session)
    if present is not None and not anew:
        return present
    units = facts.units_of(region_code)
    areas = drawn_facts(units, approximate_areas(units, national_points()), region_code)
    missing = tuple(one.area.code for one in areas if one.area.level == VILLAGE and one.wkb is None)
    report = ImportReport(
        features=len(units),
        polygons_per_level=_drawn_per_level(areas),
        areas_per_level=_per_level(areas),
        missing=missing,
    )
    kept = AreaSet(source="shipped", approximate=True, file_name=None, file_sha256=None, created_by=by, created_at=at)
    _add(session, kept, areas, report)
    return kept


def check_file(region_code: str, path: Path) -> ImportReport:
    """What importing the file would say, its faults included; raises Invalid where it cannot be read at all."""
    return _judged(region_code, path).report


def import_file(session: Session, region_code: str, path: Path, *, by: str, at: datetime) -> ImportReport:
    """Puts the areas of a boundary file in force and reports what it held.

    Names and kinds of the file win over the shipped ones; known units it does not draw stay in the tree. Raises
    Invalid with the place of every fault, and then nothing has changed. The caller commits.
    """
    judgement = _judged(region_code, path)
    if judgement.report.faults:
        raise Invalid(f"The boundary file has {len(judgement.report.faults)} faults.", judgement.report.faults)
    areas = assemble(facts.units_of(region_code), judgement.accepted, region_code)
    kept = AreaSet(
        source="imported",
        approximate=False,
        file_name=path.name[:200],
        file_sha256=_sha256(path),
        created_by=by,
        created_at=at,
    )
    return _add(session, kept, areas, replace(judgement.report, areas_per_level=_per_level(areas)))


def _judged(region_code: str, path: Path) -> Judgement:
    units = facts.units_of(region_code)
    return judge(read(path), region_code, units)


def _add(session: Session, kept: AreaSet, areas: Sequence[DrawnArea], report: ImportReport) -> ImportReport:
    """Adds the set and its areas under the next number; raises Conflict where another import took it first."""
    before = in_force(session)
    kept.id = new_id()
    kept.number = 1 if before is None else before.number + 1
    numbered = replace(report, set_number=kept.number)
    kept.report = numbered.as_plain()
    session.add(kept)
    try:
        session.flush()
    except IntegrityError as error:
        if sqlstate(error) != UNIQUE_VIOLATION:
            raise
        raise Conflict("Another import finished meanwhile.", remedy="Look at it, then import again.") from error
    session.execute(insert(AreaRow), [_row(kept, one) for one in areas])
    if before is not None:
        note_change(session)
    return numbered


def _row(kept: AreaSet, drawn: DrawnArea) -> dict[str, object]:
    area = drawn.area
    return {
        "set_id": kept.id,
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "kind": area.kind,
        "kind_local": area.kind_local,
        "parent": area.parent,
        "lat": area.lat,
        "lon": area.lon,
        "alias": area.alias,
        "postal_code": area.postal_code,
        "geometry": drawn.wkb,
    }


def _per_level(areas: Sequence[DrawnArea]) -> dict[int, int]:
    return dict(sorted(Counter(one.area.level for one in areas).items()))


def _drawn_per_level(areas: Sequence[DrawnArea]) -> dict[int, int]:
    return dict(sorted(Counter(level_of(one.area.code) for one in areas if one.wkb is not None).items()))


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
