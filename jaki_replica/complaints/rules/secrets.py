"""The secret part of a follow link, and the one-time code that leads back to it; both need the region's key.

The link's secret is made from that key, so that every message can carry it and none is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets as chance
from uuid import UUID


def secret(key: bytes, complaint_id: UUID, version: int = 1) -> str:
    """22 characters that only the region's key can make; another version makes older links useless."""
    digest = hmac.digest(key, complaint_id.bytes + version.to_bytes(4, "big"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def is_right(given: str, key: bytes, complaint_id: UUID, version: int) -> bool:
    """Whether `given` is the secret; takes the same time whatever is wrong with it."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret(key, complaint_id, version).encode())


CODE_DIGITS = 6
CODE = re.compile(r"[0-9]{6}", re.ASCII)


def new_code() -> str:
    """Six digits that nobody can foresee."""
    return f"{chance.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def read_code(typed: str) -> str | None:
    """The code in what somebody typed, spaces and dashes left out; None where that is no code."""
    bare = re.sub(r"[\s-]+", "", typed[:40])
    return bare if CODE.fullmatch(bare) else None


def code_digest(key: bytes, complaint_id: UUID, code: str) -> str:
    """What is kept of a code: keyed, as a million codes are soon tried by whoever has a copy of the table."""
    return hmac.new(key, b"contact-code:" + complaint_id.bytes + code.encode(), hashlib.sha256).hexdigest()


def nobodys_digest() -> str:
    """A digest that no code has: what is kept until a code was made, and for good where there is nobody to send to."""
    return chance.token_hex(32)


def is_right_digest(given: str, kept: str) -> bool:
    """Whether the two are the same; takes the same time whatever differs."""
    return hmac.compare_digest(given, kept)
