"""A realistic month in a region that has none yet: fictional people, drawn photos, true histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.demo import people
from jaki_replica.demo.camera import Shot, take
from jaki_replica.demo.living import Stage
from jaki_replica.demo.people import Login
from jaki_replica.demo.planning import Plan, month
from jaki_replica.demo.texts import volume
from jaki_replica.foundation import clock
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.terms import House
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

type_told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was made; nothing where the region had complaints already."""

    logins: tuple[Login, ...] = ()
    complaints: int = 0
    photos: int = 0


def fill(
    runtime: Runtime,
    tenant: Tenant,
    *,
    files: FileStore,
    told: type_told = lambda words: None,
    size: int | None = None,
    now: datetime | None = None,
) -> DemoResult:
    """Fill a region that has no complaint yet, in one transaction: a run that breaks leaves nothing but loose files.

    `size` and `now` are for tests. Messages are not sent, for nobody left a contact; most photos are made ready by
    the workers afterwards.
    """
    with runtime.scope_of(tenant) as entered, Decoder() as decoder:
        if has_complaints(entered.session):
            return DemoResult()
        book = Rulebooks().of(runtime, entered)
        at, wanted = now or clock.now(), size or volume(tenant.slug)
        plans = month(book, wanted, seed=tenant.slug, now=at)
        staff = people.ensure(entered.session, book, plans, at=at)
        with _taking(plans) as shots:
            house = House(tenant.key, book.config.identity.timezone)
            stage = Stage(entered.session, book, staff, files, decoder, house, shots, tenant.slug, at)
            for plan in plans:
                stage.play(plan)
        # What the month put off for the workers long ago is due now, or they would seem to have stood still.
        entered.session.execute(update(OutboxRow).where(OutboxRow.due_at < at).values(due_at=at))
        runtime.commit(entered)
    told(f"{len(plans)} complaints of a month in {tenant.name}")
    return DemoResult(staff.logins, len(plans), len(shots))


def has_complaints(session: Session) -> bool:
    """Whether the region has any complaint, real or not."""
    return session.scalar(select(Complaint.id).limit(1)) is not None


@contextmanager
def _taking(plans: list[Plan]) -> Iterator[dict[Shot, Future[bytes]]]:
    """Take the photos of a month beside the work on the database."""
    wanted = [shot for plan in plans for shot in (plan.shot, *(act.shot for act in plan.acts)) if shot]
    with ThreadPoolExecutor(2) as threads:
        shots = {shot: threads.submit(take, shot) for shot in wanted}
        try:
            yield shots
        finally:
            for future in shots.values():
                future.cancel()


__all__ = ["DemoResult", "Login", "fill", "has_complaints"]
