"""What every command needs: settings from the environment, and the runtime for as long as the command works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser

from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.settings import load
from jaki_replica.tenancy import operator_log
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant


@contextmanager
def runtime() -> Iterator[Runtime]:
    """The runtime of one command."""
    opened = open_runtime(load())
    try:
        yield opened
    finally:
        opened.close()


def noted(opened: Runtime, action: str, tenant: Tenant | None = None, **details: object) -> None:
    """Write into the operator's log what a command has done, beside the lines that its actions write themselves."""
    with Session(opened.platform) as session:
        key = tenant.id if tenant else None
        operator_log.note(session, actor=actor(), action=action, tenant_id=key, at=clock.now(), **details)
        session.commit()


def actor() -> str:
    """Who gives the command: the name of the system's user."""
    return f"cli:{getuser()}"
