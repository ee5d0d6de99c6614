"""`jaki officials` on a live region: the same truth as the pages, as files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from jaki_replica.cli.officials import officials
from jaki_replica.foundation import clock
from jaki_replica.notifications.models import Message
from jaki_replica.officials import inviting
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import Pair


@pytest.fixture
def tenant(twins: Pair, installation: None) -> Tenant:
    """The right region; these tests alone change its officials."""
    return twins.right


def run(*arguments: str) -> Result:
    return CliRunner().invoke(officials, arguments)


def rows_of(export: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export.stdout_bytes.decode("utf-8-sig")), delimiter=";"))


def filled(export: Result, names: list[str], file: Path) -> Path:
    """The exported file with these names in the first rows."""
    rows = rows_of(export)
    for row, name in zip(rows[2:], names, strict=False):
        row[3], row[7], row[8] = name, "Definitif", "2026-01-01"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    file.write_text(out.getvalue(), encoding="utf-8-sig")
    return file


def test_a_list_goes_out_comes_in_and_back_again(tenant: Tenant, tmp_path: Path) -> None:
    slug = tenant.slug
    first = filled(run("export", slug), ["Rina Contoh", "=cmd|x"], tmp_path / "daftar.csv")
    planned = run("plan", slug, str(first))
    assert planned.exit_code == 0
    assert "4 changes from 2 rows" in planned.stdout
    assert "Rina Contoh instead of nobody (0 open complaints)" in planned.stdout
    assert run("apply", slug, str(first)).exit_code == 2
    applied = run("apply", slug, str(first), "--reason", "SK 1")
    assert applied.stdout == "Roster revision 1 is in use\n"
    assert run("apply", slug, str(first), "--reason", "SK 1").stdout == "Nothing to change\n"
    exported = run("export", slug)
    assert run("export", slug).stdout_bytes == exported.stdout_bytes
    again = tmp_path / "again.csv"
    again.write_bytes(exported.stdout_bytes)
    assert run("plan", slug, str(again)).stdout == "Nothing changes.\n"
    second = filled(exported, ["Budi Misalia"], tmp_path / "kedua.csv")
    second.write_text(second.read_text("utf-8-sig").replace("2026-01-01", "2026-12-01", 1), "utf-8-sig")
    assert run("apply", slug, str(second), "--reason", "SK 2").exit_code == 0
    stale = run("apply", slug, str(again), "--reason", "lama")
    assert stale.exit_code == 1
    assert "Budi Misalia" in stale.stderr
    assert run("rollback", slug, "1", "--reason", "Salah").exit_code == 0
    assert run("export", slug).stdout_bytes == exported.stdout_bytes
    history = run("history", slug).stdout
    assert "SK 2" in history
    assert "rollback" in history
    assert "Budi Misalia" in run("diff", slug, "1", "2").stdout


def test_a_fault_is_told_with_its_cell_and_nothing_is_applied(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "salah.csv"
    file.write_text("Kode jabatan,Nama,NIP\nposition:lurah:1,Rina Contoh,1.98E+17\n", "utf-8")
    before = run("export", tenant.slug).stdout_bytes
    planned = run("plan", tenant.slug, str(file))
    assert planned.exit_code == 1
    assert "row 2, C2 (NIP): 1.98E+17: the spreadsheet kept the NIP as a number" in planned.stdout
    assert run("apply", tenant.slug, str(file), "--reason", "x").exit_code == 1
    assert run("export", tenant.slug).stdout_bytes == before
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "old .xls format" in run("plan", tenant.slug, str(file)).stderr


def test_a_workbook_goes_out_and_changes_nothing_when_it_comes_back(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "daftar.xlsx"
    assert run("export", tenant.slug, "--xlsx", str(file)).exit_code == 0
    assert run("plan", tenant.slug, str(file)).stdout.endswith("Nothing changes.\n")


def test_an_admin_is_invited_by_a_link_that_is_printed_once_and_sent(tenant: Tenant, runtime: Runtime) -> None:
    invited = run("invite", tenant.slug, "--name", "Admin Baru", "--email", "baru@contoh.example")
    assert invited.exit_code == 0
    link, until = invited.stdout.splitlines()
    assert "/undangan/" in link
    assert "sent to baru@contoh.example" in until
    with runtime.scope_of(tenant) as entered:
        (body,) = entered.session.scalars(select(Message.body).where(Message.recipient == "baru@contoh.example"))
        assert link in body
        token = link.rpartition("/")[2]
        assert inviting.guest_of(entered.session, token, clock.now()).name == "Admin Baru"
