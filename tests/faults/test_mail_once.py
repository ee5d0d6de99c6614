"""Wherever a worker dies while it hands a mail to the relay: never two, and none that is lost without being counted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import delete, select, update

from jaki_replica import worker
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.jobs import resend_uncertain, uncertain
from jaki_replica.notifications.models import Message
from tests.faults.conftest import Installation
from tests.regions import ROOT
from tests.smtp import Sink, sink

pytestmark = pytest.mark.xdist_group("faults")

# One process imports the product; each line it reads makes it fork a worker that dies at the given point.
PROGRAM = """
import json, os, signal, sys
from sqlalchemy import event
from sqlalchemy.orm import Session
from jaki_replica import worker
from jaki_replica.foundation.files import open_store
from jaki_replica.settings import read_settings
from jaki_replica.tenancy.runtime import open_runtime

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def work(values, when, place):
    seen = []
    def commit(session):
        seen.append(1)
        if len(seen) == place:
            die()
    if when != "relay":
        event.listen(Session, when, commit)
    settings = read_settings(values)
    runtime = open_runtime(settings)
    files = open_store(settings.files)
    process = worker.Process(runtime, worker.jobs(settings, files), files)
    worker.work_off(process, runtime.tenant("kota"))

values = json.loads(sys.stdin.readline())
print("ready", flush=True)
for line in sys.stdin:
    when, place = json.loads(line)
    hold, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(hold, 1)
        work(values, when, place)
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()
    os.write(go, b"g")
    print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass
class Deadly(Sink):
    """A relay during whose `stage` the worker that speaks to it is killed."""

    victim: int = 0
    stage: str = ""
    reached: list[str] = field(default_factory=list)

    def _at(self, stage: str) -> None:
        if self.stage == stage and self.victim:
            with suppress(ProcessLookupError):
                os.kill(self.victim, signal.SIGKILL)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._at("mail")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._at("rcpt")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self._at("kept")  # the relay has it, its yes is not heard any more
        if self.stage == "hang up" and server.transport is not None:
            server.transport.close()
        return answer


