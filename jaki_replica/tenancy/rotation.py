"""New passwords of regions' logins, ordered by a page and carried out by the process that has the owner's login.

An order is a line of the log, and so is what came of it: there is nothing else to keep.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import DomainError
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.models import OperatorLog, TenantRow
from jaki_replica.tenancy.operator_log import note
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

log = structlog.get_logger(__name__)

ORDERED = "tenant.rotation_ordered"
DONE = "tenant.password_rotated"


def order(session: Session, tenant: Tenant, *, actor: str, at: datetime) -> bool:
    """Order a new password; the caller commits. False where one is ordered already."""
    if is_waiting(session, tenant):
        return False
    note(session, actor=actor, action=ORDERED, tenant_id=tenant.id, at=at)
    return True


def is_waiting(session: Session, tenant: Tenant) -> bool:
    """Whether a new password is ordered and not made yet."""
    row = OperatorLog
    query = select(row.action).where(row.tenant_id == tenant.id, row.action.in_((ORDERED, DONE)))
    return session.scalar(query.order_by(row.position.desc()).limit(1)) == ORDERED


def waiting(session: Session) -> list[tuple[str, str]]:
    """The slugs of regions that wait for a new password, each with who ordered it; the longest waiting first."""
    row = OperatorLog
    last = func.max(row.position)
    query = select(last).where(row.action.in_((ORDERED, DONE))).group_by(row.tenant_id)
    lines = select(TenantRow.slug, row.actor).join(row, row.tenant_id == TenantRow.id)
    found = session.execute(lines.where(row.position.in_(query), row.action == ORDERED).order_by(row.position))
    return [(slug, actor) for slug, actor in found]


def carry_out(runtime: Runtime, settings: Settings, now: Callable[[], datetime]) -> int:
    """Make what was ordered, as the owner. A region that cannot be reached is tried again. Returns how many."""
    with Session(runtime.platform) as session:
        ordered = waiting(session)
    made = 0
    for slug, actor in ordered:
        try:
            provisioning.rotate_password(settings, slug, actor=actor, at=now())
            made += 1
        except (SQLAlchemyError, DomainError) as error:
            log.warning("rotation", tenant=slug, kind=type(error).__name__)
    return made
