"""What both migration environments share: how our own column types are written into a new version."""

from __future__ import annotations

from alembic.autogenerate.api import AutogenContext

from jaki_replica.foundation.db import UtcTime


def render_item(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """Write our types as the plain types beneath them: an old version must not change with our code."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    return False
