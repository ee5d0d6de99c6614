"""Workers that follow hints to the tenants' outboxes, and the timetable of what happens by itself, as one list."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from jaki_replica.complaints import counting
from jaki_replica.complaints.actions import by_itself
from jaki_replica.complaints.actions.contact_codes import SEND_CONTACT_CODE, forget_expired
from jaki_replica.complaints.actions.escalating import escalate
from jaki_replica.complaints.drafts import discard_expired
from jaki_replica.complaints.jobs import send_contact_code
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.errors import DomainError
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.outbox import Claim, type_job
from jaki_replica.foundation.queue import DRAIN, QUEUE
from jaki_replica.notifications.actions import SEND_MESSAGE
from jaki_replica.notifications.folder import discard_old
from jaki_replica.notifications.jobs import send_message
from jaki_replica.officials import form_drafts
from jaki_replica.photos.actions import PROCESS_PHOTO, discard_unattached
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.jobs import process_photo
from jaki_replica.settings import Settings
from jaki_replica.sla.jobs import learn
from jaki_replica.statistics.figures import keep, write_figures
from jaki_replica.statistics.measuring import (
    Asker,
    Certificates,
    audit_figures,
    calendar_figures,
    drift_figures,
    storage_figures,
)
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant, TenantState

log = structlog.get_logger(__name__)

TURN_ROWS = 20
TURN_SECONDS = 10.0
UNSENT = timedelta(hours=24)


def jobs(settings: Settings, files: FileStore) -> dict[str, type_job]:
    """Every job that an outbox row may name. Whatever is not on this list is never run."""
    return {
        SEND_MESSAGE: send_message(settings.mail),
        PROCESS_PHOTO: process_photo(files, Decoder()),
        SEND_CONTACT_CODE: send_contact_code(lambda key: settings.derived_key(f"follow:{key}")),
    }


@dataclass(slots=True)
class Process:
    """What this worker process holds; RQ knows functions only by name, so they find it here."""

    runtime: Runtime
    jobs: Mapping[str, type_job]
    files: FileStore
    rulebooks: Rulebooks = field(default_factory=Rulebooks)
    asker: Asker = field(init=False)
    certificates: Certificates = field(default_factory=Certificates)

    def __post_init__(self) -> None:
        """The web server that is asked is that of the settings."""
        self.asker = Asker(self.runtime.settings.web_url)


_process: list[Process] = []


def begin(settings: Settings) -> Process:
    """Open what the process needs, once."""
    if not _process:
        runtime = open_runtime(settings)
        runtime.registry.watch()
        files = open_store(settings.files)
        _process.append(Process(runtime, jobs(settings, files), files))
    return _process[0]


def drain(tenant_key: str) -> None:
    """Work off one turn of a tenant's outbox, then go to the end of the line if there is more."""
    process = _process[0]
    process.runtime.hints.take(tenant_key)
    tenant = process.runtime.registry.picture.by_id.get(tenant_key)
    if tenant is None or tenant.state is not TenantState.ACTIVE:
        return
    if work_off(process, tenant) >= TURN_ROWS:
        process.runtime.hints.give(tenant_key)


def work_off(process: Process, tenant: Tenant, *, rows: int = TURN_ROWS, seconds: float = TURN_SECONDS) -> int:
    """Do at most `rows` due rows in about `seconds`. Returns how many were taken."""
    until = time.monotonic() + seconds
    for count in range(rows):
        if time.monotonic() > until:
            return rows
        with process.runtime.scope_of(tenant) as entered:
            claimed = outbox.claim(entered.session, clock.now())
            entered.session.commit()
        if claimed is None:
            return count
        _do(process, tenant, claimed)
    return rows


def _do(process: Process, tenant: Tenant, claimed: Claim) -> None:
    try:
        with process.runtime.scope_of(tenant) as entered:
            outbox.perform(entered.session, claimed, process.jobs, clock.now())
            process.runtime.commit(entered)
    except Exception as error:  # whatever the job raised, the row must be set back
        with process.runtime.scope_of(tenant) as entered:
            dead = outbox.set_back(entered.session, claimed, error, clock.now())
            entered.session.commit()
        kind = type(error).__name__
        log.warning("job failed", job=claimed.job, attempt=claimed.attempt, dead=dead, kind=kind)


class AllowListWorker(SimpleWorker):
    """Runs `drain` and nothing else, whatever somebody has written into Redis."""

    def perform_job(self, job: Job, queue: Queue, *rest: object) -> bool:
        """Refuse any other function before it is even imported."""
        if job.func_name != DRAIN:
            log.error("job refused", function=str(job.func_name)[:80])
            job.delete()
            return False
        return super().perform_job(job, queue, *rest)  # type: ignore[arg-type]


