"""Later work of complaints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.contact_codes import Asked, send_code
from jaki_replica.foundation.outbox import type_job
from jaki_replica.tenancy import scope


def send_contact_code(follow_key: Callable[[str], bytes]) -> type_job:
    """The job that sends a one-time code; `follow_key` gives a tenant's key for links and codes."""

    def job(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
        tenant = scope.tenant()
        asked = Asked(UUID(str(arguments["complaint_id"])), datetime.fromisoformat(str(arguments["asked_at"])))
        send_code(session, asked, key=follow_key(tenant.key), tenant=tenant, at=at)

    return job
