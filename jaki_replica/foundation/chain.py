"""One way to tie entries together by hashes: each holds the hash of the one before, over its own fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def entry_sha256(entry: Mapping[str, object], fields: tuple[str, ...]) -> str:
    """SHA-256 over `fields` of an entry as canonical JSON (RFC 8785 for the values used here).

    One of the fields holds the hash of the entry before, so that whoever changes an entry breaks every later one.
    """
    content = {name: _plain(entry[name]) for name in fields}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
