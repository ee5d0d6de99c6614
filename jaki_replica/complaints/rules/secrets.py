"""The secret part of a follow link: made from the region's key, so that every message can carry it and none is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID


def secret(key: bytes, complaint_id: UUID, version: int = 1) -> str:
    """22 characters that only the region's key can make; another version makes older links useless."""
    digest = hmac.digest(key, complaint_id.bytes + version.to_bytes(4, "big"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def is_right(given: str, key: bytes, complaint_id: UUID, version: int) -> bool:
    """Whether `given` is the secret; takes the same time whatever is wrong with it."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret(key, complaint_id, version).encode())
