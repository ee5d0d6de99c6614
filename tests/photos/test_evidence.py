"""Every check of a photo is told as what was found; one that fails or cannot be made asks for a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.evidence import Claim, Finding, FindingCode, Verdict, check
from jaki_replica.photos.terms import Capture, CaptureSource, PhotoKind, Similar

ASSIGNED = datetime(2026, 4, 1, 1, tzinfo=UTC)
CLAIM = Claim((-6.175, 106.827), ASSIGNED, ASSIGNED + timedelta(hours=5), 100)
GOOD = Capture(CaptureSource.CAMERA, ASSIGNED + timedelta(hours=4), -6.1755, 106.8272)
EARLIER = Similar(new_id(), new_id(), PhotoKind.BEFORE, ASSIGNED, 3, False)


def finding(
    place: int, capture: Capture = GOOD, claim: Claim = CLAIM, similar: tuple[Similar, ...] | None = ()
) -> Finding:
    found = check(capture, claim, similar)
    assert found.is_clear is all(one.verdict is Verdict.OK for one in found.findings)
    return found.findings[place]


def test_a_photo_from_the_camera_near_the_pin_after_assignment_is_clear() -> None:
    found = check(GOOD, CLAIM, ())
    assert found.is_clear
    codes = [one.code for one in found.findings]
    assert codes == [FindingCode.NEAR, FindingCode.IN_TIME, FindingCode.CAMERA, FindingCode.NEW]
    assert found.findings[0].values == {"metres": 60, "within_m": 100}
    assert found.findings[1].values == {"minutes": 240}


def test_a_photo_far_from_the_pin_tells_how_far() -> None:
    far = finding(0, replace(GOOD, lat=-6.185))
    assert (far.code, far.verdict) == (FindingCode.FAR, Verdict.WARN)
    assert far.values["metres"] == pytest.approx(1106, abs=3)


@pytest.mark.parametrize(
    ("place", "capture", "claim", "code"),
    [
        (0, replace(GOOD, lat=None, lon=None), CLAIM, FindingCode.NO_POSITION),
        (0, GOOD, replace(CLAIM, pin=None), FindingCode.NO_PIN),
        (1, replace(GOOD, taken_at=None), CLAIM, FindingCode.NO_TIME),
        (2, replace(GOOD, source=CaptureSource.UNKNOWN), CLAIM, FindingCode.UNKNOWN_SOURCE),
    ],
)
def test_what_is_not_known_is_missing_and_not_wrong(
    place: int, capture: Capture, claim: Claim, code: FindingCode
) -> None:
    found = finding(place, capture, claim)
    assert (found.code, found.verdict) == (code, Verdict.MISSING)


@pytest.mark.parametrize(
    ("taken_at", "code", "minutes"),
    [
        (ASSIGNED - timedelta(days=30), FindingCode.TOO_EARLY, 43200),
        (ASSIGNED - timedelta(seconds=1), FindingCode.TOO_EARLY, 0),
        (ASSIGNED, FindingCode.IN_TIME, 0),
        (CLAIM.claimed_at + timedelta(minutes=5), FindingCode.IN_TIME, 305),
        (CLAIM.claimed_at + timedelta(minutes=6), FindingCode.IN_FUTURE, 6),
    ],
)
def test_a_photo_must_be_taken_between_assignment_and_claim(
    taken_at: datetime, code: FindingCode, minutes: int
) -> None:
    found = finding(1, replace(GOOD, taken_at=taken_at))
    assert (found.code, found.values) == (code, {"minutes": minutes})
    assert (found.verdict is Verdict.OK) == (code is FindingCode.IN_TIME)


def test_a_chosen_file_is_told_from_the_camera() -> None:
    assert finding(2, replace(GOOD, source=CaptureSource.FILE)).verdict is Verdict.WARN


def test_a_used_photo_is_named_with_the_nearest_of_its_likes() -> None:
    nearest = replace(EARLIER, photo_id=new_id(), distance=1)
    found = finding(3, similar=(EARLIER, nearest))
    assert (found.code, found.verdict) == (FindingCode.LOOKS_USED, Verdict.WARN)
    assert found.values == {"photo_id": str(nearest.photo_id), "bits": 1}
    assert finding(3, similar=(replace(EARLIER, exact=True, distance=0),)).code is FindingCode.SAME_FILE
    assert finding(3, similar=None).code is FindingCode.NOT_COMPARED


@given(
    lat=st.none() | st.floats(-90, 90),
    minutes=st.none() | st.integers(-100_000, 100_000),
    source=st.sampled_from(list(CaptureSource)),
    used=st.booleans(),
)
def test_there_are_always_four_findings_in_the_same_order(
    lat: float | None, minutes: int | None, source: CaptureSource, used: bool
) -> None:
    taken_at = None if minutes is None else ASSIGNED + timedelta(minutes=minutes)
    found = check(Capture(source, taken_at, lat, 106.8), CLAIM, (EARLIER,) if used else ())
    assert len(found.findings) == 4
    assert found.findings[2].code in (FindingCode.CAMERA, FindingCode.FROM_FILE, FindingCode.UNKNOWN_SOURCE)
    assert not (used and found.is_clear)
