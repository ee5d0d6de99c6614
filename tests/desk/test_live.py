"""Open pages learn that there is something new, by a ticket that tells nothing else and asks no database."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine, event
from werkzeug.test import Client, TestResponse

from jaki_replica.app import create_region_app
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.rules import secrets
from jaki_replica.complaints.terms import Action, Actor, Role, Step
from jaki_replica.foundation import clock
from jaki_replica.foundation.changes import Changes
from jaki_replica.foundation.queue import connect
from jaki_replica.officials import queries as official_queries
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.ui import live
from tests.desk.office import LURAH, OTHER, Desk, Office
from tests.desk.test_in_a_browser import enter
from tests.serving import on_a_port

TICKET = re.compile(r'data-kabar="([^"]+)"')
NEW, NOTHING_NEW = 200, 204


def ticket(answer: TestResponse) -> str:
    """The ticket of a page."""
    found = TICKET.search(answer.text)
    assert found is not None
    return found[1]


def ask(desk: Desk, shown: str, path: str = "/kabar") -> TestResponse:
    return desk.get(f"{path}?t={shown}")


def somebody(office: Office) -> Desk:
    """A browser in which nobody is signed in."""
    return Desk(Client(office.gate), f"http://{office.tenant.host}")


def step(office: Office, number: str, action: Action, **more: object) -> None:
    """A step of the lurah, committed as at every edge."""
    with office.at_work() as at:
        complaint, account = held(at.session, number), official_queries.account_named(at.session, LURAH)
        assert account is not None
        by = Actor(Role.OWNER, account.id, complaint.unit, "Lurah")
        act(at.session, at.book, complaint, action, Step(**more), by=by, at=clock.now())  # type: ignore[arg-type]
        at.runtime.commit(at.scope)


def test_every_open_page_of_a_complaint_learns_of_a_step_and_a_new_page_does_not(office: Office) -> None:
    number, lurah, reader = office.file(), office.sign_in(LURAH), somebody(office)
    shown = {
        "case": ticket(lurah.case(number)),
        "inbox": ticket(lurah.get("/meja")),
        "follow": ticket(reader.get(f"/laporan/{number}")),
    }
    assert {ask(reader, one).status_code for one in shown.values()} == {NOTHING_NEW}
    assert lurah.do(number, "start").status_code == 303
    answers = {name: ask(reader, one) for name, one in shown.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(shown, NEW)
    assert {answer.data for answer in answers.values()} == {b""}
    assert {answer.headers["Cache-Control"] for answer in answers.values()} == {"no-store"}
    assert ask(reader, ticket(reader.get(f"/laporan/{number}"))).status_code == NOTHING_NEW
    assert ask(lurah, ticket(lurah.get("/meja"))).status_code == NOTHING_NEW


def test_an_inbox_learns_only_of_its_own_units(office: Office) -> None:
    number, other = office.file(), office.sign_in(OTHER)
    shown = ticket(other.get("/meja"))
    step(office, number, Action.START)
    assert ask(other, shown).status_code == NOTHING_NEW


def test_what_citizens_may_not_read_does_not_move_their_page(office: Office) -> None:
    number, lurah, reader = office.file(), office.sign_in(LURAH), somebody(office)
    step(office, number, Action.START)
    theirs, his = ticket(reader.get(f"/laporan/{number}")), ticket(lurah.case(number))
    step(office, number, Action.PROPOSE_REJECTION, reason_code="bukan-aduan", text="Iklan")
    assert ask(reader, theirs).status_code == NOTHING_NEW
    assert ask(lurah, his).status_code == NEW


def test_a_ticket_is_good_in_its_region_alone_unchanged_and_for_half_a_day(
    office: Office, other_office: Office
) -> None:
    number = office.file()
    reader, neighbour = somebody(office), somebody(other_office)
    shown = ticket(reader.get(f"/laporan/{number}"))
    assert ask(neighbour, shown).status_code == 410
    assert ask(reader, shown[:-6] + "AAAAAA").status_code == 410
    assert ask(reader, "x").status_code == 410
    assert reader.get("/kabar").status_code == 410
    with time_machine.travel(clock.now().timestamp() + 13 * 3600, tick=True):
        assert ask(reader, shown).status_code == 410


def test_the_private_page_and_the_public_one_have_tickets_that_tell_nothing_of_the_complaint(office: Office) -> None:
    number, reader = office.file(), somebody(office)
    with office.at_work() as at:
        complaint = held(at.session, number)
        secret = secrets.secret(at.book.follow_key, complaint.id, complaint.secret_version)
    for path in (f"/laporan/{number}", f"/laporan/{number}/{secret}"):
        shown = ticket(reader.get(path))
        assert complaint.id.hex not in shown
        assert number not in shown


def test_asking_needs_no_database_and_is_silent_while_valkey_is_away(office: Office, runtime: Runtime) -> None:
    number, reader = office.file(), somebody(office)
    shown = ticket(reader.get(f"/laporan/{number}"))
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert ask(reader, shown).status_code == NOTHING_NEW
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert sent == []
    away = Changes(connect("redis://127.0.0.1:1/0"))
    away.tell(office.tenant.key, ["p:1"])
    assert away.any_since(office.tenant.key, ["p:1"], 0) is False


@pytest.fixture(scope="module")
def streaming(runtime: Runtime, office: Office) -> Flask:
    """A process that holds two streams."""
    settings = replace(runtime.settings, live_streams=2, live_offered=True)
    return create_region_app(replace(runtime, settings=settings))


@pytest.fixture(scope="module")
def stream_port(runtime: Runtime, streaming: Flask) -> Iterator[int]:
    gate = Gate(runtime.settings, runtime.registry, region=streaming, operator=streaming)
    with on_a_port(gate) as found:
        yield found


def test_streams_are_counted_tell_at_once_and_give_their_place_back(
    office: Office, runtime: Runtime, streaming: Flask
) -> None:
    gate = Gate(runtime.settings, runtime.registry, region=streaming, operator=streaming)
    number, reader = office.file(), Client(gate)
    streams: live.Streams = streaming.extensions[live.STREAMS]

    def get(path: str) -> TestResponse:
        return reader.get(path, base_url=f"http://{office.tenant.host}", buffered=False)

    shown = ticket(get(f"/laporan/{number}"))
    assert get(f"/kabar?t={shown}").headers[live.OFFERED] == "1"
    first, second = get(f"/kabar/alir?t={shown}"), get(f"/kabar/alir?t={shown}")
    assert first.mimetype == "text/event-stream"
    lines = iter(first.response)
    assert next(lines).startswith(b"retry:")
    full = get(f"/kabar/alir?t={shown}")
    assert (full.status_code, full.headers["Retry-After"]) == (503, "60")
    second.close()
    assert streams.count == 1
    teller = threading.Timer(0.3, step, (office, number, Action.START))
    teller.start()
    assert next(lines) == b"event: baru\ndata: \n\n"
    assert list(lines) == []
    first.close()
    teller.join()
    assert streams.count == 0
    assert get("/kabar/alir?t=x").status_code == 204


def test_where_pages_are_served_no_stream_is_held(office: Office) -> None:
    reader = somebody(office)
    answer = ask(reader, ticket(reader.get(f"/laporan/{office.file()}")), "/kabar/alir")
    assert answer.status_code == 204
    assert live.OFFERED not in answer.headers


@pytest.mark.browser
def test_the_notice_comes_by_stream_and_leaves_what_is_typed(
    browser: Browser, office: Office, stream_port: int, axe: str
) -> None:
    number = office.file()
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.clock.install()
    address = f"http://{office.tenant.host}:{stream_port}"
    enter(page, address, LURAH)
    page.goto(f"{address}/meja/laporan/{number}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    field = page.locator("main textarea").first
    field.fill("Sedang saya tulis")
    with page.expect_request("**/kabar/alir*"):
        page.clock.run_for(60_000)
    step(office, number, Action.START)
    notice = page.locator(".notice.is-news")
    expect(notice).to_contain_text("Ada perkembangan baru. Muat ulang")
    expect(notice).to_contain_text("belum dikirim")
    expect(field).to_have_value("Sedang saya tulis")
    page.evaluate(axe)
    assert page.evaluate("() => axe.run('.is-news').then((found) => found.violations.map((one) => one.id))") == []
    notice.get_by_role("link").click()
    expect(page.locator(".status").first).to_contain_text("Proses")
    context.close()


@pytest.mark.browser
def test_without_streams_the_page_asks_less_and_less_often_and_not_at_all_once_told(
    browser: Browser, office: Office, stream_port: int, streaming: Flask
) -> None:
    number = office.file()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.clock.install()
    asked: list[str] = []
    answered: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/kabar" in one.url else None)
    for kind in ("requestfinished", "requestfailed"):
        page.on(kind, lambda one: answered.append(one.url) if "/kabar" in one.url else None)  # type: ignore[call-overload]
    page.route("**/kabar/alir*", lambda route: route.abort())
    page.goto(f"http://{office.tenant.host}:{stream_port}/laporan/{number}")
    for _quarter_of_a_minute in range(80):
        page.clock.run_for(15_000)
        page.wait_for_timeout(1)
        while len(answered) < len(asked):
            page.wait_for_timeout(2)
    assert 4 <= len([one for one in asked if "/kabar?" in one]) <= 12
    assert len([one for one in asked if "/kabar/alir" in one]) == 1
    step(office, number, Action.START)
    page.clock.run_for(400_000)
    expect(page.locator(".notice.is-news")).to_be_visible()
    before = len(asked)
    page.clock.run_for(3_600_000)
    assert len(asked) == before
    context.close()
