"""One-time passwords and recovery codes without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation import sealing
from jaki_replica.foundation.errors import Conflict
from jaki_replica.operators import rules

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B, in base32
AT = datetime(2026, 11, 25, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert rules.code_at(SECRET, rules.step_of(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("drift", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(drift: int, right: bool) -> None:
    code = rules.code_at(SECRET, rules.step_of(AT + timedelta(seconds=drift)))
    assert isinstance(rules.check_code(SECRET, code, AT, None), int) is right


def test_a_code_is_worth_nothing_a_second_time_nor_an_older_one_after_a_newer() -> None:
    step = rules.check_code(SECRET, rules.code_at(SECRET, rules.step_of(AT)), AT, None)
    assert isinstance(step, int)
    assert rules.check_code(SECRET, rules.code_at(SECRET, step), AT, step) is rules.Answer.USED
    assert rules.check_code(SECRET, rules.code_at(SECRET, step - 1), AT, step) is rules.Answer.USED
    assert rules.check_code(SECRET, rules.code_at(SECRET, step + 1), AT, step) == step + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "12 34 5x", "-12345", "1e5000"])
def test_what_is_not_six_digits_is_wrong(typed: str) -> None:
    assert rules.check_code(SECRET, typed, AT, None) is rules.Answer.WRONG


def test_a_code_may_be_typed_in_groups() -> None:
    code = rules.code_at(SECRET, rules.step_of(AT))
    assert isinstance(rules.check_code(SECRET, f" {code[:3]} {code[3:]} ", AT, None), int)


@given(st.integers(0, 999_999), st.integers(0, 2**31))
def test_a_guess_is_right_only_where_it_is_one_of_three_codes(guess: int, seconds: int) -> None:
    at = datetime.fromtimestamp(seconds + 60, UTC)
    typed = f"{guess:06d}"
    near = {rules.code_at(SECRET, rules.step_of(at) + d) for d in (-1, 0, 1)}
    assert isinstance(rules.check_code(SECRET, typed, at, None), int) is (typed in near)


def test_recovery_codes_are_ten_different_ones_and_may_be_typed_in_any_way() -> None:
    codes = rules.new_recovery_codes()
    assert len(set(codes)) == rules.CODES == 10
    key = b"k" * 32
    kept = rules.recovery_hmac(key, "a", codes[0])
    assert rules.recovery_hmac(key, "a", codes[0].upper().replace("-", " ")) == kept
    assert rules.recovery_hmac(key, "b", codes[0]) != kept
    assert all(rules.is_recovery_code(code) for code in codes)
    assert not rules.is_recovery_code("123 456")


def test_a_sealed_secret_opens_for_its_owner_and_key_alone_and_never_looks_the_same_twice() -> None:
    key = b"k" * 32
    kept = sealing.sealed(key, SECRET, owner="a")
    assert sealing.opened(key, kept, owner="a") == SECRET
    assert SECRET not in kept
    assert sealing.sealed(key, SECRET, owner="a") != kept
    for wrong in ((key, kept, "b"), (b"l" * 32, kept, "a"), (key, kept[:-8] + "AAAAAAA=", "a"), (key, "", "a")):
        with pytest.raises(Conflict):
            sealing.opened(wrong[0], wrong[1], owner=wrong[2])
