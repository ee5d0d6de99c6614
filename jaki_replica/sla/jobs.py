"""Later work on national days: a region takes in what became known to the library or by the operator's decree."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from jaki_replica.sla import actions, queries
from jaki_replica.sla.editions import Edition
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

log = structlog.get_logger(__name__)


def learn(runtime: Runtime, tenant: Tenant, *, by: str, at: datetime) -> Edition | None:
    """What the region learned, committed; None where it knew everything. Safe to run again. Raises Conflict."""
    with Session(runtime.platform) as platform:
        decrees = queries.decrees(platform)
    with runtime.scope_of(tenant) as entered:
        made = actions.refresh(entered.session, decrees, by=by, at=at)
        runtime.commit(entered)
    if made is not None:
        log.info("holidays learned", tenant=tenant.slug, edition=made.number, days=len(made.says))
    return made
