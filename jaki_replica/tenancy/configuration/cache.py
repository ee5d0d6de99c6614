"""Parsed configurations of the tenants a process serves; parsed again only when the number has changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import NotFound
from jaki_replica.foundation.recent import Recent
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.terms import RegionConfig


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration with the number of its revision."""

    number: int
    config: RegionConfig


class ConfigCache:
    """At most `size` configurations, those used last. May be shared between threads."""

    def __init__(self, size: int = 64) -> None:
        """`size` in tenants."""
        self._kept: Recent[str, Loaded] = Recent(size)

    def load(self, tenant_key: str, session: Session) -> RegionConfig:
        """The configuration in use. Raises NotFound in an empty installation."""
        return self.loaded(tenant_key, session).config

    def loaded(self, tenant_key: str, session: Session) -> Loaded:
        """As `load`, with the revision's number; one query by primary key unless the number is new."""
        return self.numbered(tenant_key, queries.current_number(session), session)

    def numbered(self, tenant_key: str, number: int | None, session: Session) -> Loaded:
        """As `loaded`, where the caller has just read which number is in use."""
        if number is None:
            raise NotFound("This region has no configuration yet.", remedy="Apply a region file.")
        kept = self._kept.get(tenant_key)
        if kept is not None and kept.number == number:
            return kept
        return self._kept.keep(tenant_key, Loaded(number, load_stored(queries.by_number(session, number).document)))
