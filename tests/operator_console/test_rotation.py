"""A page orders a new database password; the process with the owner's login makes it, and nobody is cut off."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import Client

from jaki_replica.foundation import clock
from jaki_replica.onboarding.preparing.provisioner import run_provisioner
from jaki_replica.operators import rules
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning, rotation, states
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import OperatorLog, TenantRow
from jaki_replica.tenancy.operator_log import verify
from jaki_replica.tenancy.owner import owner_session
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console, Device, age
from tests.regions import Pair


@pytest.fixture(autouse=True)
def passwords_of_before(settings: Settings, runtime: Runtime, pair: Pair, app: Gate) -> Iterator[None]:
    """Later tests of the run reach the two regions as the values in their hands say."""
    yield
    for tenant in pair.both:
        provisioning.make_role(settings, tenant)
    with owner_session(settings) as session:
        for tenant in pair.both:
            row = session.get_one(TenantRow, tenant.id)
            row.password_version = tenant.password_version
        states.changed(session)
    runtime.registry.refresh()
    app._registry.refresh()


def version(session: Session, slug: str) -> int:
    session.rollback()
    return session.execute(select(TenantRow.password_version).where(TenantRow.slug == slug)).scalar_one()


def test_an_ordered_password_is_made_by_the_provisioner_while_the_region_goes_on_answering(
    app: Gate, here: Console, device: Device, runtime: Runtime, settings: Settings, pair: Pair, platform: Session
) -> None:
    before, base = version(platform, "kota"), f"http://{pair.left.host}"
    assert here.post("/daerah/kota/kata-sandi", at="/daerah/kota").status_code == 303
    assert here.post("/daerah/kota/kata-sandi", at="/daerah/kota").status_code == 303  # ordered twice, made once
    assert "Sudah diminta" in here.get("/daerah/kota").text
    assert rotation.waiting(platform) == [("kota", f"operator:{device.username}")]
    stop = threading.Event()
    process = threading.Thread(target=run_provisioner, args=(settings,), kwargs={"stop": stop})
    process.start()
    until = time.monotonic() + 20
    while version(platform, "kota") == before:
        assert time.monotonic() < until
        assert Client(app).get("/tanda.svg", base_url=base).status_code == 200
        time.sleep(0.05)
    stop.set()
    process.join()
    assert version(platform, "kota") == before + 1
    assert rotation.waiting(platform) == []
    runtime.registry.refresh()
    app._registry.refresh()
    assert Client(app).get("/tanda.svg", base_url=base).status_code == 200
    query = select(OperatorLog.action, OperatorLog.actor).where(OperatorLog.tenant_id == pair.left.id)
    last = platform.execute(query.order_by(OperatorLog.position.desc()).limit(2)).all()
    assert [tuple(x) for x in last] == [
        (action, f"operator:{device.username}") for action in (rotation.DONE, rotation.ORDERED)
    ]
    assert verify(platform).fault == ""


def test_a_new_password_asks_for_a_fresh_code(
    here: Console, device: Device, settings: Settings, platform: Session
) -> None:
    age(settings, device.username, second_at=clock.now() - rules.RECENT - timedelta(seconds=1))
    answer = here.post("/daerah/kota-dua/kata-sandi", at="/daerah/kota-dua")
    assert answer.status_code == 422
    assert 'id="sandi-kode-error"' in answer.text
    assert rotation.waiting(platform) == []


def test_a_region_whose_password_cannot_be_made_does_not_stop_the_others(
    here: Console, runtime: Runtime, settings: Settings, platform: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version(platform, "kota-dua")
    for slug in ("kota", "kota-dua"):
        here.post(f"/daerah/{slug}/kata-sandi", at=f"/daerah/{slug}")
    real = rotation.provisioning.rotate_password

    def refuse(settings: Settings, slug: str, **rest: object) -> object:
        if slug == "kota":
            raise rotation.provisioning.Conflict("its server is away")
        return real(settings, slug, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation.provisioning, "rotate_password", refuse)
    assert rotation.carry_out(runtime, settings, clock.now) == 1
    assert version(platform, "kota-dua") == before + 1
    assert [slug for slug, _actor in rotation.waiting(platform)] == ["kota"]
    monkeypatch.undo()
    assert rotation.carry_out(runtime, settings, clock.now) == 1
