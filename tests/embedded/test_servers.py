"""The two servers by themselves: kept data, ports, crashes, privileges, secrets."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
from pathlib import Path

import psycopg2
import pytest
from redis import Redis

from jaki_replica.embedded import AlreadyRunning, Servers, discard, running_servers
from jaki_replica.foundation.errors import Unavailable
from tests.embedded.conftest import Shared
from tests.embedded.processes import eventually


def ask(servers: Servers, statement: str) -> object:
    """The first value of a statement, as the owner."""
    connection = psycopg2.connect(servers.database_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_data_of_both_servers_outlives_a_restart_on_the_same_ports(var: Path) -> None:
    with running_servers(var) as first:
        ask(first, "CREATE TABLE kept AS SELECT 7 AS value")
        Redis.from_url(first.redis_url).set("kept", "yes")
    with running_servers(var) as second:
        assert (second.database_url, second.redis_url) == (first.database_url, first.redis_url)
        assert ask(second, "SELECT value FROM kept") == 7
        assert Redis.from_url(second.redis_url).get("kept") == b"yes"


def test_the_owner_may_make_roles_and_databases_but_is_no_superuser(shared: Shared) -> None:
    rights = "SELECT rolcreaterole AND rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = current_user"
    assert ask(shared.servers, rights) is True
    described = "SELECT concat_ws(' ', datlocprovider, datlocale, datcollate, pg_encoding_to_char(encoding))"
    assert ask(shared.servers, f"{described} FROM pg_database WHERE datname = 'jaki'") == "b C.UTF-8 C UTF8"
    assert int(str(ask(shared.servers, "SHOW max_connections"))) >= 300
    assert int(str(ask(shared.servers, "SHOW max_locks_per_transaction"))) >= 256
    ask(shared.servers, "CREATE EXTENSION unaccent")


def test_a_taken_port_is_replaced(var: Path) -> None:
    with running_servers(var) as first:
        pass
    port = int(first.database_url.rsplit(":", 1)[1].split("/")[0])
    with socket.create_server(("127.0.0.1", port)), running_servers(var) as second:
        assert f":{port}/" not in second.database_url
        assert ask(second, "SELECT 1") == 1


def test_two_at_once_are_refused_and_the_second_learns_who_runs_it(shared: Shared) -> None:
    with pytest.raises(AlreadyRunning) as refused, running_servers(shared.var):
        pass
    assert refused.value.pid == os.getpid()
    assert ask(shared.servers, "SELECT 1") == 1


def test_committed_rows_outlive_kill_9_of_the_server_in_the_middle_of_writing(var: Path) -> None:
    with running_servers(var) as servers:
        ask(servers, "CREATE TABLE written (n int)")
        ask(servers, "INSERT INTO written SELECT generate_series(1, 1000)")
        writing = psycopg2.connect(servers.database_url)
        writing.cursor().execute("INSERT INTO written SELECT generate_series(1, 50000)")
        os.kill(servers.pids["postgres"], signal.SIGKILL)
        os.kill(servers.pids["valkey"], signal.SIGKILL)
        writing.close()
    with running_servers(var) as again:
        assert ask(again, "SELECT count(*) FROM written") == 1000


def test_a_pid_file_that_names_an_unrelated_process_does_not_block_the_start(var: Path) -> None:
    with running_servers(var) as servers:
        pid_file = var / "servers" / "postgres" / "postmaster.pid"
        left = pid_file.read_text().split("\n")
        os.kill(servers.pids["postgres"], signal.SIGKILL)
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]))
    with running_servers(var) as again:
        assert ask(again, "SELECT 1") == 1


def test_a_first_start_that_was_cut_short_is_begun_anew(var: Path) -> None:
    with running_servers(var):
        pass
    (var / "servers" / "postgres").rename(var / "servers" / "postgres.part")
    (var / "servers" / "postgres.part" / "PG_VERSION").unlink()
    with running_servers(var) as again:
        assert ask(again, "SELECT 1") == 1


def test_data_of_another_version_is_refused_in_one_line(var: Path) -> None:
    with running_servers(var):
        pass
    (var / "servers" / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(Unavailable, match="is of PostgreSQL 14, the installed server is"), running_servers(var):
        pass


def test_lost_passwords_are_explained(var: Path) -> None:
    with running_servers(var):
        pass
    memory = json.loads((var / "servers.json").read_text())
    (var / "servers.json").write_text(json.dumps(memory | {"passwords": {}}))
    with pytest.raises(Unavailable) as refused, running_servers(var):
        pass
    assert "servers.json" in refused.value.remedy


def test_no_password_is_readable_by_others_or_shown_in_logs_or_arguments(shared: Shared) -> None:
    ask(shared.servers, "SELECT 1")
    secrets = json.loads((shared.var / "servers.json").read_text())["passwords"].values()
    seen = repr(shared.servers)
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            seen += entry.read_bytes().decode(errors="replace")
        except OSError:
            continue
    seen += "".join(path.read_text() for path in (shared.var / "log").glob("*.log"))
    assert len(secrets) == 3
    assert not [secret for secret in secrets if secret in seen]
    assert stat.S_IMODE((shared.var / "servers.json").stat().st_mode) == 0o600
    readable = [path for path in shared.var.rglob("*") if path.is_file() and path.stat().st_mode & 0o004]
    assert not [path for path in readable if any(secret in path.read_text(errors="replace") for secret in secrets)]


def test_a_wrong_password_opens_neither_server(shared: Shared) -> None:
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(shared.servers.database_url.replace("jaki:", "jaki:x"))
    port = int(shared.servers.redis_url.rsplit(":", 1)[1].split("/")[0])
    with socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.sendall(b"PING\r\n")
        assert stranger.recv(100).startswith(b"-NOAUTH")


def test_what_people_wrote_does_not_reach_the_database_log(shared: Shared) -> None:
    ask(shared.servers, "CREATE TABLE people (phone text PRIMARY KEY)")
    ask(shared.servers, "INSERT INTO people VALUES ('0812-secret')")
    with pytest.raises(psycopg2.IntegrityError):
        ask(shared.servers, "INSERT INTO people VALUES ('0812-secret')")
    log = (shared.var / "log" / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "0812-secret" not in log


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")
def test_root_runs_the_servers_as_nobody_also_below_a_folder_nobody_can_enter(var: Path) -> None:
    var.parent.chmod(0o700)
    with running_servers(var) as servers:
        home = Path(json.loads((var / "servers.json").read_text())["home"])
        assert home.parent != var
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers.pids.values()} == {65534}
        assert ask(servers, "SELECT 1") == 1
    discard(var)
    assert not home.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")
def test_a_data_folder_of_another_user_is_refused(var: Path) -> None:
    with running_servers(var):
        pass
    os.chown(var / "servers" / "postgres", 12345, 12345)
    with pytest.raises(Unavailable, match="belongs to 12345"), running_servers(var):
        pass


def test_a_home_that_others_can_write_to_is_refused(var: Path) -> None:
    with running_servers(var):
        pass
    (var / "servers").chmod(0o777)
    with pytest.raises(Unavailable, match="can write to"), running_servers(var):
        pass


def test_nothing_runs_after_the_block(var: Path) -> None:
    with running_servers(var, durable=False) as servers:
        pids = dict(servers.pids)
    assert eventually(lambda: not [pid for pid in pids.values() if Path(f"/proc/{pid}").exists()], 2)
    assert not (var / "servers" / "postgres").exists()
