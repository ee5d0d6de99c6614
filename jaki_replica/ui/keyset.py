"""The key of the next page in an address: an instant and an id."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from jaki_replica.foundation.errors import NotFound

MOMENT = "%Y%m%dT%H%M%S.%f"

type_key = tuple[datetime, UUID]


def written(key: type_key) -> str:
    """The key as part of an address."""
    at, last = key
    return f"{at.astimezone(UTC):{MOMENT}}-{last.hex}"


def read(text: str) -> type_key | None:
    """The key in an address, None where there is none. Raises NotFound: an address tampered with leads nowhere."""
    if not text:
        return None
    moment, _dash, key = text.partition("-")
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC), UUID(hex=key)
    except ValueError as error:
        raise NotFound("There is no such page") from error