def run_worker(settings: Settings) -> None:
    """Follow hints until told to stop; the job at hand is finished first."""
    process = begin(settings)
    queue = Queue(QUEUE, connection=process.runtime.redis, serializer=JSONSerializer)
    AllowListWorker([queue], connection=process.runtime.redis, serializer=JSONSerializer).work(logging_level="WARNING")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens by itself every `seconds` for each active tenant."""

    name: str
    seconds: float
    action: Callable[[Process, Tenant], None]


def sweep(process: Process, tenant: Tenant) -> None:
    """Find due work whose hint was lost, and hint again."""
    with process.runtime.scope_of(tenant) as entered:
        due = outbox.is_due(entered.session, clock.now())
    if due:
        process.runtime.hints.take(tenant.key)
        process.runtime.hints.give(tenant.key)


def _by_itself(action: Callable[[Session, Rulebook, datetime], int]) -> Callable[[Process, Tenant], None]:
    """A turn of the timetable that acts on complaints, one commit at its end."""

    def turn(process: Process, tenant: Tenant) -> None:
        with process.runtime.scope_of(tenant) as entered:
            book = process.rulebooks.of(process.runtime, entered)
            action(entered.session, book, clock.now())
            process.runtime.commit(entered)

    return turn


def count(process: Process, tenant: Tenant) -> None:
    """Write the tenant's figures for the operator; also that its database did not let us count."""
    at = clock.now()
    try:
        write_figures(process.runtime, tenant, at)
    except SQLAlchemyError:
        keep(process.runtime, tenant, {"database": 0, "database_at": int(at.timestamp())}, at=at)
        raise


def reach(process: Process, tenant: Tenant) -> None:
    """Ask for the tenant's host as a browser would."""
    at = clock.now()
    keep(process.runtime, tenant, process.asker.figures(tenant.host, at), at=at)


def measure(process: Process, tenant: Tenant) -> None:
    """How much the tenant keeps, the last sealed day of its history, and whether its holidays are known."""
    at = clock.now()
    with process.runtime.scope_of(tenant) as entered:
        config = process.runtime.configurations.load(tenant.key, entered.session)
        figures = storage_figures(entered.session, at) | audit_figures(entered.session)
        figures |= calendar_figures(entered.session, config, at)
    keep(process.runtime, tenant, figures, at=at)


def compare(process: Process, tenant: Tenant) -> None:
    """Whether the tenant's schema is what the history makes, and how long the certificate of its host is valid."""
    at = clock.now()
    keep(process.runtime, tenant, drift_figures(process.runtime, tenant, at), at=at)
    if process.runtime.settings.https:
        keep(process.runtime, tenant, process.certificates.figures(tenant.host, at), at=at)


def tidy(process: Process, tenant: Tenant) -> None:
    """Forget drafts and photos of forms never sent off, codes that nobody can use any more, old files of mails."""
    at = clock.now()
    discard_old(process.runtime.settings.mail, at=at)
    with process.runtime.scope_of(tenant) as entered:
        discard_unattached(entered.session, process.files, tenant_key=tenant.key, before=at - UNSENT)
        discard_expired(entered.session, at=at)
        form_drafts.discard_expired(entered.session, at=at)
        forget_expired(entered.session, at=at)
        process.runtime.commit(entered)


def learn_holidays(process: Process, tenant: Tenant) -> None:
    """Take in the national days that became known."""
    learn(process.runtime, tenant, by="timetable", at=clock.now())


def fold_counts(process: Process, tenant: Tenant) -> None:
    """Take the deltas of the counters in, some at a time, each time with a commit of its own."""
    taken = counting.FOLDED_AT_ONCE
    while taken == counting.FOLDED_AT_ONCE:
        with process.runtime.scope_of(tenant) as entered:
            taken = counting.fold(entered.session)
            process.runtime.commit(entered)


def mend_counts(process: Process, tenant: Tenant) -> None:
    """Read everything once a day; a counter that is wrong is mended and told."""
    with process.runtime.scope_of(tenant) as entered:
        wrong = counting.rebuild(entered.session)
        process.runtime.commit(entered)
    if wrong:
        log.warning("counters mended", tenant=tenant.slug, cells=len(wrong))


TIMETABLE = (
    Entry("outbox.sweep", 15, sweep),
    Entry("complaints.end_questions", 300, _by_itself(by_itself.end_questions)),
    Entry("complaints.close_silent", 300, _by_itself(by_itself.close_silent)),
    Entry("complaints.escalate", 120, _by_itself(escalate)),
    Entry("complaints.make_heads", 3600, _by_itself(by_itself.make_heads)),
    Entry("drafts.tidy", 3600, tidy),
    Entry("complaints.fold_counts", 30, fold_counts),
    Entry("complaints.mend_counts", 86400, mend_counts),
    Entry("sla.holidays", 86400, learn_holidays),
    Entry("statistics.figures", 60, count),
    Entry("statistics.reach", 60, reach),
    Entry("statistics.storage", 3600, measure),
    Entry("statistics.drift", 86400, compare),
)


def run_timetable(settings: Settings, *, stop: threading.Event | None = None) -> None:
    """Do what the list says until told to stop. A tenant that fails does not stop the others."""
    process = begin(settings)
    stop = stop or _stopped_by_signal()
    due = {entry.name: 0.0 for entry in TIMETABLE}
    while not stop.wait(0.5):
        for entry in TIMETABLE:
            if time.monotonic() >= due[entry.name]:
                due[entry.name] = time.monotonic() + entry.seconds
                _turn(process, entry)


def _turn(process: Process, entry: Entry) -> None:
    for tenant in process.runtime.registry.picture.tenants:
        if tenant.state is TenantState.ACTIVE:
            try:
                entry.action(process, tenant)
            except (SQLAlchemyError, DomainError) as error:
                log.warning("timetable", entry=entry.name, tenant=tenant.slug, kind=type(error).__name__)


def _stopped_by_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
