"""Numbers as a phone writes them, and what Python would read as one besides."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.figures import figure


@given(st.floats(-180, 180, allow_nan=False))
def test_every_position_is_read_back_as_it_was_written(value: float) -> None:
    assert figure(repr(value)) == value
    assert figure(f" {value:.6f} ") == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    "written", ["", "1_0", "nan", "inf", "-inf", "1,5", "0x10", "١٢", "1 2", "--1", ".", "1e9999", "e5"]
)
def test_nothing_else_is_a_number(written: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        figure(written)


@given(st.text(st.characters(codec=None), max_size=12))
def test_whatever_is_written_is_a_finite_number_or_refused(written: str) -> None:
    try:
        found = figure(written)
    except ValueError:
        return
    assert math.isfinite(found)
