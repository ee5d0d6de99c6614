"""Operators add, shut out and help each other, from pages and commands."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.cli.operators import operators
from jaki_replica.foundation import clock
from jaki_replica.operators import rules
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import Operator, OperatorLog
from jaki_replica.tenancy.operator_log import verify
from tests.console import Console, Device, console, make_operator
from tests.operator_console.test_signing_in import CODES, now_code, shown_secret
from tests.regions import PASSWORD


def id_of(session: Session, username: str) -> str:
    return str(session.scalar(select(Operator.id).where(Operator.username == username)))


def one_time_password(page: str) -> str:
    found = re.search(r"<li><code>([\w-]{16})</code>", page)
    assert found
    return found[1]


def test_a_new_operator_comes_from_a_password_that_serves_once_to_a_device_and_a_password_of_their_own(
    app: Gate, here: Console, settings: Settings
) -> None:
    page = here.post("/operator", username="Fajar.Baru")
    given = one_time_password(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert given not in here.get("/operator").text
    new = Device(settings, "fajar.baru", password=given)
    there = console(app)
    assert there.give_password(new).headers["Location"] == "/masuk/perangkat"
    secret = shown_secret(there.get("/masuk/perangkat").text)
    assert there.post("/masuk/perangkat", kode=now_code(secret)).status_code == 200
    assert there.get("/").headers["Location"].startswith("/masuk/sandi")
    assert there.post("/masuk/sandi", password=given, again=given).status_code == 422
    assert there.post("/masuk/sandi", password="sebuah kata sandi", again="lain").status_code == 422
    assert there.post("/masuk/sandi", password="sebuah kata sandi", again="sebuah kata sandi").status_code == 303
    assert there.get("/").status_code == 200
    assert console(app).give_password(new).status_code == 422


@pytest.mark.parametrize("name", ["", "ab", "1abc", "a b c", "<script>", "x" * 41, "siti/../", "ünal.x"])
def test_a_name_that_cannot_be_is_refused_and_kept(here: Console, name: str) -> None:
    answer = here.post("/operator", username=name)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert 'id="username-error"' in answer.text


def test_a_name_in_use_is_refused(here: Console, device: Device) -> None:
    assert here.post("/operator", username=device.username.upper()).status_code == 409


def test_a_disabled_operator_is_out_on_the_next_request_and_in_again_when_enabled(
    app: Gate, here: Console, settings: Settings, platform: Session
) -> None:
    other = make_operator(settings, "gita.lain")
    there = console(app).sign_in(other)
    path = f"/operator/{id_of(platform, other.username)}"
    assert here.post(path, at="/operator", tindakan="nonaktifkan").status_code == 303
    assert there.get("/").status_code == 303
    assert console(app).give_password(other).status_code == 422
    assert here.post(path, at="/operator", tindakan="aktifkan").status_code == 303
    assert there.get("/").status_code == 303  # the old session does not come back
    console(app).sign_in(other)


def test_the_last_operator_cannot_be_disabled(app: Gate, alone: Device, platform: Session) -> None:
    here = console(app).sign_in(alone)
    answer = here.post(f"/operator/{id_of(platform, alone.username)}", at="/operator", tindakan="nonaktifkan")
    assert answer.status_code == 409
    assert "satu-satunya" in answer.text
    assert here.get("/").status_code == 200


def test_a_reset_device_means_enrolling_again_and_the_old_one_and_its_codes_are_worth_nothing(
    app: Gate, here: Console, settings: Settings, platform: Session
) -> None:
    other = make_operator(settings, "hadi.lain")
    there = console(app).sign_in(other)
    codes = CODES.findall(there.post("/akun/kode-cadangan", at="/akun").text)
    assert (
        here.post(f"/operator/{id_of(platform, other.username)}", at="/operator", tindakan="perangkat").status_code
        == 303
    )
    assert there.get("/").status_code == 303
    assert there.give_password(other).headers["Location"] == "/masuk/perangkat"
    secret = shown_secret(there.get("/masuk/perangkat").text)
    assert secret != other.secret
    there.post("/masuk/perangkat", kode=now_code(secret))
    again = console(app)
    again.give_password(other)
    assert again.post("/masuk/kode", kode=codes[0]).status_code == 422


def test_a_reset_password_asks_for_the_code_first_and_then_for_a_new_password(
    app: Gate, here: Console, settings: Settings, platform: Session
) -> None:
    other = make_operator(settings, "indah.lain")
    page = here.post(f"/operator/{id_of(platform, other.username)}", at="/operator", tindakan="sandi")
    given = Device(settings, other.username, other.secret, one_time_password(page.text))
    assert console(app).give_password(other).status_code == 422
    there = console(app)
    assert there.give_password(given).headers["Location"] == "/masuk/kode"
    there.post("/masuk/kode", kode=given.code())
    assert there.get("/").headers["Location"].startswith("/masuk/sandi")


def test_an_act_that_is_none_or_on_nobody_changes_nothing(here: Console, device: Device, platform: Session) -> None:
    assert (
        here.post(f"/operator/{id_of(platform, device.username)}", at="/operator", tindakan="hapus").status_code == 422
    )
    nobody = "01935b3e-0000-7000-8000-0000000000ff"
    assert here.post(f"/operator/{nobody}", at="/operator", tindakan="perangkat").status_code == 404


@pytest.fixture
def jaki(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    assert settings.owner_url is not None
    values = {
        "MASTER_KEY": settings.master_key.hex(),
        "DATABASE_URL": settings.owner_url.render_as_string(hide_password=False),
        "REDIS_URL": settings.redis_url,
        "DATABASE_ROLE_PREFIX": settings.role_prefix,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return CliRunner()


def test_every_act_on_an_account_is_a_command_too(
    app: Gate, jaki: CliRunner, here: Console, settings: Settings
) -> None:
    def run(*arguments: str) -> Result:
        return jaki.invoke(operators, arguments)

    assert run("add", "joko.cli", "--password", PASSWORD).exit_code == 0
    assert run("add", "joko.cli", "--password", PASSWORD).exit_code == 1
    assert run("add", "joko.dua", "--password", "pendek").exit_code == 1
    assert "joko.cli" in run("list").output
    codes = run("recovery", "joko.cli").output.split()
    assert len(codes) == rules.CODES
    assert run("disable", "joko.cli").exit_code == 0
    new = Device(settings, "joko.cli")
    assert console(app).give_password(new).status_code == 422
    assert run("enable", "joko.cli").exit_code == 0
    assert console(app).give_password(new).headers["Location"] == "/masuk/perangkat"
    assert run("reset-totp", "joko.cli").exit_code == 0
    assert len(run("reset-password", "joko.cli").output.strip()) == 16
    assert run("disable", "nobody.here").exit_code == 1


def test_the_last_operator_is_kept_by_the_command_too(jaki: CliRunner, alone: Device) -> None:
    answer = jaki.invoke(operators, ["disable", alone.username])
    assert answer.exit_code == 1
    assert "last operator" in answer.output


def test_what_was_done_to_accounts_stands_in_the_log_with_who_did_it(
    here: Console, device: Device, settings: Settings, platform: Session
) -> None:
    other = make_operator(settings, "kartika.lain")
    at = clock.now()
    path = f"/operator/{id_of(platform, other.username)}"
    for act in ("perangkat", "nonaktifkan", "aktifkan"):
        here.post(path, at="/operator", tindakan=act)
    query = select(OperatorLog.action, OperatorLog.details).where(
        OperatorLog.actor == f"operator:{device.username}", OperatorLog.at >= at
    )
    found = platform.execute(query.order_by(OperatorLog.position)).all()
    assert [(a, d["operator"]) for a, d in found] == [
        (f"operator.{what}", other.username) for what in ("totp_reset", "disabled", "enabled")
    ]
    assert verify(platform).fault == ""
