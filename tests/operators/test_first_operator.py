"""Whoever starts an installation can also get into the console without a device at hand."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jaki_replica.cli.installation import OPERATOR, Logins
from jaki_replica.cli.operators import operators
from jaki_replica.operators import queries
from jaki_replica.tenancy.models import Operator, OperatorRecoveryCode
from jaki_replica.tenancy.owner import owner_session
from jaki_replica.tenancy.runtime import Runtime

ASIDE = "operator-aside"


@pytest.fixture
def installed(runtime: Runtime) -> Iterator[Runtime]:
    """A platform on which nobody has that name yet; whoever had it gets it back."""
    rename(runtime, OPERATOR, ASIDE)
    yield runtime
    with owner_session(runtime.settings) as session:
        made = select(Operator.id).where(Operator.username == OPERATOR)
        session.execute(delete(OperatorRecoveryCode).where(OperatorRecoveryCode.operator_id.in_(made)))
        session.execute(delete(Operator).where(Operator.username == OPERATOR))
    rename(runtime, ASIDE, OPERATOR)


def rename(runtime: Runtime, old: str, new: str) -> None:
    with owner_session(runtime.settings) as session:
        session.execute(update(Operator).where(Operator.username == old).values(username=new))


def codes_left(runtime: Runtime) -> int:
    with Session(runtime.platform) as session:
        return queries.recovery_codes_left(session, queries.by_username(session, OPERATOR).id)


def test_the_first_operator_has_ten_recovery_codes_in_the_private_file_also_after_a_restart(
    installed: Runtime, tmp_path: Path
) -> None:
    Logins.read(tmp_path).ensure_operator(installed, "http://operator.localhost:8000")
    codes = Logins.read(tmp_path).kept[OPERATOR, OPERATOR].recovery_codes
    assert len(set(codes)) == codes_left(installed) == 10
    assert stat.S_IMODE((tmp_path / "logins.json").stat().st_mode) == 0o600
    Logins.read(tmp_path).ensure_operator(installed, "http://operator.localhost:8000")
    assert list(Logins.read(tmp_path).kept[OPERATOR, OPERATOR].recovery_codes) == list(codes)


def test_an_operator_from_before_gets_codes_at_the_next_start(installed: Runtime, tmp_path: Path) -> None:
    Logins.read(tmp_path).ensure_operator(installed, "http://operator.localhost:8000")
    with owner_session(installed.settings) as session:
        person = queries.by_username(session, OPERATOR)
        session.execute(delete(OperatorRecoveryCode).where(OperatorRecoveryCode.operator_id == person.id))
    again = Logins.read(tmp_path)
    login = again.kept[OPERATOR, OPERATOR]
    again.kept[OPERATOR, OPERATOR] = type(login)(
        OPERATOR, OPERATOR, OPERATOR, login.password, login.url, login.totp_secret, login.otpauth
    )
    again.ensure_operator(installed, "http://operator.localhost:8000")
    assert codes_left(installed) == len(again.kept[OPERATOR, OPERATOR].recovery_codes) == 10


def test_the_code_is_printed_for_the_named_operator_and_for_no_other(installed: Runtime, tmp_path: Path) -> None:
    Logins.read(tmp_path).ensure_operator(installed, "http://operator.localhost:8000")
    for arguments in ([], [OPERATOR]):
        answer = CliRunner().invoke(operators, ["code", *arguments, "--var", str(tmp_path)])
        assert answer.output.strip().isdigit()
        assert answer.exit_code == 0
    answer = CliRunner().invoke(operators, ["code", "rina", "--var", str(tmp_path)])
    assert answer.exit_code != 0
    assert "rina" in answer.output
