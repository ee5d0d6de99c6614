"""A server that goes away takes no more with it than it must, and nobody has to restart anything when it is back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.faults.conftest import Installation

pytestmark = pytest.mark.xdist_group("faults")

FRESH = "/laporan-warga"  # a page that asks the database each time
LEAKS = ("psycopg2", "sqlalchemy", "SELECT", "127.0.0.1", "Traceback", "t_kota", "jaki_platform", "connection")


def soon(condition: Callable[[], bool], seconds: float = 8.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def pages_work(installation: Installation) -> bool:
    return all(installation.get(t.host, FRESH).status == 200 for t in installation.pair.both)


def state(installation: Installation) -> tuple[int, str]:
    """What the operator's monitoring is told."""
    answer = installation.get("operator.localhost", "/readyz")
    return answer.status, json.loads(answer.text)["state"]


def test_after_a_restart_of_postgresql_the_next_request_works(installation: Installation) -> None:
    assert soon(lambda: pages_work(installation))
    installation.postgres.stop()
    installation.postgres.start()
    assert [installation.get(t.host, FRESH).status for t in installation.pair.both] == [200, 200]
    assert state(installation) == (200, "ready")


def test_without_postgresql_a_page_says_so_in_plain_words(installation: Installation) -> None:
    assert soon(lambda: pages_work(installation))
    installation.postgres.stop()
    try:
        answer = installation.get(installation.pair.left.host, FRESH)
        ready = state(installation)
        healthy = installation.get("operator.localhost", "/healthz")
        unknown = installation.get("tiada.localhost")
    finally:
        installation.postgres.start()
    assert answer.status == 503
    assert [leak for leak in LEAKS if leak in answer.text] == []
    assert len(answer.text.split()) > 5
    assert ready == (503, "down")
    assert (healthy.status, unknown.status) == (200, 404)
    assert soon(lambda: pages_work(installation))


def test_without_redis_pages_go_on_and_the_state_is_degraded(installation: Installation) -> None:
    assert soon(lambda: pages_work(installation))
    installation.valkey.stop()
    try:
        ready = state(installation)
        assert ready == (200, "degraded")
        assert pages_work(installation)
    finally:
        installation.valkey.start()
    assert soon(lambda: state(installation) == (200, "ready"))
