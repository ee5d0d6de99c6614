"""A photo used again is found among all of the region's, also saved anew, and a new one is not accused."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.models import Photo
from jaki_replica.photos.similarity import PART_BITS, THRESHOLD, similar

AT = datetime(2026, 4, 1, tzinfo=UTC)
BASE = 0x0123_4567_89AB_CDEF


def photo(session: Session, dhash: int | None, *, minutes: int = 0, sha256: str | None = None) -> Photo:
    row = Photo(
        id=new_id(),
        complaint_id=new_id(),
        kind="after",
        position=0,
        state="ready",
        original_key="x",
        content_type="image/jpeg",
        size_bytes=1,
        width=1,
        height=1,
        sha256=sha256 or new_id().hex,
        dhash=dhash,
        capture_source="file",
        created_at=AT + timedelta(minutes=minutes),
    )
    session.add(row)
    session.flush()
    return row


def signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits


def flipped(dhash: int, *places: int) -> int:
    for place in places:
        dhash ^= 1 << place
    return signed(dhash & (2**64 - 1))


def found(session: Session, row: Photo, **more: object) -> list[tuple[object, int, bool]]:
    hits = similar(session, row, **more)  # type: ignore[arg-type]
    assert hits is not None
    return [(hit.photo_id, hit.distance, hit.exact) for hit in hits]


@pytest.mark.parametrize("bits", range(THRESHOLD + 3))
def test_up_to_seven_bits_of_difference_are_found_wherever_they_lie(region_session: Session, bits: int) -> None:
    chance = random.Random(bits)
    for round_ in range(20):
        base = signed(chance.getrandbits(64))
        earlier = photo(region_session, flipped(base, *chance.sample(range(64), bits)))
        row = photo(region_session, base, minutes=1 + round_)
        expected = [(earlier.id, bits, False)] if bits <= THRESHOLD else []
        assert found(region_session, row) == expected
        region_session.delete(earlier)
        region_session.delete(row)
        region_session.flush()


@given(bits=st.sets(st.integers(0, 63), max_size=THRESHOLD))
def test_one_quarter_always_differs_in_one_bit_at_most(bits: set[int]) -> None:
    counts = [sum(1 for bit in bits if bit // PART_BITS == part) for part in range(4)]
    assert min(counts) <= 1


def test_the_nearest_come_first_and_the_same_file_before_all(region_session: Session) -> None:
    far = photo(region_session, flipped(BASE, 1, 2, 3))
    near = photo(region_session, flipped(BASE, 63))
    same = photo(region_session, flipped(BASE, 9, 10), sha256="a" * 64)
    row = photo(region_session, BASE, minutes=5, sha256="a" * 64)
    assert found(region_session, row) == [(same.id, 0, True), (near.id, 1, False), (far.id, 3, False)]


def test_later_photos_itself_and_those_sent_with_it_are_not_found(region_session: Session) -> None:
    together = photo(region_session, BASE)
    row = photo(region_session, BASE)
    photo(region_session, BASE, minutes=1)
    assert found(region_session, row, besides=[together.id]) == []
    assert found(region_session, row) == [(together.id, 0, False)]


def test_five_at_most_are_named(region_session: Session) -> None:
    for minute in range(8):
        photo(region_session, BASE, minutes=minute)
    assert len(found(region_session, photo(region_session, BASE, minutes=9))) == 5


def test_a_plain_photo_is_compared_only_as_a_file(region_session: Session) -> None:
    photo(region_session, None)
    earlier = photo(region_session, None, sha256="b" * 64)
    assert similar(region_session, photo(region_session, None, minutes=1)) is None
    row = photo(region_session, None, minutes=1, sha256="b" * 64)
    assert found(region_session, row) == [(earlier.id, 0, True)]
