"""A one-time code on its whole way: asked for, made by the worker, carried by the relay, entered; then forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from jaki_replica import worker
from jaki_replica.complaints.actions.contact_codes import ask_for_code, enter_code
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.queries import by_number
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.models import Message
from tests.complaints.test_life import filing
from tests.regions import AtWork, Pair
from tests.smtp import Sink
from tests.worker.test_outbox import mail, process, rows, run_hints

__all__ = ["mail", "process"]  # fixtures


def test_a_code_reaches_the_reporter_works_once_and_is_kept_nowhere(
    process: worker.Process, pair: Pair, mail: Sink, rulebooks: Rulebooks
) -> None:
    runtime = process.runtime
    with runtime.scope_of(pair.left) as entered:
        here = AtWork(runtime, entered, rulebooks.of(runtime, entered))
        receipt = file(here.session, here.book, filing(here, contact="pelapor@contoh.example"), at=clock.now())
        complaint_id, key = by_number(here.session, receipt.number).id, here.book.follow_key
        ask_for_code(here.session, complaint_id, at=clock.now())
        runtime.commit(entered)
    run_hints(runtime)
    run_hints(runtime)
    found = [one for one in mail.mails if "pelapor@contoh.example" in one and "Kode" in one]
    codes = [match[1] for one in found if (match := re.search(r"^\s*Kodenya: (\d{6})\s*$", one, re.MULTILINE))]
    assert len(codes) == 1
    assert all(row.done_at is not None for row in rows(runtime, pair.left))
    with runtime.scope_of(pair.left) as entered:
        kept = entered.session.scalars(select(Message).where(Message.expires_at.is_not(None))).all()
        assert [(one.body, one.sent_at is None) for one in kept] == [("", False)]
        assert not any(codes[0] in str(row.arguments) for row in rows_of(entered))
        assert enter_code(entered.session, complaint_id, codes[0], key=key, at=clock.now())
        assert not enter_code(entered.session, complaint_id, codes[0], key=key, at=clock.now())


def rows_of(entered: object) -> list[worker.outbox.OutboxRow]:
    return list(entered.session.scalars(select(worker.outbox.OutboxRow)))  # type: ignore[attr-defined]


def test_a_message_whose_time_is_over_is_not_sent_and_says_nothing_any_more(
    process: worker.Process, pair: Pair, mail: Sink
) -> None:
    at = clock.now() - timedelta(minutes=20)
    with process.runtime.scope_of(pair.left) as entered:
        ends = at + timedelta(minutes=15)
        write_email(entered.session, to="a@contoh.example", subject="Kode", body="123456", at=at, expires=ends)
        process.runtime.commit(entered)
    run_hints(process.runtime)
    assert mail.mails == []
    with process.runtime.scope_of(pair.left) as entered:
        one = entered.session.scalars(select(Message)).one()
        assert (one.body, one.sent_at) == ("", None)
    assert rows(process.runtime, pair.left)[0].done_at is not None
