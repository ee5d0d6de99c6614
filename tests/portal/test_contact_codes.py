"""A reporter who lost his link gets back in with a one-time code; nobody else learns anything from the way there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jaki_replica.app import create_region_app
from jaki_replica.citizens.models import Contact, ContactCode
from jaki_replica.complaints.actions.contact_codes import SEND_CONTACT_CODE, Asked, ask_for_code, enter_code, send_code
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.queries import by_number
from jaki_replica.foundation import clock
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.notifications.models import Message
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.complaints.test_life import filing
from tests.portal.citizens import STORY, Citizen, Town
from tests.regions import Pair

CONTACTS = {"email": "pelapor.rahasia@contoh.id", "phone": "0812 3456 7890", "none": ""}
IN_MAIL = re.compile(r": (\d{6})\n")


@pytest.fixture(autouse=True)
def _no_leftovers(town: Town) -> Iterator[None]:
    yield
    with town.at_work() as here:
        here.session.execute(delete(OutboxRow).where(OutboxRow.job == SEND_CONTACT_CODE))
        here.session.commit()


def filed(town: Town, contact: str) -> str:
    with town.at_work() as here:
        receipt = file(here.session, here.book, filing(here, contact=contact, description=STORY), at=clock.now())
        here.session.commit()
        return receipt.number


def work(town: Town, number: str) -> str | None:
    """What the worker does with the asking; the code in the mail, or None where no mail was written."""
    with town.at_work() as here:
        complaint = by_number(here.session, number)
        rows = here.session.scalars(select(OutboxRow).where(OutboxRow.job == SEND_CONTACT_CODE)).all()
        rows = [row for row in rows if row.arguments["complaint_id"] == str(complaint.id)]
        asked = Asked(complaint.id, _moment(rows[-1])) if rows else None
        sent = asked and send_code(here.session, asked, key=here.book.follow_key, tenant=town.tenant, at=clock.now())
        here.session.flush()
        body = here.session.scalar(
            select(Message.body).where(Message.expires_at.is_not(None)).order_by(Message.id.desc()).limit(1)
        )
        here.session.commit()
    if not sent:
        return None
    found = IN_MAIL.search(body or "")
    assert found is not None
    return found[1]


def _moment(row: OutboxRow) -> datetime:
    return datetime.fromisoformat(str(row.arguments["asked_at"]))


def ask(citizen: Citizen, number: str) -> TestResponse:
    return citizen.send(f"/laporan/{number}/kode", {})


def enter(citizen: Citizen, number: str, code: str) -> TestResponse:
    page = f"/laporan/{number}/kode?k=terkirim"
    return citizen.send(f"/laporan/{number}/kode/isi", {"kode": code}, form=page)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_in_the_mail_opens_the_full_view_once(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    page = citizen.page(f"/laporan/{number}")
    assert f'href="/laporan/{number}/kode"' in page and STORY not in page
    answer = ask(citizen, number)
    assert answer.status_code == 303
    code = work(town, number)
    assert code is not None
    spaced = f" {code[:3]} {code[3:]}"
    opened = enter(citizen, number, spaced)
    assert opened.status_code == 303
    full = citizen.page(opened.location)
    assert STORY in full and "Kodenya cocok" in full
    again = enter(citizen, number, code)
    assert again.location.endswith("k=salah")


def test_the_mail_holds_no_link_and_what_is_kept_is_no_code(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    ask(citizen, number)
    code = work(town, number)
    assert code is not None
    with town.at_work() as here:
        message = here.session.scalars(select(Message).where(Message.expires_at.is_not(None))).all()[-1]
        row = here.session.get_one(ContactCode, by_number(here.session, number).id)
        assert "/laporan/" not in message.body and "http" not in message.body
        assert message.recipient == CONTACTS["email"]
        assert code not in row.digest and len(row.digest) == 64
        assert message.expires_at == row.expires_at
        assert row.expires_at - row.asked_at == timedelta(minutes=15)


def test_nobody_learns_whether_there_is_a_contact_or_whose(citizen: Citizen, town: Town) -> None:
    """Pages, addresses, statuses and rows are the same for an e-mail, a phone and nothing, but for the number."""
    seen = {}
    for kind, contact in CONTACTS.items():
        number = filed(town, contact)
        trail = [citizen.page(f"/laporan/{number}/kode")]
        for answer in (ask(citizen, number), enter(citizen, number, "000000"), enter(citizen, number, "x")):
            trail += [str(answer.status_code), str(answer.location), citizen.page(str(answer.location))]
        with town.at_work() as here:
            row = here.session.get_one(ContactCode, by_number(here.session, number).id)
            trail.append(f"{len(row.digest)} {row.tries}")
        assert (work(town, number) is not None) == (kind == "email")
        text = re.sub(r'name="csrf_token" value="[^"]+"', "", "\n".join(trail))
        digits = number[2:8], number[8:]
        for part in (number, f"{number[:2]} {digits[0]} {digits[1]}"):
            text = text.replace(part, "N")
        seen[kind] = text
        assert contact == "" or contact not in text
    assert seen["email"] == seen["phone"] == seen["none"]


def test_the_fifth_wrong_try_is_the_last_even_for_the_right_code(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    ask(citizen, number)
    code = work(town, number)
    assert code is not None
    for _time in range(5):
        assert enter(citizen, number, wrong(code)).location.endswith("k=salah")
    assert enter(citizen, number, code).location.endswith("k=salah")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345\x00", "0" * 5000])
def test_what_is_no_code_is_said_plainly_and_costs_no_try(citizen: Citizen, town: Town, typed: str) -> None:
    number = filed(town, CONTACTS["email"])
    ask(citizen, number)
    answer = enter(citizen, number, typed)
    assert answer.location.endswith("k=bentuk")
    assert "Kodenya 6 angka" in citizen.page(answer.location)
    with town.at_work() as here:
        assert here.session.get_one(ContactCode, by_number(here.session, number).id).tries == 0


def test_a_code_is_worth_nothing_for_another_complaint_or_region(
    citizen: Citizen, neighbour: Citizen, town: Town, other_town: Town
) -> None:
    number, other = filed(town, CONTACTS["email"]), filed(town, CONTACTS["email"])
    there = filed(other_town, CONTACTS["email"])
    for browser, one in ((citizen, number), (citizen, other), (neighbour, there)):
        ask(browser, one)
    code = work(town, number)
    assert code is not None
    assert enter(citizen, other, code).location.endswith("k=salah")
    assert enter(neighbour, there, code).location.endswith("k=salah")
    assert neighbour.get(f"/laporan/{number}/kode").status_code == 404
    token = neighbour.send(f"/laporan/{there}/kode", {}, form="/masuk")
    assert token.status_code == 303
    answer = neighbour.send(f"/laporan/{number}/kode/isi", {"kode": code}, form=f"/laporan/{there}/kode")
    assert answer.status_code == 404
    assert "/kode" not in enter(citizen, number, code).location


def test_a_code_ends_after_fifteen_minutes_and_a_new_one_ends_the_old(town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    complaint, key = town.complaint(number), b"k" * 32
    with town.at_work() as here:
        at = clock.now()
        ask_for_code(here.session, complaint.id, at=at)
        assert send_code(here.session, Asked(complaint.id, at), key=key, tenant=town.tenant, at=at)
        first = _code_of(here.session)
        ask_for_code(here.session, complaint.id, at=at + timedelta(seconds=30))  # within a minute: nothing happens
        later = at + timedelta(minutes=2)
        ask_for_code(here.session, complaint.id, at=later)
        assert not send_code(here.session, Asked(complaint.id, at), key=key, tenant=town.tenant, at=later)
        assert not enter_code(here.session, complaint.id, first, key=key, at=later)
        assert send_code(here.session, Asked(complaint.id, later), key=key, tenant=town.tenant, at=later)
        second = _code_of(here.session)
        over = later + timedelta(minutes=15)
        assert not enter_code(here.session, complaint.id, second, key=key, at=over)
        assert not send_code(here.session, Asked(complaint.id, later), key=key, tenant=town.tenant, at=over)
        assert enter_code(here.session, complaint.id, second, key=key, at=over - timedelta(seconds=1))
        assert here.session.scalar(select(Contact.address).where(Contact.complaint_id == complaint.id))
        here.session.rollback()


def _code_of(session: Session) -> str:
    session.flush()
    body = session.scalar(
        select(Message.body).where(Message.expires_at.is_not(None)).order_by(Message.id.desc()).limit(1)
    )
    found = IN_MAIL.search(body or "")
    assert found is not None
    return found[1]


def test_a_code_that_was_never_asked_for_opens_nothing(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    assert enter(citizen, number, "123456").location.endswith("k=salah")
    with town.at_work() as here:
        assert here.session.get(ContactCode, by_number(here.session, number).id) is None


def test_codes_are_asked_for_and_tried_a_few_times_only_by_anybody_for_one_complaint(
    runtime: Runtime, pair: Pair, town: Town
) -> None:
    runtime.redis.flushdb()
    app = create_region_app(runtime)
    gate = Gate(runtime.settings, runtime.registry, region=app, operator=app)
    number, other = filed(town, CONTACTS["email"]), filed(town, CONTACTS["none"])
    spelt = (number, number.lower(), f"{number[:2]}-{number[2:]}", number)
    asked = []
    for place, typed in enumerate(spelt):
        citizen = Citizen(gate, pair.left)
        token = citizen.get(f"/laporan/{number}/kode")
        found = re.search(r'name="csrf_token" value="([^"]+)"', token.text)
        assert found is not None
        asked.append(
            citizen.client.post(
                f"/laporan/{typed}/kode",
                base_url=f"http://{pair.left.host}",
                data={"csrf_token": found[1]},
                environ_overrides={"REMOTE_ADDR": f"10.0.0.{place}"},
            ).status_code
        )
    assert asked == [303, 303, 303, 429]
    one = Citizen(gate, pair.left)
    tried = [
        one.send(f"/laporan/{other}/kode/isi", {"kode": "123456"}, form=f"/laporan/{other}/kode?k=terkirim")
        for _ in range(11)
    ]
    assert [answer.status_code for answer in tried] == [303] * 10 + [429]


def test_a_form_of_a_stranger_asks_for_nothing(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    base = f"http://{town.tenant.host}"
    for path, data in ((f"/laporan/{number}/kode", {}), (f"/laporan/{number}/kode/isi", {"kode": "123456"})):
        assert citizen.client.post(path, base_url=base, data={"csrf_token": "x", **data}).status_code == 400
    with town.at_work() as here:
        assert here.session.get(ContactCode, by_number(here.session, number).id) is None


def test_asking_again_after_a_minute_gives_five_new_tries_to_a_new_code_only(citizen: Citizen, town: Town) -> None:
    number = filed(town, CONTACTS["email"])
    ask(citizen, number)
    old = work(town, number)
    assert old is not None
    with town.at_work() as here:
        complaint_id = by_number(here.session, number).id
        moved = update(ContactCode).where(ContactCode.complaint_id == complaint_id)
        here.session.execute(moved.values(asked_at=clock.now() - timedelta(minutes=2), tries=5))
        here.session.commit()
    ask(citizen, number)
    new = work(town, number)
    assert new is not None
    assert old == new or enter(citizen, number, old).location.endswith("k=salah")
    assert "/kode" not in enter(citizen, number, new).location
