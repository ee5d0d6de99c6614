"""Later work is done once, in turn, and never lost: not by a refusal, a crash, or a Redis that forgets everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jaki_replica import worker
from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.foundation.queue import DRAIN, QUEUE, Hints, connect
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.models import Message
from jaki_replica.notifications.standing import Standing, standing
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import Pair
from tests.smtp import Sink, sink


@pytest.fixture
def mail() -> Iterator[Sink]:
    with sink() as opened:
        yield opened


@pytest.fixture
def process(runtime: Runtime, pair: Pair, mail: Sink) -> Iterator[worker.Process]:
    """A worker's process in this process, with empty outboxes and a relay that is the sink."""
    relay = replace(runtime.settings.mail, port=mail.port)
    settings = replace(runtime.settings, mail=relay)
    runtime.registry.refresh()
    runtime.redis.flushdb()
    files = open_store(settings.files)
    made = worker.Process(runtime, worker.jobs(settings, files), files)
    worker._process[:] = [made]
    empty(runtime, pair)
    yield made
    worker._process.clear()
    empty(runtime, pair)


def empty(runtime: Runtime, pair: Pair) -> None:
    for tenant in pair.both:
        with runtime.scope_of(tenant) as entered:
            entered.session.execute(delete(OutboxRow))
            entered.session.execute(delete(Message))
            entered.session.commit()


def write(runtime: Runtime, tenant: Tenant, to: str) -> None:
    with runtime.scope_of(tenant) as entered:
        write_email(entered.session, to=to, subject="Laporan diterima", body="Terima kasih.", at=clock.now())
        runtime.commit(entered)


