"""Password hashing with argon2id (RFC 9106) at 19 MiB and two passes, and the tokens that stand for a sign-in."""

from __future__ import annotations

import hashlib

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 12
MOST_LENGTH = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash("a password that nobody has")


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` made `kept`. Without an account the same work is done, so the answer takes as long."""
    if len(password) > MOST_LENGTH:
        return False
    try:
        return _hasher.verify(kept or _nobody, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def token_sha256(token: str) -> str:
    """What is kept of a session token: its SHA-256, so that a copy of the table signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()
