"""Parsed configurations of the tenants a process serves; parsed again only when the number has changed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import NotFound
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
        self._size = size
        self._kept: OrderedDict[str, Loaded] = OrderedDict()
        self._lock = Lock()

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
        kept = self._look_up(tenant_key, number)
        if kept is not None:
            return kept
        fresh = Loaded(number, load_stored(queries.by_number(session, number).document))
        self._keep(tenant_key, fresh)
        return fresh

    def forget(self, tenant_key: str) -> None:
        """Drop a tenant, such as one that was deleted."""
        with self._lock:
            self._kept.pop(tenant_key, None)

    def _look_up(self, tenant_key: str, number: int) -> Loaded | None:
        with self._lock:
            kept = self._kept.get(tenant_key)
            if kept is None or kept.number != number:
                return None
            self._kept.move_to_end(tenant_key)
            return kept

    def _keep(self, tenant_key: str, fresh: Loaded) -> None:
        with self._lock:
            self._kept[tenant_key] = fresh
            self._kept.move_to_end(tenant_key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
