"""What the registry knows of a tenant: enough to find its host, its schema and its login role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

SLUG = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,38}")


class TenantState(StrEnum):
    """Where a tenant is in its life. Only an active tenant answers requests."""

    PROVISIONING = "provisioning"
    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Tenant:
    """One government. `id` never changes and is part of every cache, lock, file and log key."""

    id: UUID
    slug: str
    name: str
    code: str
    kind: str
    zone: str
    state: TenantState
    hosts: tuple[str, ...]
    schema: str
    role: str
    password_version: int = 1
    database_url: str | None = None
    schema_version: str | None = None

    @property
    def host(self) -> str:
        """The first host name: the one that links and messages use."""
        return self.hosts[0]

    @property
    def key(self) -> str:
        """The id as text, for cache, lock and file keys."""
        return self.id.hex


def schema_name(slug: str) -> str:
    """The schema of a slug: `t_` and the slug with underscores. Injective, as slugs hold no underscore."""
    if not SLUG.fullmatch(slug):
        raise ValueError(f"not a slug: {slug!r}")
    return "t_" + slug.replace("-", "_")
