"""A worker that is killed in the middle of a job leaves no half effect, and the job is done once all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica import worker
from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.faults.conftest import Installation
from tests.regions import ROOT

pytestmark = pytest.mark.xdist_group("faults")

PROGRAM = """
import json, sys, time
from jaki_replica import worker
from jaki_replica.foundation import outbox
from jaki_replica.foundation.files import open_store
from jaki_replica.settings import read_settings
from jaki_replica.tenancy.runtime import open_runtime

def effect_then_wait(session, arguments, at):
    outbox.put(session, "effect", {}, at=at)
    session.flush()
    print("in the middle", flush=True)
    time.sleep(60)

runtime = open_runtime(read_settings(json.loads(sys.stdin.readline())))
process = worker.Process(runtime, {"slow": effect_then_wait}, open_store(runtime.settings.files))
worker.work_off(process, runtime.tenant("kota"))
"""


def effect(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
    outbox.put(session, "effect", {}, at=at)


def rows(runtime: Runtime, tenant: Tenant) -> dict[str, list[OutboxRow]]:
    found: dict[str, list[OutboxRow]] = {}
    with runtime.scope_of(tenant) as entered:
        for row in entered.session.scalars(select(OutboxRow)):
            found.setdefault(row.job, []).append(row)
    return found


def test_a_job_whose_worker_was_killed_has_its_effect_once(installation: Installation, tmp_path: Path) -> None:
    runtime, tenant = installation.runtime, installation.pair.left
    with runtime.scope_of(tenant) as entered:
        outbox.put(entered.session, "slow", {}, at=clock.now())
        entered.session.commit()
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdin and process.stdout
    process.stdin.write(installation.program_input)
    process.stdin.close()
    assert process.stdout.readline() == b"in the middle\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    left = rows(runtime, tenant)
    assert "effect" not in left
    assert (left["slow"][0].done_at, left["slow"][0].attempts) == (None, 1)
    _end_lease(runtime, tenant)
    process_of_ours = worker.Process(
        runtime, {"slow": effect, "effect": lambda *_: None}, open_store(runtime.settings.files)
    )
    worker.work_off(process_of_ours, tenant)
    worker.work_off(process_of_ours, tenant)
    done = rows(runtime, tenant)
    assert len(done["effect"]) == 1
    assert (done["slow"][0].attempts, done["slow"][0].done_at is None) == (2, False)


def _end_lease(runtime: Runtime, tenant: Tenant) -> None:
    with runtime.scope_of(tenant) as entered:
        entered.session.scalars(select(OutboxRow).where(OutboxRow.job == "slow")).one().due_at = clock.now()
        entered.session.commit()
