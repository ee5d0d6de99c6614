"""What was made lately: the longest unused leaves first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.recent import Recent


def test_the_longest_unused_leaves_first() -> None:
    kept: Recent[str, int] = Recent(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    assert kept.keep("c", 3) == 3
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


@given(st.integers(1, 5), st.lists(st.tuples(st.integers(0, 9), st.integers()), max_size=60))
def test_it_never_holds_more_and_never_gives_another_keys_value(most: int, steps: list[tuple[int, int]]) -> None:
    kept: Recent[int, int] = Recent(most)
    last: dict[int, int] = {}
    for key, value in steps:
        assert kept.get(key) in {None, last.get(key)}
        last[key] = kept.keep(key, value)
        assert kept.get(key) == value and len(kept) <= most
