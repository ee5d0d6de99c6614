"""How a region stands, measured from outside its complaints: is its host answered, how large is it, is it whole."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import AuditHead
from jaki_replica.photos.models import Photo
from jaki_replica.sla.national import alarming, missing_years
from jaki_replica.sla.queries import holidays
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.drift import own_fingerprint, reference_of
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

SECONDS = 2.0
HUNG = 3  # answers missed in a row, after which the rest of a turn is not waited for
REST = 60.0
PATH = "/tanda.svg"  # small, and needs the region's database and configuration

SIZES = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
"""


@dataclass(slots=True)
class Patience:
    """Gives up on a network that hangs: after some answers missed in a row, nobody is waited for during a minute."""

    hung: int = 0
    resting_until: float = 0.0

    @property
    def is_left(self) -> bool:
        """Whether the next answer may be waited for."""
        return time.monotonic() >= self.resting_until

    def note(self, *, hung: bool) -> None:
        """Whether the last answer was waited for in vain."""
        self.hung = self.hung + 1 if hung else 0
        if self.hung >= HUNG:
            self.hung, self.resting_until = 0, time.monotonic() + REST


@dataclass(slots=True)
class Asker:
    """Asks the web server as a browser of a region would."""

    address: str
    patience: Patience = field(default_factory=Patience)
    misses: dict[str, int] = field(default_factory=dict)

    def figures(self, host: str, at: datetime) -> dict[str, object]:
        """Whether `host` is answered with a page of its region, in how many ms, and how often in a row it was not."""
        begun = time.monotonic()
        right = self.patience.is_left and self._is_answered(host)
        ms = round((time.monotonic() - begun) * 1000)
        self.misses[host] = 0 if right else self.misses.get(host, 0) + 1
        return {
            "reached": int(right),
            "reach_ms": ms if right else None,
            "reach_missed": self.misses[host],
            "reached_at": int(at.timestamp()),
        }

    def _is_answered(self, host: str) -> bool:
        place = urlsplit(self.address)
        connection = HTTPConnection(place.hostname or "127.0.0.1", place.port or 80, timeout=SECONDS)
        try:
            connection.request("GET", PATH, headers={"Host": host, "User-Agent": "jaki-timetable"})
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            self.patience.note(hung=isinstance(error, TimeoutError))
            return False
        finally:
            connection.close()
        self.patience.note(hung=False)
        return status == 200


@dataclass(slots=True)
class Certificates:
    """Looks at the certificates of the regions' hosts, from wherever this process is."""

    port: int = 443
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    patience: Patience = field(default_factory=Patience)

    def figures(self, host: str, at: datetime) -> dict[str, object]:
        """Whole days until the certificate ends, 0 for one that browsers refuse; nothing where the host is not seen."""
        if not self.patience.is_left:
            return {}
        try:
            days = (self._until(host) - at).days
        except ssl.SSLError:
            days = 0
        except (OSError, ValueError) as error:
            self.patience.note(hung=isinstance(error, TimeoutError))
            return {}
        self.patience.note(hung=False)
        return {"certificate_days": max(days, 0), "certificate_at": int(at.timestamp())}

    def _until(self, host: str) -> datetime:
        with (
            socket.create_connection((host, self.port), timeout=SECONDS) as plain,
            self.context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            found = secured.getpeercert() or {}
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(found["notAfter"])), UTC)


def storage_figures(session: Session, at: datetime) -> dict[str, object]:
    """Bytes of the region's tables with their indexes, and of the photos as they were received."""
    tables = session.scalar(text(SIZES)) or 0
    photos = session.scalar(select(func.coalesce(func.sum(Photo.size_bytes), 0))) or 0
    return {"database_bytes": int(tables), "files_bytes": int(photos), "storage_at": int(at.timestamp())}


def calendar_figures(session: Session, config: RegionConfig, at: datetime) -> dict[str, object]:
    """The first year near whose national days are not known (0 for none), and the last edition of the list."""
    found, today = holidays(session), at.astimezone(config.identity.timezone).date()
    missing = alarming(missing_years(config.calendar, today, found.known), today)
    return {"holidays_missing": missing, "holidays_edition": found.newest, "holidays_at": int(at.timestamp())}


def audit_figures(session: Session) -> dict[str, object]:
    """The last sealed day: its number (20261124), its events and its head; empty before the first."""
    query = select(AuditHead.day, AuditHead.events, AuditHead.sha256).order_by(AuditHead.day.desc()).limit(1)
    row = session.execute(query).first()
    if row is None:
        return {}
    return {"audit_day": int(f"{row.day:%Y%m%d}"), "audit_events": row.events, "audit_head": row.sha256}


def drift_figures(runtime: Runtime, tenant: Tenant, at: datetime) -> Mapping[str, object]:
    """1 where the schema differs from what the history makes at its version, 0 where not, 2 where nobody knows."""
    with Session(runtime.platform) as platform:
        expected = reference_of(platform, tenant.schema_version)
    found = own_fingerprint(runtime.engines.of(tenant), tenant)
    drift = 2 if expected is None else int(found != expected)
    return {"drift": drift, "drift_at": int(at.timestamp())}
