"""What one process holds open: the registry, the engines, the configurations, the line to the workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from redis import Redis
from sqlalchemy import Engine

from jaki_replica.foundation import changes, outbox
from jaki_replica.foundation.changes import Changes
from jaki_replica.foundation.db import open_engine
from jaki_replica.foundation.errors import NotFound
from jaki_replica.foundation.queue import Hints, connect
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration.cache import ConfigCache
from jaki_replica.tenancy.engines import Engines
from jaki_replica.tenancy.registry import Registry
from jaki_replica.tenancy.scope import Scope, scope
from jaki_replica.tenancy.terms import Tenant


@dataclass(frozen=True, slots=True)
class Runtime:
    """Made once per process by `open_runtime`."""

    settings: Settings
    platform: Engine
    registry: Registry
    engines: Engines
    configurations: ConfigCache
    redis: Redis
    hints: Hints
    changes: Changes

    @contextmanager
    def scope_of(self, tenant: Tenant, *, reading: bool = False) -> Iterator[Scope]:
        """Work as `tenant`; nothing is committed unless `commit` is called inside. `reading`: see `tenancy.reading`."""
        with scope(tenant, self.engines.of(tenant, reading=reading), reading=reading) as entered:
            yield entered

    def commit(self, entered: Scope) -> None:
        """The one commit at the edge; afterwards workers hear of their work, and open pages of what has changed."""
        waiting, changed = entered.session.info.pop(outbox.WAITING_HINT, False), changes.take(entered.session)
        entered.session.commit()
        self.changes.tell(entered.tenant.key, changed)
        if waiting:
            self.hints.give(entered.tenant.key)

    def tenant(self, slug: str) -> Tenant:
        """A tenant by slug, read from the registry now. Raises NotFound."""
        found = self.registry.refresh().by_slug.get(slug)
        if found is None:
            raise NotFound(f"There is no region {slug}", remedy="jaki tenants status lists them")
        return found

    def close(self) -> None:
        """Close everything."""
        self.registry.close()
        self.engines.close()
        self.platform.dispose()
        self.redis.close()


def open_runtime(settings: Settings) -> Runtime:
    """Everything a web process, worker or command needs. Opens no connection yet."""
    platform = open_engine(settings.platform_url, size=2, overflow=4, name="jaki platform")
    redis = connect(settings.redis_url)
    return Runtime(
        settings=settings,
        platform=platform,
        registry=Registry(platform, every=settings.registry_seconds),
        engines=Engines(settings),
        configurations=ConfigCache(),
        redis=redis,
        hints=Hints(redis),
        changes=Changes(redis),
    )
