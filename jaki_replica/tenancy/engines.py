"""One small engine per tenant, logged in as that tenant's own role; the least used are closed."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import OrderedDict

from sqlalchemy import URL, Engine

from jaki_replica.foundation.db import normal_url, open_engine
from jaki_replica.settings import Settings
from jaki_replica.tenancy.reading import alone
from jaki_replica.tenancy.terms import Tenant

type_address = tuple[str, int, str | None]


def role_password(master_key: bytes, tenant: Tenant) -> str:
    """The password of the tenant's role: HMAC-SHA-256 of id and version under the master key."""
    message = f"role:{tenant.key}:{tenant.password_version}".encode()
    return hmac.digest(master_key, message, hashlib.sha256).hex()


def tenant_url(settings: Settings, tenant: Tenant) -> URL:
    """Where the tenant's data lies, with the login of the tenant's own role."""
    place = normal_url(tenant.database_url) if tenant.database_url else settings.platform_url
    return place.set(username=tenant.role, password=role_password(settings.master_key, tenant))


class Engines:
    """At most `settings.engines` open engines; asking for one more closes the one longest unused."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self._settings = settings
        self._open: OrderedDict[str, tuple[type_address, Engine, Engine]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, tenant: Tenant, *, reading: bool = False) -> Engine:
        """The engine of `tenant`. A changed password or database address gives a new one in place of the old.

        Its connections are the same for who is only `reading`, but leave transactions be (`tenancy.reading`).
        Whoever works on a connection of a closed engine may finish; the connection is closed afterwards.
        """
        address = (tenant.role, tenant.password_version, tenant.database_url)
        with self._lock:
            kept = self._open.get(tenant.key)
            if kept is not None and kept[0] == address:
                self._open.move_to_end(tenant.key)
                return kept[2] if reading else kept[1]
            engine = self._start(tenant)
            found = self._open[tenant.key] = (address, engine, alone(engine))
            self._open.move_to_end(tenant.key)
            surplus = self._open.popitem(last=False)[1] if len(self._open) > self._settings.engines else None
        for _, closing, _ in filter(None, (kept, surplus)):
            closing.dispose()
        return found[2] if reading else found[1]

    def _start(self, tenant: Tenant) -> Engine:
        url = tenant_url(self._settings, tenant)
        return open_engine(
            url, size=self._settings.pool_size, overflow=self._settings.pool_overflow, name=f"jaki {tenant.slug}"
        )

    def __len__(self) -> int:
        """How many engines are open."""
        return len(self._open)

    def close(self) -> None:
        """Close every engine; the next request opens what it needs."""
        with self._lock:
            closing = [engine for _, engine, _ in self._open.values()]
            self._open.clear()
        for engine in closing:
            engine.dispose()
