"""Where no relay is connected, mails become files that a person of this machine can read; they reach nobody.

The same two steps as with a relay: everything up to the content under a temporary name, then the rename, which is the
handing over. Before it there is surely no mail, after it there surely is one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jaki_replica.notifications.email import as_mail, content_of
from jaki_replica.notifications.models import Message
from jaki_replica.settings import Mail

FOLDER, FILE = 0o700, 0o600
OURS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{12}-[0-9a-f]{8}\.eml|\.\d{8}T\d{6}Z-[0-9a-f]{12}-[0-9a-f]{8}\.part")


@dataclass(frozen=True, slots=True)
class Filing:
    """A mail written under a temporary name, which becomes a mail by its rename."""

    temporary: Path
    file: Path

    def finish(self) -> None:
        """Rename. Raises OSError where there surely is no mail."""
        self.temporary.replace(self.file)


@contextmanager
def in_the_folder(message: Message, mail: Mail, *, host: str) -> Iterator[Filing]:
    """Write the mail down to where only its rename is missing. Raises OSError where the folder does not take it."""
    mail.folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    file = mail.folder / file_name(message)
    temporary = file.with_name(f".{file.stem}.part")
    try:
        _write(temporary, content_of(as_mail(message, mail.sender, host)))
        yield Filing(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def file_name(message: Message) -> str:
    """When it was written (UTC), whom it is for as a hash, and which it is: the same at every try."""
    recipient = hashlib.sha256(message.recipient.encode()).hexdigest()[:12]
    return f"{message.created_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{recipient}-{message.id.hex[-8:]}.eml"


def kept(folder: Path) -> list[Path]:
    """The mails that lie there, and what was left of one by a process that died; nothing that is not ours."""
    try:
        found = list(folder.iterdir())
    except OSError:  # no mail was written yet, or the folder is not ours to read, which jaki doctor tells
        return []
    return [file for file in found if OURS.fullmatch(file.name) and not file.is_symlink()]


def discard_old(mail: Mail, *, at: datetime) -> int:
    """Remove what has lain there for longer than the settings say; how many it were. What stays is tried next time."""
    before, removed = (at - timedelta(days=mail.days)).timestamp(), 0
    for file in kept(mail.folder):
        with suppress(OSError):  # gone meanwhile, or not ours to remove: jaki doctor tells of the folder
            if file.stat().st_mtime < before:
                file.unlink()
                removed += 1
    return removed


def _write(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)  # left by a process that died here
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
