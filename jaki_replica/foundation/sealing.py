"""Secrets at rest: AES-256-GCM (NIST SP 800-38D) under a derived key, bound to the row they belong to."""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jaki_replica.foundation.errors import Conflict

NONCE_BYTES = 12


def sealed(key: bytes, plain: str, *, owner: str) -> str:
    """`plain`, encrypted and authenticated. It opens only with the same `key` (32 bytes) and `owner`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain.encode(), owner.encode())).decode()


def opened(key: bytes, kept: str, *, owner: str) -> str:
    """What was sealed. Raises Conflict where it was changed, is another owner's, or the key is another."""
    try:
        content = base64.b64decode(kept, validate=True)
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], owner.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Conflict(
            "A kept secret cannot be read", remedy="check that MASTER_KEY is the one it was kept with"
        ) from error
