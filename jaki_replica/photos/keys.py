"""Where the files of a photo lie in the file store."""

from __future__ import annotations

from uuid import UUID

from jaki_replica.photos.terms import Variant


def key_of(tenant_key: str, photo_id: UUID, variant: Variant) -> str:
    """The key of one file of a photo; nobody can name it without the tenant's key."""
    return f"{tenant_key}/photos/{photo_id}/{variant.file_name}"
