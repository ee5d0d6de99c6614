"""What the registry notes of the schemas: their version, and what went wrong at the last upgrade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jaki_replica.settings import Settings
from jaki_replica.tenancy.owner import owner_transaction

# One statement for any number of tenants. The registry's revision grows only where something has changed.
RECORD = """
WITH changed AS (
    UPDATE platform.tenants t
       SET upgraded_at = CASE WHEN n.version IS DISTINCT FROM t.schema_version AND n.version IS NOT NULL
                              THEN now() ELSE t.upgraded_at END,
           schema_version = coalesce(n.version, t.schema_version),
           last_error = n.error
      FROM unnest(%s::uuid[], %s::text[], %s::text[]) n(id, version, error)
     WHERE t.id = n.id AND (coalesce(n.version, t.schema_version) IS DISTINCT FROM t.schema_version
                            OR n.error IS DISTINCT FROM t.last_error)
 RETURNING 1)
UPDATE platform.registry_state SET revision = revision + 1 WHERE EXISTS (SELECT 1 FROM changed)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a tenant's schema stands: its version (None: unknown) and the error of the last upgrade, if any."""

    tenant: UUID
    version: str | None
    error: str | None = None


def record_versions(settings: Settings, notes: Sequence[Standing]) -> None:
    """Note in the registry how schemas stand. The schemas themselves stay the truth, so a lost note does no harm."""
    columns = ([str(n.tenant) for n in notes], [n.version for n in notes], [n.error for n in notes])
    with owner_transaction(settings) as connection:
        connection.exec_driver_sql(RECORD, columns)
