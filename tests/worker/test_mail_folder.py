"""Where no relay is connected, each mail becomes one file that its owner can read, and none is lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from jaki_replica import worker
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.notifications.actions import write_email
from jaki_replica.notifications.folder import Filing
from jaki_replica.notifications.models import Message
from jaki_replica.notifications.reaching import mail_notes, mail_problems
from jaki_replica.settings import Mail
from jaki_replica.tenancy.runtime import Runtime
from tests.regions import Pair
from tests.smtp import sink


@pytest.fixture
def process(runtime: Runtime, pair: Pair, tmp_path: Path) -> Iterator[worker.Process]:
    """A worker without a relay, and an empty outbox."""
    mail = replace(runtime.settings.mail, host="", folder=tmp_path / "mail")
    settings = replace(runtime.settings, mail=mail)
    runtime.registry.refresh()
    files = open_store(settings.files)
    empty(runtime, pair)
    yield worker.Process(replace(runtime, settings=settings), worker.jobs(settings, files), files)
    empty(runtime, pair)


def empty(runtime: Runtime, pair: Pair) -> None:
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(delete(OutboxRow))
        entered.session.execute(delete(Message))
        entered.session.commit()


def write(process: worker.Process, pair: Pair, body: str) -> None:
    with process.runtime.scope_of(pair.left) as entered:
        write_email(entered.session, to="warga@example.org", subject="Laporan diterima", body=body, at=clock.now())
        process.runtime.commit(entered)


def message(session: Session) -> Message:
    return session.scalars(select(Message)).one()


def again(process: worker.Process, pair: Pair) -> None:
    """Another worker comes by when everything is due."""
    with process.runtime.scope_of(pair.left) as entered:
        entered.session.execute(update(OutboxRow).values(due_at=clock.now()))
        entered.session.commit()
    worker.work_off(process, pair.left)


def test_a_mail_becomes_one_private_file_that_says_what_a_relay_would_get(
    process: worker.Process, pair: Pair, tmp_path: Path
) -> None:
    write(process, pair, "Terima kasih.\n.titik di awal baris\n")
    worker.work_off(process, pair.left)
    worker.work_off(process, pair.left)
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert "warga" not in file.name
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    found = message_from_bytes(file.read_bytes(), EmailMessage, policy=policy.default)
    assert (found["To"], found["Subject"]) == ("warga@example.org", "Laporan diterima")
    assert found.get_content().splitlines() == ["Terima kasih.", ".titik di awal baris"]
    with process.runtime.scope_of(pair.left) as entered:
        assert message(entered.session).sent_at is not None


def test_mails_of_one_moment_to_one_person_are_files_of_their_own(
    process: worker.Process, pair: Pair, tmp_path: Path
) -> None:
    for count in range(3):
        write(process, pair, f"ke-{count}")
    worker.work_off(process, pair.left)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 3


def test_a_folder_that_takes_nothing_leaves_the_mail_waiting(
    process: worker.Process, pair: Pair, tmp_path: Path
) -> None:
    (tmp_path / "mail").write_text("a file stands in the way")
    write(process, pair, "sekali")
    worker.work_off(process, pair.left)
    with process.runtime.scope_of(pair.left) as entered:
        row = entered.session.scalars(select(OutboxRow)).one()
        assert (row.done_at, row.last_error) == (None, "FileExistsError")
        assert message(entered.session).handed_over_at is None
    (tmp_path / "mail").unlink()
    again(process, pair)
    assert len(list((tmp_path / "mail").iterdir())) == 1


class Died(BaseException):
    """The process is gone."""


def test_who_dies_after_the_rename_leaves_one_file_and_an_uncertain_mail(
    process: worker.Process, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renames_and_dies(*_: object) -> None:
        raise Died

    monkeypatch.setattr("jaki_replica.notifications.jobs._keep", renames_and_dies)
    write(process, pair, "sekali")
    with pytest.raises(Died):
        worker.work_off(process, pair.left)
    monkeypatch.undo()
    again(process, pair)
    assert len(list((tmp_path / "mail").iterdir())) == 1
    with process.runtime.scope_of(pair.left) as entered:
        assert message(entered.session).uncertain_at is not None


def test_a_refused_rename_is_tried_again_and_leaves_no_half_file(
    process: worker.Process, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_filing: Filing) -> None:
        raise PermissionError

    monkeypatch.setattr(Filing, "finish", refuses)
    write(process, pair, "sekali")
    worker.work_off(process, pair.left)
    assert list((tmp_path / "mail").iterdir()) == []
    monkeypatch.undo()
    again(process, pair)
    assert len(list((tmp_path / "mail").iterdir())) == 1


def relay(port: int = 1, **values: str) -> Mail:
    at = Mail("127.0.0.1", port, "", "", "lapor@example.org", False, Path("unused"))
    return replace(at, **values)  # type: ignore[arg-type]


def test_the_doctor_tells_a_relay_that_is_away_from_one_that_answers() -> None:
    [line] = mail_problems(relay())
    assert "127.0.0.1:1 does not answer (ConnectionRefusedError)" in line
    assert "SMTP_HOST" in line
    with sink() as opened:
        assert mail_problems(relay(opened.port)) == []
        [line] = mail_problems(relay(opened.port, username="lapor", password="geheim"))
        assert "SMTP_USERNAME" in line
        assert "geheim" not in line


def test_the_doctor_tells_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    assert mail_problems(replace(relay(host=""), folder=tmp_path / "mail")) == []
    assert list((tmp_path / "mail").iterdir()) == []
    (tmp_path / "wall").write_text("")
    [line] = mail_problems(replace(relay(host=""), folder=tmp_path / "wall"))
    assert "MAIL_FOLDER" in line


def test_the_doctor_says_plainly_that_nobody_gets_a_mail_while_no_relay_is_set(
    process: worker.Process, pair: Pair, tmp_path: Path
) -> None:
    write(process, pair, "satu")
    worker.work_off(process, pair.left)
    here = replace(relay(host=""), folder=tmp_path / "mail", days=9)
    [line] = mail_notes(here)
    assert "reach nobody" in line
    assert "1 of them" in line
    assert "after 9 days" in line
    assert mail_notes(relay()) == []
    (tmp_path / "mail" / "catatan.txt").write_text("")
    assert "1 of them" in mail_notes(here)[0], "only what is ours is counted"
    assert "0 of them" in mail_notes(replace(here, folder=tmp_path / "belum ada"))[0]


def test_the_timetable_removes_mails_that_have_lain_for_their_days_and_nothing_else(
    process: worker.Process, pair: Pair, tmp_path: Path
) -> None:
    write(process, pair, "satu")
    worker.work_off(process, pair.left)
    [old] = (tmp_path / "mail").iterdir()
    new = old.with_name(old.name.replace(old.name[-12:], "00000000.eml"))
    torn = old.with_name(f".{old.stem}.part")
    strange, elsewhere = old.with_name("surat.eml"), tmp_path / "penting.eml"
    elsewhere.write_text("jangan dihapus")
    link = old.with_name(old.name.replace(old.name[-12:], "11111111.eml"))
    link.symlink_to(elsewhere)
    days = process.runtime.settings.mail.days
    then = (clock.now() - timedelta(days=days, minutes=1)).timestamp()
    for file in (new, torn, strange):
        file.write_text("")
    for file in (old, torn, strange, elsewhere):
        os.utime(file, (then, then))
    worker.tidy(process, pair.left)
    assert sorted((tmp_path / "mail").iterdir()) == sorted([new, strange, link])
    assert elsewhere.exists()
    worker.tidy(process, pair.left)
    assert new.exists()
