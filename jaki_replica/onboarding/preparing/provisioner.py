"""The process that carries out orders: the only one that stays up with the owner's login, and it listens to nobody."""

from __future__ import annotations

import signal
import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.files import open_store
from jaki_replica.onboarding.preparing import ordering
from jaki_replica.settings import Settings
from jaki_replica.tenancy import rotation
from jaki_replica.tenancy.runtime import open_runtime

log = structlog.get_logger(__name__)

EVERY = 0.5
AWAY = 5.0


def run_provisioner(settings: Settings, *, stop: threading.Event | None = None) -> None:
    """Carry out what waits, one after the other, until told to stop; what is at work is finished first.

    Raises Invalid without the owner's login.
    """
    if settings.owner_url is None:
        raise Invalid("This needs the owner's login", remedy="set DATABASE_URL for this process, and for no other")
    stop = stop or _stopped_by_signal()
    runtime = open_runtime(settings)
    files = open_store(settings.files)
    try:
        while not stop.is_set():
            try:
                for order_id in ordering.open_orders(runtime):
                    ordering.carry_out(runtime, files, order_id)
                rotation.carry_out(runtime, settings, clock.now)
                stop.wait(EVERY)
            except SQLAlchemyError as error:
                log.warning("provisioner", kind=type(error).__name__)
                stop.wait(AWAY)
    finally:
        runtime.close()


def _stopped_by_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
