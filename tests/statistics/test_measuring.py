"""How a region stands is measured on the real thing: a real web server, the region's own login, real bytes."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from jaki_replica.foundation import clock, outbox
from jaki_replica.statistics import measuring
from jaki_replica.statistics.figures import figures_of, keep, write_figures
from jaki_replica.statistics.measuring import Asker, Certificates, drift_figures, storage_figures
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from tests.regions import Pair
from tests.serving import on_a_port

AT = datetime(2026, 11, 25, 2, 14, tzinfo=UTC)


@pytest.fixture(scope="module")
def port(app: Gate) -> Iterator[int]:
    with on_a_port(app) as found:
        yield found


def test_a_host_is_reached_where_its_region_answers_there(port: int, pair: Pair) -> None:
    asker = Asker(f"http://127.0.0.1:{port}")
    found = asker.figures(pair.left.host, AT)
    assert (found["reached"], found["reached_at"]) == (1, int(AT.timestamp()))
    missed = [asker.figures("nowhere.localhost", AT) for _ in range(2)]
    assert [(m["reached"], m["reach_missed"]) for m in missed] == [(0, 1), (0, 2)]
    assert asker.figures("operator.localhost.evil", AT)["reached"] == 0


def test_a_server_that_is_away_is_told_at_once_and_one_that_hangs_is_left_alone_after_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measuring, "SECONDS", 0.05)
    with socket.socket() as hanging:
        hanging.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        assert Asker(closed).figures("x.localhost", AT)["reached"] == 0
        hanging.listen(50)
        asker = Asker(closed)
        assert [asker.figures("x.localhost", AT)["reached"] for _ in range(40)] == [0] * 40
        hanging.setblocking(False)
        asked = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                hanging.accept()[0].close()
                asked += 1
        assert asked == 3


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A TLS server with a certificate for nine days, and a context that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = Path(tmp_path_factory.mktemp("tls")) / "server.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *private) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = make_server("127.0.0.1", 0, lambda e, s: [], ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, ssl.create_default_context(cafile=str(file))
    server.shutdown()
    thread.join()


def test_a_certificate_ends_when_it_says_and_one_that_browsers_refuse_counts_for_nothing(
    secured: tuple[int, ssl.SSLContext],
) -> None:
    port, trusting = secured
    at = clock.now()
    assert Certificates(port, trusting).figures("127.0.0.1", at)["certificate_days"] == 9
    assert Certificates(port, trusting).figures("127.0.0.1", at + timedelta(days=20))["certificate_days"] == 0
    assert Certificates(port).figures("127.0.0.1", at)["certificate_days"] == 0


def test_a_host_that_is_not_seen_from_here_says_nothing_about_its_certificate(port: int) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert Certificates(closed.getsockname()[1]).figures("127.0.0.1", AT) == {}


def test_a_change_of_the_schema_is_noticed_with_the_regions_own_login(runtime: Runtime, pair: Pair) -> None:
    assert [drift_figures(runtime, t, AT)["drift"] for t in pair.both] == [0, 0]
    with owner_transaction(runtime.settings, pair.left) as connection:
        connection.exec_driver_sql(f'ALTER TABLE "{pair.left.schema}".outbox ADD COLUMN planted text')
    try:
        assert [drift_figures(runtime, t, AT)["drift"] for t in pair.both] == [1, 0]
    finally:
        with owner_transaction(runtime.settings, pair.left) as connection:
            connection.exec_driver_sql(f'ALTER TABLE "{pair.left.schema}".outbox DROP COLUMN planted')
    assert drift_figures(runtime, pair.left, AT)["drift"] == 0


def test_a_version_that_was_never_made_here_is_not_called_drift(runtime: Runtime, pair: Pair) -> None:
    from dataclasses import replace  # noqa: PLC0415

    assert drift_figures(runtime, replace(pair.left, schema_version="r000"), AT)["drift"] == 2


def test_storage_is_that_of_the_region_alone(runtime: Runtime, pair: Pair) -> None:
    with runtime.scope_of(pair.left) as entered:
        before = storage_figures(entered.session, AT)["database_bytes"]
        for number in range(300):
            outbox.put(entered.session, "photos.process", {"x": "y" * 200, "n": number}, at=AT)
        entered.session.flush()
        after = storage_figures(entered.session, AT)["database_bytes"]
        assert isinstance(before, int)
        assert isinstance(after, int)
        assert after > before > 100_000
        entered.session.rollback()


def test_figures_are_kept_beside_each_other_and_only_counting_makes_them_fresh(runtime: Runtime, pair: Pair) -> None:
    write_figures(runtime, pair.right, AT)
    keep(runtime, pair.right, {"reached": 1, "reached_at": 5}, at=AT + timedelta(hours=1))
    with Session(runtime.platform) as session:
        found = figures_of(session, pair.right)
    assert (found.count("reached"), found.count("database"), found.counted_at) == (1, 1, AT)
    write_figures(runtime, pair.right, AT + timedelta(minutes=1))
    with Session(runtime.platform) as session:
        found = figures_of(session, pair.right)
    assert (found.count("reached"), found.counted_at) == (1, AT + timedelta(minutes=1))
