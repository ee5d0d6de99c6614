"""Judges the features of a file for one region: which are accepted, and what refuses the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from jaki_replica.areas.rules.findings import compared, covered
from jaki_replica.areas.rules.identity import Unidentified, claim_of
from jaki_replica.areas.rules.position import Frame, frame_of, misplaced
from jaki_replica.areas.rules.values import Accepted
from jaki_replica.areas.terms import ImportReport, RawFeature, Repair, UnitFact, level_of, parent_of
from jaki_replica.foundation.errors import Fault

LISTED_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """The report on a file, and its accepted features by code; none where the report has faults."""

    report: ImportReport
    accepted: Mapping[str, Accepted]


@dataclass(frozen=True, slots=True)
class _Finding:
    kind: str
    fault: Fault


def judge(features: Sequence[RawFeature], region: str, units: Sequence[UnitFact]) -> Judgement:
    """Judges features for `region`, whose shipped facts are `units`.

    Faults of one kind beyond the twentieth are counted, not listed. Where there is a fault, nothing is accepted.
    """
    known = {unit.code: unit for unit in units}
    accepted, findings = _sorted_out(features, region, frame_of(units))
    findings.extend(_rootless(accepted, known))
    shapes = np.array([found.shape for found in accepted.values()], dtype=object)
    report = ImportReport(
        features=len(features),
        polygons_per_level=dict(sorted(Counter(level_of(code) for code in accepted).items())),
        vertices=int(shapely.get_num_coordinates(shapes).sum()),
        repaired=tuple(Repair(f"feature {one.number}", what) for one in features for what in one.repairs),
    )
    if findings:
        return Judgement(replace(report, faults=_listed(findings)), {})
    return Judgement(covered(compared(report, accepted, known), accepted), accepted)


def _sorted_out(
    features: Sequence[RawFeature], region: str, frame: Frame
) -> tuple[dict[str, Accepted], list[_Finding]]:
    accepted: dict[str, Accepted] = {}
    findings: list[_Finding] = []
    for feature in features:
        result = _looked_at(feature, region, frame, accepted)
        if isinstance(result, Accepted):
            accepted[result.claim.code] = result
        else:
            findings.append(result)
    return accepted, findings


def _looked_at(feature: RawFeature, region: str, frame: Frame, before: Mapping[str, Accepted]) -> Accepted | _Finding:
    place = f"feature {feature.number}"
    try:
        claim = claim_of(feature.properties, region)
    except Unidentified as error:
        place += f" ({error.code})" if error.code else ""
        return _Finding("identity", Fault(place, error.message, error.remedy))
    place = f"{place} ({claim.code})"
    if feature.fault is not None or feature.shape is None:
        message = feature.fault or "has no geometry"
        return _Finding("unreadable", Fault(place, message, "Draw it again, or leave the feature out."))
    wrong = misplaced(feature.shape, frame)
    if wrong is not None:
        return _Finding(wrong.kind, Fault(place, wrong.message, wrong.remedy))
    if claim.code in before:
        message = f"has the same code as feature {before[claim.code].number}"
        return _Finding("twice", Fault(place, message, "Join the parts of one area into one feature (Dissolve)."))
    return Accepted(feature.number, claim, feature.shape)


def _rootless(accepted: Mapping[str, Accepted], known: Mapping[str, UnitFact]) -> Iterator[_Finding]:
    """Faults of codes nobody knows: they need a name, and an area to hang under."""
    for code, found in accepted.items():
        if code in known:
            continue
        place = f"feature {found.number} ({code})"
        if found.claim.name is None:
            remedy = "Add its name, or correct the code."
            yield _Finding("nameless", Fault(place, "is an unknown code without a name", remedy))
        parent = parent_of(code)
        if parent not in known and parent not in accepted:
            remedy = f"Add {parent} to the file with its name, or correct the code."
            yield _Finding("rootless", Fault(place, f"lies in {parent}, which nobody knows", remedy))


def _listed(findings: Sequence[_Finding]) -> tuple[Fault, ...]:
    """The faults in order, those of one kind beyond the limit as one line."""
    counts: Counter[str] = Counter()
    listed: list[Fault] = []
    for finding in findings:
        counts[finding.kind] += 1
        if counts[finding.kind] <= LISTED_FAULTS:
            listed.append(finding.fault)
    last = {finding.kind: finding.fault for finding in findings}
    for kind, count in counts.items():
        if count > LISTED_FAULTS:
            more = f"{count - LISTED_FAULTS:,} more features have a fault like these: {last[kind].message}"
            listed.append(Fault(f"up to {last[kind].field}", more, last[kind].remedy))
    return tuple(listed)
