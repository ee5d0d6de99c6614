"""A complaint's history in sentences: what happened, who acted as the holder of which post, what was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g

from jaki_replica.complaints import worklist
from jaki_replica.complaints.models import ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.desk.pictures import Picture
from jaki_replica.desk.words import ACTIONS
from jaki_replica.ui import formats
from jaki_replica.ui.language import words
from jaki_replica.ui.states import STATES
from jaki_replica.ui.words import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. `notes` are further facts in words, `internal` what the public never sees."""

    shape: str
    role: str
    title: str
    at: datetime
    who: str
    text: str
    notes: list[str]
    pictures: list[Picture]
    internal: bool


def entries(book: Rulebook, events: Sequence[ComplaintEvent], shown: Iterable[Picture]) -> list[Entry]:
    """The history in the order given."""
    staff = worklist.names(g.scope.session, (event.account_id for event in events if event.account_id))
    by_id = {picture.id.hex: picture for picture in shown}
    return [_entry(book, event, staff, by_id) for event in events]


def _entry(book: Rulebook, event: ComplaintEvent, staff: dict[UUID, str], by_id: dict[str, Picture]) -> Entry:
    kept = event.data.get("photos")
    ids = kept if isinstance(kept, list) else []
    return Entry(
        shape=event.to_status,
        role=STATES[event.to_status].role,
        title=title(book, event),
        at=event.at,
        who=who(event, staff),
        text=event.text,
        notes=_notes(book, event),
        pictures=[by_id[one] for one in ids if one in by_id],
        internal=not event.public,
    )


def title(book: Rulebook, event: ComplaintEvent) -> str:
    """Diteruskan ke Dinas Bina Marga."""
    past = str(ACTIONS[Action(event.action)].past)
    unit = book.unit_name(str(event.data.get("to_unit", ""))) if "to_unit" in event.data else ""
    return past % {"unit": unit} if "%(unit)s" in past else past


def who(event: ComplaintEvent, staff: dict[UUID, str]) -> str:
    """The post, and the colleague who held it; a reporter is only ever the reporter."""
    if event.role == Role.REPORTER:
        return _("Pelapor")
    if event.role == Role.SYSTEM:
        return _("Sistem")
    name = staff.get(event.account_id, "") if event.account_id else ""
    return ", ".join(part for part in (event.title, name) if part)


def _notes(book: Rulebook, event: ComplaintEvent) -> list[str]:
    data, config, found = event.data, book.config, []
    for name in ("requested", "date"):
        if isinstance(data.get(name), str):
            found.append(_("Tanggal: %(day)s", day=formats.day(datetime.fromisoformat(str(data[name])))))
    reason = next((one for one in config.workflow.rejections if one.key == data.get("reason_code")), None)
    if reason is not None:
        found.append(_("Alasan: %(reason)s", reason=words(reason.name)))
    body = config.referral(str(data["target"])) if data.get("target") else None
    if body is not None:
        found.append(_("Ke: %(body)s", body=words(body.name)))
    if data.get("parent"):
        found.append(_("Dengan laporan %(number)s", number=numbers.grouped(str(data["parent"]))))
    if data.get("evidence_reason"):
        found.append(_("Alasan petugas: “%(reason)s”", reason=data["evidence_reason"]))
    if isinstance(data.get("rating"), int):
        found.append(_("Nilai pelapor: %(stars)s dari 5", stars=data["rating"]))
    return found
