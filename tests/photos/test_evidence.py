"""Every check of a photo is told as what was found; one that fails or cannot be made asks for a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.areas.measures import metres_between
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.evidence import Claim, Finding, FindingCode, Verdict, check
from jaki_replica.photos.terms import Capture, CaptureSource, PhotoKind, Said, Similar

ASSIGNED = datetime(2026, 4, 1, 1, tzinfo=UTC)
CLAIM = Claim((-6.175, 106.827), ASSIGNED, ASSIGNED + timedelta(hours=5), 100)
GOOD = Capture(CaptureSource.CAMERA, ASSIGNED + timedelta(hours=4), -6.1755, 106.8272)
SHOT = Capture(CaptureSource.CAMERA, said=Said(ASSIGNED + timedelta(hours=4), -6.1755, 106.8272, 12.0))
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


def said(place: int, **changes: object) -> Finding:
    return finding(place, replace(SHOT, said=replace(SHOT.said, **changes)))  # type: ignore[arg-type]


def test_a_shot_of_our_camera_near_the_pin_after_assignment_is_clear_and_named_as_what_the_device_says() -> None:
    found = check(SHOT, CLAIM, ())
    assert found.is_clear
    codes = [one.code for one in found.findings]
    assert codes == [FindingCode.NEAR_SAID, FindingCode.IN_TIME_SAID, FindingCode.CAMERA, FindingCode.NEW]
    assert found.findings[0].values == {"metres": 60, "within_m": 100, "accuracy_m": 12}


@pytest.mark.parametrize(
    ("place", "changes", "code", "verdict"),
    [
        (0, {"lat": -6.185}, FindingCode.FAR_SAID, Verdict.WARN),
        (0, {"accuracy_m": 500.0}, FindingCode.VAGUE, Verdict.MISSING),
        (0, {"lat": None}, FindingCode.NO_POSITION, Verdict.MISSING),
        (1, {"at": ASSIGNED - timedelta(minutes=1)}, FindingCode.TOO_EARLY, Verdict.WARN),
        (1, {"at": CLAIM.claimed_at + timedelta(hours=1)}, FindingCode.IN_FUTURE, Verdict.WARN),
        (1, {"at": None}, FindingCode.NO_TIME, Verdict.MISSING),
    ],
)
def test_what_the_device_says_is_checked_as_strictly(
    place: int, changes: dict[str, object], code: FindingCode, verdict: Verdict
) -> None:
    found = said(place, **changes)
    assert (found.code, found.verdict) == (code, verdict)


def test_a_device_never_outweighs_a_file_that_says_otherwise() -> None:
    """An old photo from elsewhere, sent as if our camera had just taken it here."""
    old = replace(SHOT, taken_at=ASSIGNED - timedelta(days=200), lat=-6.3, lon=106.7)
    found = check(old, CLAIM, ())
    assert [one.code for one in found.findings[:2]] == [FindingCode.PLACES_DIFFER, FindingCode.TIMES_DIFFER]
    assert not found.is_clear
    near_by_file = replace(SHOT, lat=-6.1755, lon=106.8272, said=replace(SHOT.said, lat=-6.3))
    assert check(near_by_file, CLAIM, ()).findings[0].code is FindingCode.PLACES_DIFFER


def test_a_file_and_a_device_that_agree_are_judged_by_the_file() -> None:
    both = replace(SHOT, taken_at=ASSIGNED + timedelta(hours=4, minutes=2), lat=-6.1757, lon=106.8272)
    found = check(both, CLAIM, ())
    assert [one.code for one in found.findings[:2]] == [FindingCode.NEAR, FindingCode.IN_TIME]
    assert found.is_clear


@given(
    file=st.tuples(st.floats(-10, 5), st.floats(95, 140)),
    device=st.tuples(st.floats(-10, 5), st.floats(95, 140)),
    radius=st.floats(1, 99_999),
    minutes=st.integers(-100_000, 100_000),
)
def test_whatever_a_device_says_a_file_from_elsewhere_or_before_is_never_clear(
    file: tuple[float, float], device: tuple[float, float], radius: float, minutes: int
) -> None:
    told = Said(ASSIGNED + timedelta(minutes=minutes), *device, radius)
    early = Capture(CaptureSource.CAMERA, ASSIGNED - timedelta(minutes=1), *file, told)
    assert not check(early, CLAIM, ()).is_clear
    assert CLAIM.pin is not None
    if metres_between(*CLAIM.pin, *file) > CLAIM.within_m + 1:
        assert not check(replace(early, taken_at=told.at), CLAIM, ()).is_clear
