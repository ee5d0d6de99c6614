"""The same picture twice among photos sent together is found, and no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.desk.proofs import Proof
from jaki_replica.photos.doubles import SAVED_ANEW, Print, doubles
from jaki_replica.photos.models import Photo

hashes = st.integers(-(1 << 63), (1 << 63) - 1)


@given(first=hashes, bits=st.sets(st.integers(0, 62), max_size=20))
def test_a_picture_saved_anew_is_the_same_and_another_view_is_not(first: int, bits: set[int]) -> None:
    second = first
    for bit in bits:
        second ^= 1 << bit
    found = doubles([Print("a", first), Print("b", second)])
    assert found == ({1: 0} if len(bits) <= SAVED_ANEW else {})


def test_the_very_same_file_is_known_before_it_was_opened_and_every_copy_names_the_first() -> None:
    assert doubles([Print("a"), Print("b"), Print("a"), Print("a", 5), Print("b")]) == {2: 0, 3: 0, 4: 1}
    assert doubles([Print("a"), Print("b", 7)]) == {}
    assert doubles([]) == {}


def test_a_proof_counts_each_picture_once() -> None:
    photos = [Photo(sha256=name, dhash=dhash) for name, dhash in (("a", 0), ("a", None), ("b", 3), ("c", -1))]
    assert Proof(photos, [[] for _ in photos]).different == 2
