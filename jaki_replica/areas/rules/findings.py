"""What is told about an accepted file: how it differs from the shipped facts, and how well it covers the region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from jaki_replica.areas.measures import metres_to
from jaki_replica.areas.rules.coverage import LISTED, coverage
from jaki_replica.areas.rules.values import Accepted
from jaki_replica.areas.terms import VILLAGE, Displaced, ImportReport, UnitFact, deepest

DISPLACED_M = 5_000.0


def compared(report: ImportReport, accepted: Mapping[str, Accepted], known: Mapping[str, UnitFact]) -> ImportReport:
    """The report with what is missing, unknown, renamed or far from its known point."""
    missing = (code for code, unit in known.items() if unit.level == VILLAGE and code not in accepted)
    return replace(
        report,
        missing=tuple(sorted(missing)),
        unknown=tuple(sorted(code for code in accepted if code not in known)),
        renamed=tuple(sorted(code for code, found in accepted.items() if _renamed(found, known.get(code)))),
        displaced=tuple(sorted(_displaced(accepted, known), key=lambda one: (-one.distance_m, one.code))),
    )


def covered(report: ImportReport, accepted: Mapping[str, Accepted]) -> ImportReport:
    """The report with overlaps and gaps among the deepest areas."""
    found = coverage([(code, accepted[code].shape) for code in deepest(accepted)])
    return replace(
        report,
        overlaps=found.overlaps[:LISTED],
        overlap_count=len(found.overlaps),
        overlap_km2=round(sum(one.km2 for one in found.overlaps), 4),
        gaps=found.gaps[:LISTED],
        gap_count=len(found.gaps),
        gap_km2=round(sum(one.km2 for one in found.gaps), 4),
    )


def _renamed(found: Accepted, unit: UnitFact | None) -> bool:
    name = found.claim.name
    return unit is not None and name is not None and name.casefold() != unit.name.casefold()


def _displaced(accepted: Mapping[str, Accepted], known: Mapping[str, UnitFact]) -> Iterator[Displaced]:
    for code, found in accepted.items():
        unit = known.get(code)
        if unit is None or unit.level != VILLAGE or unit.point is None:
            continue
        distance = float(metres_to(*unit.point, np.array([found.shape], dtype=object))[0])
        if distance > DISPLACED_M:
            yield Displaced(code, round(distance))
