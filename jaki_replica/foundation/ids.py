"""Identifiers made by the application, so that no database sequence is shared or guessed."""

from __future__ import annotations

import secrets
from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A UUIDv7: unique, and sorted by the time it was made (RFC 9562, section 5.7)."""
    return compat.uuid7()


def new_token() -> str:
    """256 random bits as URL-safe text, for session and link codes."""
    return secrets.token_urlsafe(32)
