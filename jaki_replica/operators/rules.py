"""Time-based one-time passwords (RFC 6238), recovery codes, and how long a session lasts."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from enum import Enum

import pyotp

STEP_SECONDS = 30
DRIFT_STEPS = 1  # RFC 6238, section 5.2: one step to either side at most
RECENT = timedelta(minutes=10)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
HALF_WAY = timedelta(minutes=10)  # from the password to the code
TEMPORARY = timedelta(hours=72)
CODES = 10
WRONG_CODES = ((5, timedelta(minutes=15)), (20, timedelta(hours=24)))  # how many in how long, before no other is read
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0, 1
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
ISSUER = "JAKI Replica"


class Answer(Enum):
    """What a code is worth."""

    WRONG = "wrong"
    USED = "used"


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them (RFC 4226, section 4)."""
    return pyotp.random_base32()


def address_of(secret: str, username: str, issuer: str = ISSUER) -> str:
    """The `otpauth:` address of the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def in_groups(secret: str) -> str:
    """The secret in groups of four, for typing it off."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of(at: datetime) -> int:
    """The time step of an instant."""
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    """The six digits of a time step."""
    return pyotp.HOTP(secret).at(step)


def check_code(secret: str, typed: str, at: datetime, last: int | None) -> int | Answer:
    """The time step whose code was typed, or why it is worth nothing. A step up to `last` was used already."""
    code = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{6}", code):
        return Answer.WRONG
    now = step_of(at)
    steps = [s for s in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1) if _same(code, code_at(secret, s))]
    fresh = [s for s in steps if last is None or s > last]
    if fresh:
        return fresh[0]
    return Answer.USED if steps else Answer.WRONG


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 59 random bits in three groups."""
    return tuple("-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3)) for _ in range(CODES))


def recovery_hmac(key: bytes, operator: str, typed: str) -> str:
    """What is kept of a recovery code: a keyed hash over the operator and the code, however it was typed."""
    code = re.sub(r"[^a-z0-9]", "", typed.lower())
    return hmac.digest(key, f"{operator}:{code}".encode(), hashlib.sha256).hex()


def is_recovery_code(typed: str) -> bool:
    """Whether this is meant as a recovery code and not as six digits."""
    return len(re.sub(r"[^a-z0-9]", "", typed.lower())) > 6


def is_recent(second_at: datetime | None, at: datetime) -> bool:
    """Whether the last code is fresh enough for an act that can do harm."""
    return second_at is not None and at - second_at <= RECENT


def name_hmac(key: bytes, username: str) -> str:
    """How a name that somebody tried stands in the log: the same name looks the same, and cannot be read."""
    return hmac.digest(key, username.strip().lower().encode(), hashlib.sha256).hex()[:16]
