"""Only an exact host names a region; whatever else a request claims about its host is not believed."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from sqlalchemy import event
from werkzeug.test import Client

from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate, client_of, host_of
from tests.regions import Pair

SPOOFS = [
    "kota.localhost.",
    "kota.localhost:80:80",
    "kota.localhost:evil",
    "kota.localhost@kota-dua.localhost",
    "kota.localhost, kota-dua.localhost",
    "kota.localhost kota-dua.localhost",
    "kota.localhost\tkota-dua.localhost",
    "xkota.localhost",
    "kota.localhost.evil.example",
    "kota",
    "localhost",
    "kota_dua.localhost",
    "kota%2elocalhost",
    "kota.localhost/",
    "kota.localhost#",
    "kota.localhost?x=",
    "-kota.localhost",
    "kota..localhost",
    "[::1]",
    "127.0.0.1",
    "",
    "κota.localhost".encode().decode("latin-1"),
    "kota.localhost\x00.kota-dua.localhost",
    "*.localhost",
    "operator.localhost.evil",
]


def get(app: Gate, host: str, path: str = "/", **environ: str) -> tuple[int, str]:
    client = Client(app)
    base = {"HTTP_HOST": host, "SERVER_NAME": "localhost", "REMOTE_ADDR": "203.0.113.9"} | environ
    response = client.get(path, environ_overrides=base)
    return response.status_code, response.get_data(as_text=True)


@pytest.mark.parametrize("host", SPOOFS)
def test_a_spoofed_host_gets_a_plain_404(app: Gate, host: str) -> None:
    statements: list[str] = []

    def seen(conn: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    engine = app._registry._engine  # the registry's own thread is not what is looked at
    event.listen(engine, "before_cursor_execute", seen)
    try:
        status, body = get(app, host)
    finally:
        event.remove(engine, "before_cursor_execute", seen)
    assert (status, body) == (404, "Not found\n")
    assert [s for s in statements if "registry_state" not in s] == []


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST", "HTTP_X_ORIGINAL_HOST", "HTTP_X_TENANT"]
)
def test_a_header_from_a_stranger_does_not_move_a_request(app: Gate, pair: Pair, header: str) -> None:
    value = f"host={pair.right.host}" if header == "HTTP_FORWARDED" else pair.right.host
    assert get(app, "nowhere.localhost", **{header: value})[0] == 404
    _, body = get(app, pair.left.host, "/manifest.webmanifest", **{header: value})
    assert pair.right.host not in body


def test_the_port_and_the_case_of_a_host_do_not_matter(app: Gate, pair: Pair) -> None:
    assert get(app, "KOTA.LocalHost:8000")[0] == 200


@pytest.mark.parametrize(
    ("header", "host"),
    [("a.b:80", "a.b"), ("A.B", "a.b"), ("a.b:", None), ("a.b:x", None), ("a.b:999999", None), ("a b", None)],
)
def test_a_host_header_is_exactly_one_name(header: str, host: str | None) -> None:
    assert host_of(header) == host


def test_the_client_is_the_last_address_that_is_not_ours(settings: Settings) -> None:

    ours = (ip_network("10.0.0.0/8"),)
    assert client_of("10.0.0.1", "6.6.6.6, 203.0.113.5, 10.0.0.2", ours) == "203.0.113.5"
    assert client_of("203.0.113.9", "6.6.6.6", ours) == "203.0.113.9"
    assert client_of("10.0.0.1", "garbage", ours) == "10.0.0.1"
