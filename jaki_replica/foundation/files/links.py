"""Links to files that hold for a while: a signature over the tenant, the file and the time it ends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from jaki_replica.foundation.errors import Forbidden

END = re.compile(r"[1-9][0-9]{9}")  # seconds since 1970, from the year 2001 to 2286


def sign(parts: Sequence[str], *, tenant_key: str, expires_at: datetime, key: bytes) -> str:
    """The signature of a link to `parts` that holds until `expires_at` (HMAC-SHA-256, URL-safe base64)."""
    return _signature((tenant_key, end_of(expires_at), *parts), key)


def check(parts: Sequence[str], *, tenant_key: str, end: str, signature: str, key: bytes, at: datetime) -> None:
    """Refuse a link that was not signed for exactly this tenant, file and end, or that has ended. Raises Forbidden."""
    expected = _signature((tenant_key, end, *parts), key)
    genuine = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    if not genuine or not END.fullmatch(end):
        raise Forbidden("This link to a file is not valid")
    if at >= datetime.fromtimestamp(int(end), UTC):
        raise Forbidden("This link to a file has ended", remedy="load the page again")


def end_of(expires_at: datetime) -> str:
    """The time a link ends, as it stands in its address: whole seconds since 1970."""
    return str(int(expires_at.timestamp()))


def _signature(parts: Sequence[str], key: bytes) -> str:
    # Each part goes in with its length, so that no two lists of parts read the same.
    raw = [part.encode("utf-8", "surrogatepass") for part in parts]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in raw)
    return base64.urlsafe_b64encode(hmac.digest(key, message, hashlib.sha256)).rstrip(b"=").decode()
