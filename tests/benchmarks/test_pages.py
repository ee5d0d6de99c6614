"""Pages and answers of a large region against the least an application can do, on the same server."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

import pytest
from sqlalchemy import Connection, event, text

from jaki_replica.complaints import counting, public_list, queries, worklist
from jaki_replica.complaints.in_force import state
from jaki_replica.complaints.lengths import lengths
from jaki_replica.complaints.lists import Wanted
from jaki_replica.complaints.public_list import Sought
from jaki_replica.desk.tabs import TO_ACT
from jaki_replica.foundation import clock
from tests.benchmarks.conftest import Figures
from tests.benchmarks.hello import SAME
from tests.benchmarks.serving import Request, Server
from tests.benchmarks.town import USERNAME, Town
from tests.regions import PASSWORD

pytestmark = pytest.mark.benchmark

type_headers = dict[str, str]

BAR, KEPT_BAR = 0.07, 0.85
STRANGER = {"Cookie": "another=cookie"}  # whoever has one is never answered from memory
LEAST = 0.002  # a machine that does other things at once still reaches that
WHOLE, DEEP = "inbox of the whole region", "  the same at depth 60,000"


def sign_in(web: Server, host: str) -> str:
    """The cookie of the official, as his browser has it after the first page."""
    _status, body, cookie = web.ask(host, Request("/masuk"))
    token = re.search(r'name="csrf_token" value="([^"]*)"', body.decode())
    assert token is not None
    fields = {"csrf_token": unescape(token[1]), "username": USERNAME, "password": PASSWORD, "next": "/meja"}
    headers = {"Cookie": cookie.partition(";")[0], "Content-Type": "application/x-www-form-urlencoded"}
    status, _body, cookie = web.ask(host, Request("/masuk", "POST", headers, urlencode(fields).encode()))
    assert status == 303
    _status, _body, cookie = web.ask(host, Request("/meja", headers={"Cookie": cookie.partition(";")[0]}))
    return cookie.partition(";")[0]


def test_pages_against_hello_world(
    town: Town, web: Server, hello: Server, hello_flask: Server, figures: Figures
) -> None:
    host = town.tenant.host
    numbers = cycle(town.public)
    signed = {"Cookie": sign_in(web, host)}
    rows = web.ask(host, Request("/meja", headers=signed))[1].count(b"/meja/laporan/")
    assert rows >= 20
    assert web.ask(host, Request("/laporan-warga"))[1].count(b'<a href="/laporan/') == 20
    pages: dict[str, Callable[[], Request]] = {
        "GET /api/v1/complaints/<number>": lambda: Request(f"/api/v1/complaints/{next(numbers)}"),
        "list of 20 for everybody": lambda: Request("/laporan-warga"),
        "follow page": lambda: Request(f"/laporan/{next(numbers)}"),
        "desk inbox, 20 rows": lambda: Request("/meja", headers=signed),
        "home page, drawn anew": lambda: Request("/", headers=STRANGER),
        "home page, kept": lambda: Request("/"),
        "home page, kept and packed": lambda: Request("/", headers={"Accept-Encoding": "gzip"}),
        "portal's mark, kept": lambda: Request("/tanda.svg"),
    }
    before = hello.load(host, lambda: Request("/"))
    found = {what: web.load(host, make) for what, make in pages.items()}
    after = hello.load(host, lambda: Request("/"))
    flask = hello_flask.load(host, lambda: Request("/"))
    base = (before.per_second + after.per_second) / 2
    base_ms = (before.cpu_ms + after.cpu_ms) / 2
    figures.add("hello-world on granian, 2 processes", f"{base:.0f} / s, {base_ms:.2f} ms of processor")
    bare = f"{flask.per_second / base:.3f} ({flask.per_second:.0f} / s, {flask.cpu_ms:.2f} ms)"
    figures.add("  hello-world by Flask / hello-world", bare)
    for what, rate in found.items():
        share = rate.per_second / base
        figure = f"{share:.3f} ({rate.per_second:.0f} / s, {rate.cpu_ms:.2f} ms, {rate.bytes_each / 1000:.1f} KB)"
        figures.add(f"  {what} / hello-world", figure, f">= {BAR}" if "kept" not in what else "")
    assert min(rate.per_second for rate in found.values()) / base > LEAST
    assert found["home page, kept"].per_second > 3 * found["home page, drawn anew"].per_second


def work(units: frozenset[str]) -> Wanted:
    """What the units must work on."""
    return Wanted(units, TO_ACT)


@pytest.mark.parametrize(("what", "headers"), [("whole", {}), ("packed", {"Accept-Encoding": "gzip"})])
def test_a_kept_page_against_hello_world_that_says_the_same(
    town: Town,
    web: Server,
    hello: Server,
    answers_to_repeat: Path,
    figures: Figures,
    what: str,
    headers: dict[str, str],
) -> None:
    """A larger answer with more headers costs every server, and him who reads it, more than a hello."""
    kept, host = Request("/", headers=headers), town.tenant.host
    said, body = web.whole(host, kept)
    written = {"headers": said, "body": base64.b64encode(body).decode()}
    (answers_to_repeat / f"{what}.json").write_text(json.dumps(written))
    same = Request(f"{SAME}{what}")
    before, ours, after = hello.load(host, lambda: same), web.load(host, lambda: kept), hello.load(host, lambda: same)
    share = 2 * ours.per_second / (before.per_second + after.per_second)
    figures.add(f"kept home page, {what} / the same answer by hello-world", f"{share:.3f}", f">= {KEPT_BAR}")
    assert share > LEAST


def plans(town: Town, ask: Callable[..., object]) -> list[str]:
    """How PostgreSQL goes about each statement that `ask` sends."""
    sent: list[tuple[str, object]] = []

    def note(_c: Connection, _cursor: object, statement: str, given: object, _x: object, _many: bool) -> None:
        sent.append((statement, given))

    with town.runtime.scope_of(town.tenant) as entered:
        engine = entered.session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        ask(entered.session)
        event.remove(engine, "before_cursor_execute", note)
        connection = entered.session.connection()
        explained = [connection.exec_driver_sql(f"EXPLAIN {said}", given) for said, given in sent]  # type: ignore[arg-type]
        return ["\n".join(row[0] for row in result) for result in explained]


def edges() -> tuple[datetime, datetime, datetime]:
    """Now, tomorrow and in a week, as the inbox groups its rows."""
    at = clock.now()
    return at, at + timedelta(days=1), at + timedelta(days=7)


def test_counters_and_reading_agree_on_a_large_region(town: Town) -> None:
    with town.runtime.scope_of(town.tenant) as entered:
        assert counting.drift(entered.session) == []


def test_lists_of_many_complaints_are_read_by_index(town: Town, figures: Figures) -> None:
    own, here = frozenset({town.unit}), town.point
    with town.runtime.scope_of(town.tenant) as entered:
        rows = entered.session.scalar(text("SELECT count(*) FROM complaints"))
        units = frozenset(entered.session.scalars(text("SELECT DISTINCT unit FROM complaints")))
        middle = worklist.page(entered.session, Wanted(None), size=60_000).following
    asked: dict[str, Callable[..., object]] = {
        "inbox of a unit": lambda s: worklist.page(s, work(own)),
        WHOLE: lambda s: worklist.page(s, work(units)),
        DEEP: lambda s: worklist.page(s, Wanted(units), after=middle),
        "all counts of a unit's desk": lambda s: lengths(s, [Wanted(own), work(own)], work(own), edges()),
        "  of the head's of the whole region": lambda s: lengths(s, [Wanted(units), work(units)], work(units), edges()),
        "  the same by reading": lambda s: (
            lengths(s, [], Wanted(units), edges()),
            lengths(s, [], work(units), edges()),
        ),
        "open and red of the whole region": lambda s: (counting.open_now(s), queries.red(s, clock.now())),
        "what is in force (asked once a request)": lambda s: state(s),
        "open and alike within 100 m": lambda s: queries.near(s, here.lat, here.lon, 0.001, town.category),
        "list of 20 for everybody": lambda s: public_list.newest(s, Sought(), clock.now()),
        "  of a matter": lambda s: public_list.newest(s, Sought(False, town.category), clock.now()),
        "open ones by area, for the map": lambda s: public_list.by_area(s, Sought(False), clock.now()),
    }
    for what, ask in asked.items():
        took = []
        with town.runtime.scope_of(town.tenant) as entered:
            for _ in range(15):
                begun = perf_counter()
                ask(entered.session)
                took.append(perf_counter() - begun)
        figures.add(f"{what}, of {rows:,}", f"{1000 * median(took):.2f} ms")
        for plan in plans(town, ask):
            assert "Seq Scan on complaints" not in plan, f"{what}\n{plan}"
            assert "Index" in plan or "complaint_counts" in plan or "config_revisions" in plan, f"{what}\n{plan}"