def rows(runtime: Runtime, tenant: Tenant) -> list[OutboxRow]:
    with runtime.scope_of(tenant) as entered:
        return list(entered.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def run_hints(runtime: Runtime) -> None:
    queue = Queue(QUEUE, connection=runtime.redis, serializer=JSONSerializer)
    worker.AllowListWorker([queue], connection=runtime.redis, serializer=JSONSerializer).work(
        burst=True, logging_level="ERROR"
    )


def test_a_mail_written_with_its_cause_reaches_the_relay_once(process: worker.Process, pair: Pair, mail: Sink) -> None:
    write(process.runtime, pair.left, "warga@example.org")
    run_hints(process.runtime)
    run_hints(process.runtime)
    assert len(mail.mails) == 1
    assert "To: warga@example.org" in mail.mails[0]
    assert f"@{pair.left.host}>" in mail.mails[0]
    assert rows(process.runtime, pair.left)[0].done_at is not None


def test_a_cause_that_is_rolled_back_sends_nothing(process: worker.Process, pair: Pair, mail: Sink) -> None:
    with process.runtime.scope_of(pair.left) as entered:
        write_email(entered.session, to="a@example.org", subject="s", body="b", at=clock.now())
        entered.session.flush()
    worker.sweep(process, pair.left)
    run_hints(process.runtime)
    assert mail.mails == []


def test_work_whose_hint_was_lost_is_found_by_the_sweeper(process: worker.Process, pair: Pair, mail: Sink) -> None:
    write(process.runtime, pair.left, "a@example.org")
    process.runtime.redis.flushdb()
    run_hints(process.runtime)
    assert mail.mails == []
    worker.sweep(process, pair.left)
    run_hints(process.runtime)
    assert len(mail.mails) == 1


def test_writing_goes_on_while_redis_is_away(process: worker.Process, pair: Pair, mail: Sink) -> None:
    away = replace(process.runtime, hints=Hints(connect("redis://127.0.0.1:1/0")))
    write(away, pair.left, "a@example.org")
    worker.sweep(process, pair.left)
    run_hints(process.runtime)
    assert len(mail.mails) == 1


def test_a_refused_mail_is_tried_again_later(process: worker.Process, pair: Pair, mail: Sink) -> None:
    mail.refusals = 1
    write(process.runtime, pair.left, "a@example.org")
    run_hints(process.runtime)
    row = rows(process.runtime, pair.left)[0]
    assert (row.done_at, row.attempts, row.last_error) == (None, 1, "SMTPDataError")
    with process.runtime.scope_of(pair.left) as entered:
        assert outbox.errors(entered.session) == {"SMTPDataError": 1}
        assert standing(entered.session) == Standing(unanswered=0, refused=1, uncertain=0)
    assert row.due_at > clock.now()
    with process.runtime.scope_of(pair.left) as entered:
        entered.session.get_one(OutboxRow, row.id).due_at = clock.now()
        entered.session.commit()
    worker.work_off(process, pair.left)
    assert len(mail.mails) == 1


def test_after_the_last_attempt_work_is_a_dead_letter_and_can_be_called_back(
    process: worker.Process, pair: Pair, mail: Sink
) -> None:
    mail.refusals = outbox.MOST_ATTEMPTS
    write(process.runtime, pair.left, "a@example.org")
    at = clock.now()
    for _ in range(outbox.MOST_ATTEMPTS):
        with process.runtime.scope_of(pair.left) as entered:
            entered.session.scalars(select(OutboxRow)).one().due_at = at
            entered.session.commit()
        worker.work_off(process, pair.left)
    assert rows(process.runtime, pair.left)[0].failed_at is not None
    worker.sweep(process, pair.left)
    run_hints(process.runtime)
    assert mail.mails == []
    with process.runtime.scope_of(pair.left) as entered:
        assert outbox.requeue_failed(entered.session, clock.now()) == 1
        process.runtime.commit(entered)
    worker.work_off(process, pair.left)
    assert len(mail.mails) == 1


def test_a_process_killed_at_work_leaves_the_row_to_another_after_the_lease(
    process: worker.Process, pair: Pair, mail: Sink
) -> None:
    write(process.runtime, pair.left, "a@example.org")
    at = clock.now()
    with process.runtime.scope_of(pair.left) as entered:
        assert outbox.claim(entered.session, at) is not None
        entered.session.commit()  # and now the process dies
    with process.runtime.scope_of(pair.left) as entered:
        assert outbox.claim(entered.session, at + timedelta(seconds=1)) is None
        again = outbox.claim(entered.session, at + outbox.LEASE + timedelta(seconds=1))
        entered.session.commit()
    assert again is not None
    assert again.attempt == 2


def test_a_job_done_by_two_processes_has_one_effect(process: worker.Process, pair: Pair, mail: Sink) -> None:
    write(process.runtime, pair.left, "a@example.org")
    with process.runtime.scope_of(pair.left) as entered:
        claimed = outbox.claim(entered.session, clock.now())
        entered.session.commit()
    assert claimed is not None
    done = []
    for _ in range(2):
        with process.runtime.scope_of(pair.left) as entered:
            done.append(outbox.perform(entered.session, claimed, process.jobs, clock.now()))
            entered.session.commit()
    assert done == [True, False]
    assert len(mail.mails) == 1


def test_an_effect_and_its_mark_are_one_transaction(process: worker.Process, pair: Pair) -> None:
    """The job writes, then fails: neither its write nor the mark stays."""

    def writes_then_fails(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
        outbox.put(session, "written", {}, at=at)
        session.flush()
        raise RuntimeError

    broken = worker.Process(process.runtime, {"broken": writes_then_fails}, process.files)
    with process.runtime.scope_of(pair.left) as entered:
        outbox.put(entered.session, "broken", {}, at=clock.now())
        entered.session.commit()
    worker.work_off(broken, pair.left)
    found = rows(process.runtime, pair.left)
    assert [(r.job, r.done_at, r.last_error) for r in found] == [("broken", None, "RuntimeError")]


def test_a_flood_in_one_region_delays_no_other(process: worker.Process, pair: Pair, mail: Sink) -> None:
    for _ in range(3 * worker.TURN_ROWS):
        write(process.runtime, pair.left, "flood@example.org")
    write(process.runtime, pair.right, "alone@example.org")
    run_hints(process.runtime)
    order = ["alone" if "alone@" in m else "flood" for m in mail.mails]
    assert len(order) == 3 * worker.TURN_ROWS + 1
    assert order.index("alone") <= worker.TURN_ROWS


def test_the_queue_holds_one_hint_per_region_however_much_is_written(process: worker.Process, pair: Pair) -> None:
    for _ in range(10):
        write(process.runtime, pair.left, "a@example.org")
    queue = Queue(QUEUE, connection=process.runtime.redis, serializer=JSONSerializer)
    assert [(job.func_name, job.args) for job in queue.jobs] == [(DRAIN, [pair.left.key])]


def test_a_function_that_somebody_wrote_into_redis_is_not_run(
    process: worker.Process, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("victim") / "planted"
    queue = Queue(QUEUE, connection=process.runtime.redis, serializer=JSONSerializer)
    queue.enqueue_call("pathlib.Path.touch", args=[str(target)])
    queue.enqueue_call("os.mkdir", args=[str(target)])
    run_hints(process.runtime)
    assert not target.exists()


def test_a_job_that_is_not_on_the_list_is_never_run(process: worker.Process, pair: Pair) -> None:
    with process.runtime.scope_of(pair.left) as entered:
        outbox.put(entered.session, "os.system", {"command": "true"}, at=clock.now())
        entered.session.commit()
    worker.work_off(process, pair.left)
    assert rows(process.runtime, pair.left)[0].last_error == "KeyError"


@pytest.mark.parametrize(
    ("to", "subject"),
    [("a@b.org\r\nBcc: x@y.org", "s"), ("a@b.org", "s\nBcc: x@y.org"), ("nobody", "s"), ("", "s"), ("a@b.org", "")],
)
def test_an_address_or_subject_that_would_forge_a_header_is_refused(
    region_session: Session, to: str, subject: str
) -> None:
    with pytest.raises(Invalid):
        write_email(region_session, to=to, subject=subject, body="b", at=clock.now())


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 10), (2, 20), (5, 160), (8, 1280), (20, 3600)])
def test_the_pause_doubles_up_to_an_hour(attempt: int, seconds: int) -> None:
    assert outbox.pause(attempt) == timedelta(seconds=seconds)


def test_the_backlog_counts_only_what_is_open(region_session: Session) -> None:
    at = clock.now()
    for state in ("open", "done", "dead", "later"):
        row = OutboxRow(id=outbox.new_id(), job="x", arguments={}, created_at=at, due_at=at)
        row.done_at = at if state == "done" else None
        row.failed_at = at if state == "dead" else None
        row.due_at = at + timedelta(hours=1) if state == "later" else at
        region_session.add(row)
    region_session.commit()
    found = outbox.backlog(region_session, at)
    assert (found.waiting, found.failed, found.oldest_due_at) == (2, 1, at)
