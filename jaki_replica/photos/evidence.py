"""Whether a photo proves a fix: what can be checked, what was found, and what the validator should see.

In 2025 one photo was used again under a new date, and in 2026 a made-up one passed validation. No check here stops
an official; a missing or failing one asks for a written reason and a second look, see `Assessment.is_clear`.

A device that says where and when it took a photo can lie. It counts only where our own camera page sent the photo and
the file is silent, is named as what the device says, and never outweighs a file that says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from jaki_replica.areas.measures import metres_between
from jaki_replica.photos.terms import Capture, CaptureSource, Said, Similar, type_values

CLOCKS_DIFFER = timedelta(minutes=5)


class Verdict(StrEnum):
    """How a check came out: passed, failed, or not possible."""

    OK = "ok"
    WARN = "warn"
    MISSING = "missing"


class FindingCode(StrEnum):
    """What was found; each check has one code per outcome, for pages to put into words."""

    NEAR = "near"
    FAR = "far"
    NO_POSITION = "no_position"
    NO_PIN = "no_pin"
    NEAR_SAID = "near_said"
    FAR_SAID = "far_said"
    VAGUE = "vague"
    PLACES_DIFFER = "places_differ"
    IN_TIME = "in_time"
    TOO_EARLY = "too_early"
    IN_FUTURE = "in_future"
    NO_TIME = "no_time"
    IN_TIME_SAID = "in_time_said"
    TIMES_DIFFER = "times_differ"
    CAMERA = "camera"
    FROM_FILE = "from_file"
    UNKNOWN_SOURCE = "unknown_source"
    NEW = "new"
    SAME_FILE = "same_file"
    LOOKS_USED = "looks_used"
    NOT_COMPARED = "not_compared"
    TOO_PLAIN = "too_plain"
    TWICE = "twice"
    REFUSED_HERE = "refused_here"
    USED_HERE = "used_here"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one photo. `values` are whole metres, minutes or bits, and the id of a similar photo."""

    code: FindingCode
    verdict: Verdict
    values: type_values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """What the photo must fit: the complaint's pin, when the unit got it, when it says it was done, and how near."""

    pin: tuple[float, float] | None
    assigned_at: datetime
    claimed_at: datetime
    within_m: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """All checks of one photo, always in the order place, time, source, reuse."""

    findings: tuple[Finding, ...]

    @property
    def is_clear(self) -> bool:
        """Whether every check passed; if not, a written reason and a second check are mandatory."""
        return all(finding.verdict is Verdict.OK for finding in self.findings)


def check(capture: Capture, claim: Claim, similar: Sequence[Similar] | None) -> Assessment:
    """All findings about one photo. `similar` are earlier photos like it, or None where it could not be compared."""
    return Assessment((_place(capture, claim), _time(capture, claim), _source(capture), _reuse(similar)))


def _place(capture: Capture, claim: Claim) -> Finding:
    """By the file where it says something; else by the device. Where both speak they must agree."""
    if claim.pin is None:
        return Finding(FindingCode.NO_PIN, Verdict.MISSING)
    said = capture.said.point
    if capture.point is not None and said is not None:
        apart = round(metres_between(*capture.point, *said))
        if apart > claim.within_m + round(capture.said.accuracy_m or 0):
            return Finding(FindingCode.PLACES_DIFFER, Verdict.WARN, {"metres": apart})
    if capture.point is None:
        return _said_place(capture.said, claim.pin, claim.within_m)
    metres = round(metres_between(*claim.pin, *capture.point))
    values = {"metres": metres, "within_m": claim.within_m}
    if metres <= claim.within_m:
        return Finding(FindingCode.NEAR, Verdict.OK, values)
    return Finding(FindingCode.FAR, Verdict.WARN, values)


def _said_place(said: Said, pin: tuple[float, float], within_m: int) -> Finding:
    if said.point is None:
        return Finding(FindingCode.NO_POSITION, Verdict.MISSING, {"within_m": within_m})
    metres, radius = round(metres_between(*pin, *said.point)), round(said.accuracy_m or 0)
    values = {"metres": metres, "within_m": within_m, "accuracy_m": radius}
    if metres > within_m:
        return Finding(FindingCode.FAR_SAID, Verdict.WARN, values)
    if radius > within_m:
        return Finding(FindingCode.VAGUE, Verdict.MISSING, values)
    return Finding(FindingCode.NEAR_SAID, Verdict.OK, values)


def _time(capture: Capture, claim: Claim) -> Finding:
    said, taken = capture.said.at, capture.taken_at or capture.said.at
    if taken is None:
        return Finding(FindingCode.NO_TIME, Verdict.MISSING)
    if said is not None and abs(said - taken) > CLOCKS_DIFFER:
        return Finding(FindingCode.TIMES_DIFFER, Verdict.WARN, {"minutes": _minutes(said - taken)})
    if taken > claim.claimed_at + CLOCKS_DIFFER:
        return Finding(FindingCode.IN_FUTURE, Verdict.WARN, {"minutes": _minutes(taken - claim.claimed_at)})
    minutes = _minutes(taken - claim.assigned_at)
    if taken < claim.assigned_at:
        return Finding(FindingCode.TOO_EARLY, Verdict.WARN, {"minutes": minutes})
    code = FindingCode.IN_TIME if capture.taken_at is not None else FindingCode.IN_TIME_SAID
    return Finding(code, Verdict.OK, {"minutes": minutes})


def _minutes(span: timedelta) -> int:
    """Whole minutes between two instants, whichever came first."""
    return int(abs(span) / timedelta(minutes=1))


SOURCES = {
    CaptureSource.CAMERA: Finding(FindingCode.CAMERA, Verdict.OK),
    CaptureSource.FILE: Finding(FindingCode.FROM_FILE, Verdict.WARN),
    CaptureSource.UNKNOWN: Finding(FindingCode.UNKNOWN_SOURCE, Verdict.MISSING),
}


def _source(capture: Capture) -> Finding:
    return SOURCES[capture.source]


def _reuse(similar: Sequence[Similar] | None) -> Finding:
    if similar is None:
        return Finding(FindingCode.NOT_COMPARED, Verdict.MISSING)
    if not similar:
        return Finding(FindingCode.NEW, Verdict.OK)
    nearest = min(similar, key=lambda photo: photo.distance)
    code = FindingCode.SAME_FILE if nearest.exact else FindingCode.LOOKS_USED
    return Finding(code, Verdict.WARN, {"photo_id": str(nearest.photo_id), "bits": nearest.distance})
