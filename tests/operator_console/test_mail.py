"""The operator is told why mails wait: no relay answers, or no worker runs. Only counts tell it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock, outbox
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.models import Message
from jaki_replica.statistics.figures import write_figures
from jaki_replica.tenancy.operator_log import note
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console
from tests.regions import Pair


def test_mails_held_up_by_a_silent_relay_are_told_from_a_worker_that_does_not_run(
    here: Console, runtime: Runtime, pair: Pair
) -> None:
    at = clock.now()
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(delete(outbox.OutboxRow))
        for _ in range(2):
            write_email(entered.session, to="warga@example.org", subject="s", body="rahasia", at=at)
        entered.session.execute(
            update(outbox.OutboxRow).values(last_error="ConnectionRefusedError", created_at=at - timedelta(hours=1))
        )
        unsure = entered.session.scalars(select(Message)).first()
        assert unsure is not None
        unsure.uncertain_at = at
        entered.session.commit()
    write_figures(runtime, pair.left, at)
    with Session(runtime.platform) as session:
        note(session, actor="cli:uji", action="tenant.created", tenant_id=pair.left.id, at=at, seconds=0.317)
        session.commit()
    page = here.get("/daerah/kota").text
    assert "0,317 detik" in page
    assert "Surel tidak terkirim: relai tidak menjawab" in page
    assert "2 menunggu, relai tidak menjawab; 1 tidak pasti terkirim" in page
    assert "jaki worker" not in page
    assert "WIB" in page
    assert "Asia/Jakarta" not in page
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(update(outbox.OutboxRow).values(last_error=None, due_at=at - timedelta(hours=1)))
        entered.session.commit()
    write_figures(runtime, pair.left, at)
    page = here.get("/daerah/kota").text
    assert "Pekerja tidak berjalan atau tertinggal" in page
    assert "relai tidak menjawab" not in page
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(delete(outbox.OutboxRow))
        entered.session.execute(delete(Message))
        entered.session.commit()
    write_figures(runtime, pair.left, at)
