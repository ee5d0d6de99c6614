"""Time and place are read from EXIF as far as they are plain true values, and never from anything else."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jaki_replica.photos.rules import exif
from jaki_replica.photos.terms import CaptureSource, ExifFacts, Said
from tests.photos.pictures import (
    KOTA_TUA,
    degrees_of_doubles,
    degrees_of_fractions,
    rational,
    tiff,
    type_ifd,
)
from tests.photos.pictures import exif as written

WIT = ZoneInfo("Asia/Jayapura")
AT = datetime(2025, 3, 5, 1, 2, 3, tzinfo=UTC)


def facts(gps: type_ifd | None = None, **taken: str) -> ExifFacts:
    return exif.read(tiff(written(gps, **taken)))


def test_a_position_is_read_in_degrees_minutes_and_seconds_south_of_the_equator() -> None:
    point = facts(KOTA_TUA).point
    assert point is not None
    assert point == pytest.approx((-6.135, 106.8135), abs=1e-5)


@settings(max_examples=200, deadline=None)
@given(lat=st.floats(-89, 89), lon=st.floats(-179, 179))
def test_any_position_that_pillow_writes_is_read_back(lat: float, lon: float) -> None:
    def parts(value: float) -> tuple[object, ...]:
        size = abs(value)
        return (int(size), int(size * 60 % 60), rational(int(size * 3_600_000 % 60_000), 1000))

    gps: type_ifd = {1: "S" if lat < 0 else "N", 2: parts(lat), 3: "W" if lon < 0 else "E", 4: parts(lon)}
    point = facts(gps).point
    if abs(lat) > 1e-3 or abs(lon) > 1e-3:
        assert point == pytest.approx((lat, lon), abs=1e-5)


@pytest.mark.parametrize(
    "gps",
    [
        {1: "S", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "S", 2: (91.0, 0.0, 0.0), 3: "E", 4: (106.0, 0.0, 0.0)},
        {1: "S", 2: (6.0, 8.0, 6.0), 3: "E", 4: (181.0, 0.0, 0.0)},
        {1: "S", 2: (6.0, 99.0, 6.0), 3: "E", 4: (106.0, 0.0, 0.0)},
        {1: "X", 2: (6.0, 8.0, 6.0), 3: "E", 4: (106.0, 0.0, 0.0)},
        {2: (6.0, 8.0, 6.0), 4: (106.0, 0.0, 0.0)},
        {1: "S", 2: (6.0, 8.0, 6.0)},
    ],
)
def test_a_position_off_the_globe_or_half_said_counts_as_not_said(gps: type_ifd) -> None:
    assert facts(gps).point is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -6.0])
def test_a_position_that_is_no_number_counts_as_not_said(value: float) -> None:
    assert exif.read(degrees_of_doubles(6.5, 106.8)).point == (-6.5, 106.8)
    assert exif.read(degrees_of_doubles(value, 106.8)).point is None
    assert exif.read(degrees_of_doubles(6.5, value)).point is None


def test_fractions_over_nothing_count_as_not_said() -> None:
    assert exif.read(degrees_of_fractions((6, 1), (30, 1), (0, 1))).point == (-6.5, 6.5)
    assert exif.read(degrees_of_fractions((6, 0), (30, 1), (0, 1))).point is None
    assert exif.read(degrees_of_fractions((0, 0), (0, 0), (0, 0))).point is None


def test_the_equator_is_a_place_but_nothing_is_not() -> None:
    assert exif.plausible(0.0, 109.33) == (0.0, 109.33)
    assert exif.plausible(0.0, 0.0) is None
    assert exif.plausible(None, 100.0) is None


@pytest.mark.parametrize(
    "local", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2025:13:45 99:00:00", "kemarin", "1970:01:01 00:00:00"]
)
def test_a_date_that_is_none_counts_as_not_said(local: str) -> None:
    assert facts(local=local).local is None


def test_a_time_with_an_offset_needs_no_guess() -> None:
    found = exif.capture_of(facts(local="2025:03:05 08:02:03", offset="+07:00"), CaptureSource.FILE, WIT)
    assert found.taken_at == AT


def test_a_time_without_an_offset_is_read_in_the_tenants_zone() -> None:
    found = exif.capture_of(facts(local="2025:03:05 10:02:03"), CaptureSource.FILE, WIT)
    assert found.taken_at == AT


def test_an_offset_that_is_none_is_passed_over() -> None:
    found = facts(local="2025:03:05 10:02:03", offset="+99:00")
    assert found.offset is None
    assert facts(local="2025:03:05 10:02:03", offset="-03:30").offset == -timedelta(hours=3, minutes=30)


def test_the_satellites_time_stands_in_where_the_camera_says_none() -> None:
    gps: type_ifd = {**KOTA_TUA, 7: (1.0, 2.0, 3.0), 29: "2025:03:05"}
    assert exif.capture_of(facts(gps), CaptureSource.FILE, WIT).taken_at == AT


def test_the_name_of_the_camera_is_not_kept() -> None:
    assert "Rahasia" not in repr(facts(KOTA_TUA, local="2025:03:05 08:02:03", make="Rahasia"))


def test_what_a_device_says_is_believed_of_our_camera_page_alone_and_only_where_it_makes_sense() -> None:
    said = Said(AT, -6.2, 106.9, 15.0)
    assert exif.believable(said, CaptureSource.CAMERA) == said
    for source in (CaptureSource.FILE, CaptureSource.UNKNOWN):
        assert exif.believable(said, source) == Said()
    for nonsense in (Said(AT, math.nan, 106.9, 15.0), Said(AT, 0.0, 0.0, 15.0), Said(AT, -6.2, 106.9, None)):
        assert exif.believable(nonsense, CaptureSource.CAMERA) == Said(AT)


@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_no_damage_raises_anything(data: st.DataObject) -> None:
    block = bytearray(tiff(written(KOTA_TUA, local="2025:03:05 08:02:03", offset="+07:00")))
    for _ in range(data.draw(st.integers(1, 10))):
        block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    found = exif.read(bytes(block[: data.draw(st.integers(0, len(block)))]))
    assert found.point is None or all(math.isfinite(x) for x in found.point)


@given(block=st.binary(max_size=200))
def test_no_bytes_at_all_raise_anything(block: bytes) -> None:
    exif.read(b"II*\0\x08\0\0\0" + block)
    exif.read(block)


def test_a_block_that_points_to_itself_ends() -> None:
    loop = b"II*\0\x08\0\0\0" + b"\x01\0\x25\x88\x04\0\x01\0\0\0\x08\0\0\0" + b"\0" * 40
    assert exif.read(loop) == ExifFacts()
