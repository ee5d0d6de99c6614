"""How passwords are hashed in use; the other tests make their hashes cheaply (tests/conftest.py)."""

from __future__ import annotations

import runpy

import pytest

from jaki_replica.foundation import passwords

PASSWORD = "sandi yang cukup panjang"
IN_USE = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(scope="module")
def used() -> dict[str, object]:
    """The module as a process of the product loads it."""
    return runpy.run_path(passwords.__file__)


def test_a_hash_is_argon2id_at_nineteen_mebibytes_and_two_passes_with_a_salt_of_its_own(
    used: dict[str, object],
) -> None:
    first, second = (used["hashed"](PASSWORD) for _ in range(2))  # type: ignore[operator]
    assert first.startswith(IN_USE)
    assert first != second
    assert used["is_right"](PASSWORD, first) is True  # type: ignore[operator]
    assert used["is_right"](PASSWORD + "x", first) is False  # type: ignore[operator]


def test_without_an_account_the_same_work_is_done_and_nothing_is_right(used: dict[str, object]) -> None:
    assert str(used["_nobody"]).startswith(IN_USE)
    assert used["is_right"]("a password that nobody has", None) is False  # type: ignore[operator]


def test_what_is_no_hash_and_what_is_too_long_is_not_right() -> None:
    assert passwords.is_right(PASSWORD, "no hash") is False
    long = "x" * (passwords.MOST_LENGTH + 1)
    assert passwords.is_right(long, passwords.hashed(long)) is False
