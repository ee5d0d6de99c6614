"""A complaint's history in sentences: what happened, who acted as the holder of which post, what was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import g

from jaki_replica.complaints import worklist
from jaki_replica.complaints.models import ComplaintEvent
from jaki_replica.complaints.queries import Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.desk import timing
from jaki_replica.desk.pictures import Picture
from jaki_replica.desk.words import ACTIONS, STEPS
from jaki_replica.tenancy.configuration.terms import Text
from jaki_replica.ui import formats
from jaki_replica.ui.language import words
from jaki_replica.ui.states import STATES
from jaki_replica.ui.words import gettext as _

type_event = ComplaintEvent | Told


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


def entries(book: Rulebook, events: Sequence[type_event], shown: Iterable[Picture]) -> list[Entry]:
    """The history in the order given."""
    staff = worklist.names(g.scope.session, (event.account_id for event in events if event.account_id))
    by_id = {picture.id.hex: picture for picture in shown}
    return [_entry(book, event, staff, by_id) for event in events]


def _entry(book: Rulebook, event: type_event, staff: dict[UUID, str], by_id: dict[str, Picture]) -> Entry:
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


def title(book: Rulebook, event: type_event) -> str:
    """Diteruskan ke Dinas Bina Marga."""
    if event.action == Action.ESCALATE and not event.data.get("told"):
        return _("Lewat batas, belum ada yang dapat diberi tahu")
    past = str(ACTIONS[Action(event.action)].past)
    unit = book.unit_name(str(event.data.get("to_unit", ""))) if "to_unit" in event.data else ""
    return past % {"unit": unit} if "%(unit)s" in past else past


def who(event: type_event, staff: dict[UUID, str]) -> str:
    """The post, and the colleague who held it; a reporter is only ever the reporter."""
    if event.role == Role.REPORTER:
        return _("Pelapor")
    if event.role == Role.SYSTEM:
        return _("Sistem")
    name = staff.get(event.account_id, "") if event.account_id else ""
    return ", ".join(part for part in (event.title, name) if part)


def _notes(book: Rulebook, event: type_event) -> list[str]:
    data, config, found = event.data, book.config, []
    for name in ("requested", "date"):
        if isinstance(data.get(name), str):
            found.append(_("Tanggal: %(day)s", day=formats.day(datetime.fromisoformat(str(data[name])))))
    reason = next((one for one in config.workflow.rejections if one.key == data.get("reason_code")), None)
    if reason is not None:
        found.append(_("Alasan: %(reason)s", reason=words(reason.name)))
    return [*found, *_elsewhere(book, event), *_proof(data)]


def _elsewhere(book: Rulebook, event: type_event) -> list[str]:
    """The body outside, the other complaint, the superior."""
    data, found = event.data, []
    if data.get("target"):
        found.append(_("Instansi: %(body)s", body=_body(book, event)))
    if data.get("external_number"):
        found.append(_("Nomor di sana: %(number)s", number=data["external_number"]))
    if data.get("parent"):
        found.append(_("Dengan laporan %(number)s", number=numbers.grouped(str(data["parent"]))))
    return found + _climbed(data) if event.action == Action.ESCALATE else found


def _proof(data: Mapping[str, object]) -> list[str]:
    found = []
    if data.get("evidence_reason"):
        found.append(_("Alasan petugas: “%(reason)s”", reason=data["evidence_reason"]))
    if isinstance(data.get("rating"), int):
        found.append(_("Nilai pelapor: %(stars)s dari 5", stars=data["rating"]))
    return found


def _body(book: Rulebook, event: type_event) -> str:
    """The body outside, as it was called when the complaint was sent to it."""
    kept = event.data.get("body")
    if isinstance(kept, Mapping):
        return words(Text(str(kept.get("id", "")), str(kept.get("en", ""))))
    found = book.body(str(event.data["target"]), None)
    return words(found) if found else str(event.data["target"])


def _climbed(data: Mapping[str, object]) -> list[str]:
    """Which step is late, by how much, and whether anybody could be told."""
    late = timing.length(timedelta(minutes=int(str(data.get("late_minutes", 0)))))
    step = str(STEPS.get(str(data.get("step")), data.get("step")))
    found = [_("%(step)s, lewat %(late)s", step=step, late=late)]
    return (
        found
        if data.get("told")
        else [*found, _("Jabatan itu kosong atau belum punya alamat; belum ada yang membaca.")]
    )
