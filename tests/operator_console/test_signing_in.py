"""An operator comes in with a password and a code, each worth something once."""

from __future__ import annotations

import html
import io
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock, logs
from jaki_replica.operators import rules
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import Operator, OperatorLog, OperatorRecoveryCode
from jaki_replica.tenancy.operator_log import verify
from tests.console import HOST, Console, Device, age, console, make_operator

CODES = re.compile(r"<li><code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>")


def shown_secret(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def now_code(secret: str, drift: int = 0) -> str:
    return rules.code_at(secret, rules.step_of(clock.now()) + drift)


def lines(session: Session, username: str) -> list[str]:
    query = select(OperatorLog.action).where(OperatorLog.actor == f"operator:{username}")
    return list(session.scalars(query.order_by(OperatorLog.position)))


def test_the_first_sign_in_forces_a_device_and_shows_ten_codes_once(
    app: Gate, settings: Settings, platform: Session
) -> None:
    new = make_operator(settings, "baru.satu", enrolled=False)
    here = console(app)
    assert here.give_password(new).headers["Location"] == "/masuk/perangkat"
    for path in ("/", "/akun", "/operator", "/masuk/kode"):
        assert here.get(path).headers["Location"].startswith("/masuk/perangkat")
    page = here.get("/masuk/perangkat")
    secret = shown_secret(page.text)
    assert shown_secret(here.get("/masuk/perangkat").text) == secret
    assert "data:image/svg+xml" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    wrong = here.post("/masuk/perangkat", kode="000000" if now_code(secret) != "000000" else "111111")
    assert wrong.status_code == 422
    assert shown_secret(wrong.text) == secret
    done = here.post("/masuk/perangkat", kode=now_code(secret))
    assert len(set(CODES.findall(done.text))) == 10
    assert here.get("/").status_code == 200
    kept = platform.execute(select(Operator).where(Operator.username == new.username)).scalar_one()
    assert secret not in str(kept.totp_secret)
    hashes = platform.scalars(select(OperatorRecoveryCode.code_hmac).where(OperatorRecoveryCode.operator_id == kept.id))
    assert not set(CODES.findall(done.text)) & set(hashes)
    assert lines(platform, new.username) == ["operator.enrolled", "operator.signed_in"]


def test_after_the_password_alone_every_page_leads_to_the_code(app: Gate, device: Device) -> None:
    here = console(app)
    assert here.give_password(device).headers["Location"] == "/masuk/kode"
    for path in ("/", "/akun", "/operator", "/masuk/perangkat", "/masuk/sandi"):
        assert here.get(path).headers["Location"].startswith("/masuk/kode")
    assert here.post("/akun/sesi-lain", at="/masuk/kode").status_code == 403
    assert here.post("/masuk/perangkat", at="/masuk/kode", kode="1").status_code == 403


def test_the_token_of_the_password_is_worth_nothing_after_the_code(app: Gate, device: Device) -> None:
    here = console(app)
    here.give_password(device)
    half = here.cookie()
    here.post("/masuk/kode", kode=device.code())
    there = console(app)
    there.client.set_cookie("jaki", half, domain=HOST)
    assert there.get("/").headers["Location"].startswith("/masuk?")
    assert here.get("/").status_code == 200


def test_a_code_is_taken_once_and_the_next_step_too(app: Gate, device: Device) -> None:
    code = device.code()
    one, two = console(app), console(app)
    for browser in (one, two):
        browser.give_password(device)
    assert one.post("/masuk/kode", kode=code).status_code == 303
    assert two.post("/masuk/kode", kode=code).status_code == 422
    assert two.post("/masuk/kode", kode=now_code(device.secret, drift=1)).status_code == 303


def test_of_many_browsers_with_one_code_at_once_one_comes_in(app: Gate, device: Device) -> None:
    browsers = [console(app) for _ in range(4)]
    forms = []
    for browser in browsers:
        browser.give_password(device)
        forms.append(browser.token("/masuk/kode"))
    code = device.code()

    def give(browser: Console, token: str) -> int:
        data = {"csrf_token": token, "kode": code}
        return browser.client.post("/masuk/kode", base_url=f"http://{HOST}", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(give, browsers, forms))
    assert sorted(answers) == [303, 422, 422, 422]


def test_after_five_wrong_codes_even_the_right_one_waits_in_every_browser(app: Gate, device: Device) -> None:
    here, there = console(app), console(app)
    here.give_password(device)
    wrong = "000000" if device.code() != "000000" else "111111"
    assert [here.post("/masuk/kode", kode=wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    there.give_password(device)
    answer = there.post("/masuk/kode", kode=device.code())
    assert answer.status_code == 429
    assert "menit" in answer.text


def test_a_recovery_code_replaces_the_device_once(app: Gate, here: Console, device: Device, platform: Session) -> None:
    codes = CODES.findall(here.post("/akun/kode-cadangan", at="/akun").text)
    assert len(codes) == 10
    other = console(app)
    other.give_password(device)
    assert other.post("/masuk/kode", kode=codes[3].upper().replace("-", "")).status_code == 303
    assert "9 belum dipakai" in other.get("/akun").text
    again = console(app)
    again.give_password(device)
    assert again.post("/masuk/kode", kode=codes[3]).status_code == 422
    assert "operator.recovery_used" in lines(platform, device.username)


def test_new_recovery_codes_end_the_old_ones_and_those_of_another_person_are_nothing(
    app: Gate, here: Console, device: Device, settings: Settings
) -> None:
    old = CODES.findall(here.post("/akun/kode-cadangan", at="/akun").text)
    new = CODES.findall(here.post("/akun/kode-cadangan", at="/akun").text)
    assert not set(old) & set(new)
    other = make_operator(settings, "budi.lain")
    browser = console(app)
    browser.give_password(device)
    assert browser.post("/masuk/kode", kode=old[0]).status_code == 422
    stranger = console(app)
    stranger.give_password(other)
    assert stranger.post("/masuk/kode", kode=new[0]).status_code == 422


@pytest.mark.parametrize("typed", ["", " ", "abc", "1" * 5000, "\x00", "😀" * 30, "12345６"])
def test_a_strange_code_is_refused_in_words(app: Gate, device: Device, typed: str) -> None:
    here = console(app)
    here.give_password(device)
    answer = here.post("/masuk/kode", kode=typed)
    assert answer.status_code == 422
    assert 'id="kode-error"' in answer.text


def test_a_failed_sign_in_is_logged_by_a_hash_and_the_log_stays_whole(app: Gate, platform: Session) -> None:
    here = console(app)
    for name in ("Siapa.Saya", "siapa.saya ", "lain"):
        assert here.post("/masuk", username=name, password="x" * 12).status_code == 422
    query = select(OperatorLog).where(OperatorLog.action == "operator.sign_in_refused")
    found = platform.scalars(query.order_by(OperatorLog.position.desc()).limit(3)).all()
    hashes = [line.details["name_hmac"] for line in found]
    assert hashes[1] == hashes[2] != hashes[0]
    assert "siapa" not in str([line.details for line in found]).lower()
    assert verify(platform).fault == ""


def test_codes_secrets_and_names_are_in_no_log_line(app: Gate, device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure("DEBUG", json=True)
    here = console(app)
    here.give_password(device, "wrong password here")
    here.give_password(device)
    code = device.code()
    here.post("/masuk/kode", kode=code)
    logs.configure("ERROR", json=False)
    said = written.getvalue()
    assert '"logger":"jaki' in said
    for secret in (code, device.secret, device.password, device.username):
        assert secret not in said


def test_a_session_ends_after_half_an_hour_alone_and_after_eight_hours(
    app: Gate, here: Console, device: Device, settings: Settings
) -> None:
    at = clock.now()
    age(settings, device.username, seen_at=at - rules.IDLE + timedelta(minutes=1))
    assert here.get("/").status_code == 200
    age(settings, device.username, seen_at=at - rules.IDLE - timedelta(seconds=1))
    assert here.get("/").status_code == 303
    again = console(app).sign_in(device)
    age(settings, device.username, expires_at=at - timedelta(seconds=1))
    assert again.get("/").status_code == 303


def test_half_way_sessions_end_after_ten_minutes(app: Gate, device: Device, settings: Settings) -> None:
    here = console(app)
    here.give_password(device)
    token = here.token("/masuk/kode")
    age(settings, device.username, expires_at=clock.now() - timedelta(seconds=1))
    data = {"csrf_token": token, "kode": device.code()}
    assert here.client.post("/masuk/kode", base_url=f"http://{HOST}", data=data).status_code == 403


def test_a_browser_can_be_signed_out_from_another_and_all_others_at_once(
    app: Gate, here: Console, device: Device
) -> None:
    others = [console(app).sign_in(device) for _ in range(2)]
    page = html.unescape(here.get("/akun").text)
    handles = re.findall(r'name="sesi" value="([0-9a-f]+)"', page)
    assert len(handles) == 3
    assert page.count("peramban ini") == 1
    assert here.post("/akun/sesi", at="/akun", sesi=handles[0][:4] + "zz").status_code == 404
    assert here.post("/akun/sesi-lain", at="/akun").status_code == 303
    assert [other.get("/").status_code for other in others] == [303, 303]
    assert here.get("/").status_code == 200


def test_one_cannot_end_the_session_of_another_person(app: Gate, here: Console, settings: Settings) -> None:
    other = make_operator(settings, "citra.lain")
    there = console(app).sign_in(other)
    handle = re.findall(r'name="sesi" value="([0-9a-f]+)"', there.get("/akun").text)[0]
    assert here.post("/akun/sesi", at="/akun", sesi=handle).status_code == 404
    assert here.post("/akun/sesi", at="/akun", sesi="").status_code == 404
    assert there.get("/").status_code == 200


def test_a_changed_password_ends_every_other_session_and_the_old_one_is_worth_nothing(
    app: Gate, here: Console, device: Device
) -> None:
    other = console(app).sign_in(device)
    new = "kata sandi yang baru"
    wrong = here.post("/akun/sandi", at="/akun", old="bukan ini juga", password=new, again=new)
    assert (wrong.status_code, 'id="old-error"' in wrong.text) == (422, True)
    assert (
        here.post("/akun/sandi", at="/akun", old=device.password, password="pendek", again="pendek").status_code == 422
    )
    assert here.post("/akun/sandi", at="/akun", old=device.password, password=new, again=new + "x").status_code == 422
    assert here.post("/akun/sandi", at="/akun", old=device.password, password=new, again=new).status_code == 303
    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 303
    assert console(app).give_password(device).status_code == 422
    assert console(app).give_password(device, new).status_code == 303


def test_another_device_ends_the_first_one_and_every_other_session(app: Gate, here: Console, device: Device) -> None:
    other = console(app).sign_in(device)
    assert here.post("/akun/perangkat", at="/akun").headers["Location"] == "/masuk/perangkat"
    secret = shown_secret(here.get("/masuk/perangkat").text)
    assert secret != device.secret
    assert here.post("/masuk/perangkat", kode=now_code(secret)).status_code == 200
    assert other.get("/").status_code == 303
    again = console(app)
    again.give_password(device)
    assert again.post("/masuk/kode", kode=device.code()).status_code == 422


def test_a_dangerous_act_asks_for_a_fresh_code_and_keeps_what_was_typed(
    here: Console, device: Device, settings: Settings
) -> None:
    age(settings, device.username, second_at=clock.now() - rules.RECENT - timedelta(seconds=1))
    without = here.post("/operator", username="dewi.baru")
    assert without.status_code == 422
    assert 'value="dewi.baru"' in without.text
    assert 'id="kode-error"' in without.text
    assert here.get("/masuk/perangkat").headers["Location"] == "/akun#perangkat"
    done = here.post("/operator", username="dewi.baru", kode=device.code())
    assert done.status_code == 200
    assert "Kata sandi sekali pakai untuk dewi.baru" in done.text
    assert here.post("/operator", username="eka.baru").status_code == 200  # the code is fresh now
