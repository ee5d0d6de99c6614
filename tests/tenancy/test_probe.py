"""Whom a gate knows is told to this installation's own processes and to nobody else."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.test import Client

from jaki_replica.settings import Settings
from jaki_replica.tenancy import probe
from jaki_replica.tenancy.gate import Gate
from tests.regions import Pair


def asked(gate: Gate, host: str, key: str) -> tuple[int, str, str | None]:
    answer = Client(gate).get(probe.PATH, base_url=f"http://{host}", headers={probe.HEADER: key})
    return answer.status_code, answer.text.strip(), answer.headers.get(probe.HEADER)


def test_the_right_key_is_told_which_region_a_host_leads_to(app: Gate, settings: Settings, pair: Pair) -> None:
    key = probe.key_of(settings)
    assert asked(app, pair.left.host, key) == (200, pair.left.key, "here")
    assert asked(app, pair.right.host, key) == (200, pair.right.key, "here")
    assert asked(app, "nobody.localhost", key) == (200, "", "here")


def test_any_other_key_gets_what_every_stranger_gets(app: Gate, settings: Settings, pair: Pair) -> None:
    other = probe.key_of(replace(settings, master_key=b"x" * 32))
    for key in ("", other, probe.key_of(settings)[:-1], "é"):
        status, body, header = asked(app, pair.left.host, key)
        assert (status, header) == (404, None)
        assert pair.left.key not in body
        assert asked(app, "nobody.localhost", key)[0] == 404


def test_without_a_server_on_this_machine_a_gate_of_our_own_is_asked(app: Gate, settings: Settings, pair: Pair) -> None:
    quiet = replace(settings, port=1)
    assert probe.who_answers(quiet, app, pair.left.host, pair.left.key) is probe.Answered.HERE
    assert probe.who_answers(quiet, app, pair.left.host, pair.right.key) is probe.Answered.WRONG
    assert probe.who_answers(quiet, app, "nobody.localhost", pair.left.key) is probe.Answered.WRONG
