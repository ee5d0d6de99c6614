"""What the citizens' pages ask of their request: the region, its database session, its tenant's key."""

from __future__ import annotations

from flask import abort, g
from sqlalchemy.orm import Session

from jaki_replica.photos.terms import MEGABYTE, House, Limits
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.look import region


def here() -> RegionConfig:
    """The region of this host; these pages exist on no other."""
    found = region()
    if found is None:
        abort(404)
    return found


def session() -> Session:
    """The database session of this request's region."""
    found: Session = g.scope.session
    return found


def tenant_key() -> str:
    """The key of this request's tenant, for files and signatures."""
    found: str = g.tenant.key
    return found


def house() -> House:
    """What this region brings to a photo."""
    config = here()
    limits = Limits(most_bytes=config.limits.photo_mb * MEGABYTE)
    return House(tenant_key(), config.identity.timezone, limits)