@dataclass
class Workshop:
    """The installation, a relay, and the process that forks workers."""

    installation: Installation
    mail: Deadly
    process: subprocess.Popen[bytes]

    def kill_at(self, when: str, place: int | str) -> None:
        """A worker works until that point and is killed there."""
        self.mail.stage = str(place) if when == "relay" else ""
        self._say(json.dumps([when, place]))
        self.mail.victim = int(self._line())
        self._say("go")
        assert os.WTERMSIG(int(self._line())) == signal.SIGKILL
        self.mail.stage = ""

    def another_worker(self) -> None:
        """Another worker finds what was left, once the dead one's lease is over."""
        runtime, tenant = self.installation.runtime, self.installation.pair.left
        with runtime.scope_of(tenant) as entered:
            entered.session.execute(update(OutboxRow).values(due_at=clock.now()))
            entered.session.commit()
        relay = replace(runtime.settings.mail, port=self.mail.port)
        files = open_store(runtime.settings.files)
        settings = replace(runtime.settings, mail=relay)
        worker.work_off(worker.Process(runtime, worker.jobs(settings, files), files), tenant)

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def _line(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture(scope="module")
def workshop(installation: Installation) -> Iterator[Workshop]:
    with sink(Deadly()) as mail:
        assert isinstance(mail, Deadly)
        values = installation.values | {"SMTP_PORT": str(mail.port)}
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        made = Workshop(installation, mail, process)
        made._say(json.dumps(values))
        assert made._line() == b"ready\n"
        yield made
        process.kill()
        process.wait(10)
        assert process.stdin and process.stdout
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def message(workshop: Workshop) -> Message:
    """One mail that waits, alone."""
    workshop.mail.mails.clear()
    installation = workshop.installation
    with installation.runtime.scope_of(installation.pair.left) as entered:
        entered.session.execute(delete(OutboxRow))
        entered.session.execute(delete(Message))
        written = write_email(
            entered.session,
            to="warga@example.org",
            subject="Laporan",
            body=".awal\n..dua\nTerima kasih.",
            at=clock.now(),
        )
        entered.session.commit()
        return entered.session.get_one(Message, written)


def state(workshop: Workshop) -> tuple[int, bool, bool]:
    """How many mails the relay has, whether the row says sent, whether it says uncertain."""
    with workshop.installation.runtime.scope_of(workshop.installation.pair.left) as entered:
        row = entered.session.scalars(select(Message)).one()
        assert uncertain(entered.session) == (row.uncertain_at is not None)
        assert entered.session.scalars(select(OutboxRow.done_at)).one() is not None
        return len(workshop.mail.mails), row.sent_at is not None, row.uncertain_at is not None


# The commits of a worker with one mail: 1 the row is claimed, 2 the content goes out now, 3 the relay's yes, 4 done.
SURELY_NOT_TAKEN = [
    ("before_commit", 1),
    ("after_commit", 1),
    ("relay", "mail"),
    ("relay", "rcpt"),
    ("before_commit", 2),
]
TAKEN_AND_KNOWN = [("after_commit", 3), ("before_commit", 4), ("after_commit", 4)]
TAKEN_AND_NOT_KNOWN = [("relay", "kept"), ("before_commit", 3)]


@pytest.mark.parametrize(("when", "place"), SURELY_NOT_TAKEN)
def test_killed_before_the_content_it_is_sent_by_the_next_worker(
    workshop: Workshop, message: Message, when: str, place: int | str
) -> None:
    workshop.kill_at(when, place)
    assert workshop.mail.mails == []
    workshop.another_worker()
    workshop.another_worker()
    assert state(workshop) == (1, True, False)
    assert f"<{message.id.hex}@" in workshop.mail.mails[0]


@pytest.mark.parametrize(("when", "place"), TAKEN_AND_KNOWN)
def test_killed_after_the_yes_was_kept_it_is_not_sent_again(
    workshop: Workshop, message: Message, when: str, place: int
) -> None:
    workshop.kill_at(when, place)
    workshop.another_worker()
    assert state(workshop) == (1, True, False)


@pytest.mark.parametrize(("when", "place"), TAKEN_AND_NOT_KNOWN)
def test_killed_between_the_relays_yes_and_our_commit_it_is_not_sent_again_and_counted_as_uncertain(
    workshop: Workshop, message: Message, when: str, place: int | str
) -> None:
    workshop.kill_at(when, place)
    workshop.another_worker()
    workshop.another_worker()
    assert state(workshop) == (1, False, True)


def test_killed_with_the_mark_and_without_the_content_it_is_uncertain_and_goes_when_somebody_has_looked(
    workshop: Workshop, message: Message
) -> None:
    workshop.kill_at("after_commit", 2)
    workshop.another_worker()
    assert state(workshop) == (0, False, True)
    installation = workshop.installation
    with installation.runtime.scope_of(installation.pair.left) as entered:
        entered.session.execute(delete(OutboxRow))
        assert resend_uncertain(entered.session, at=clock.now()) == 1
        assert resend_uncertain(entered.session, at=clock.now()) == 0
        entered.session.commit()
    workshop.another_worker()
    assert state(workshop) == (1, True, False)


def test_what_the_relay_has_is_what_was_written_dots_and_all(workshop: Workshop, message: Message) -> None:
    workshop.another_worker()
    assert ".awal\n..dua\nTerima kasih." in workshop.mail.mails[0].replace("\r\n", "\n")
    assert "\n..awal" not in workshop.mail.mails[0].replace("\r\n", "\n")


def test_a_relay_that_refuses_the_content_gets_it_again_later(workshop: Workshop, message: Message) -> None:
    workshop.mail.refusals = 1
    workshop.another_worker()
    assert workshop.mail.mails == []
    workshop.another_worker()
    assert state(workshop) == (1, True, False)


def test_a_relay_that_hangs_up_before_its_answer_may_have_it_so_it_does_not_get_it_again(
    workshop: Workshop, message: Message
) -> None:
    workshop.mail.stage = "hang up"
    workshop.another_worker()
    workshop.mail.stage = ""
    workshop.another_worker()
    assert state(workshop) == (1, False, True)
