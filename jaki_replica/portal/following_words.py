"""The steps of a complaint as its reporter and the public read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from jaki_replica.complaints.queries import Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.portal.filing_categories import name_of
from jaki_replica.sla.terms import Deadlines, Run
from jaki_replica.tenancy.configuration.terms import SlaStep, Text
from jaki_replica.ui.formats import days, moment, short_day
from jaki_replica.ui.language import words
from jaki_replica.ui.states import STATES
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

DAY_SECONDS = 24 * 3600

# `%(who)s` is "Anda" for the reporter and "Pelapor" for everybody else.
TITLES: Mapping[Action, object] = {
    Action.FILE: _l("Laporan diterima"),
    Action.START: _l("Mulai dikerjakan"),
    Action.PASS_ON: _l("Diteruskan ke %(unit)s"),
    Action.ACCEPT: _l("Tugas ini diterima %(by)s"),
    Action.RETURN: _l("Dikembalikan ke %(unit)s"),
    Action.DECIDE_OWNER: _l("Penengah memutuskan: %(unit)s yang mengerjakan"),
    Action.INSTRUCT: _l("Ditugaskan ke %(unit)s"),
    Action.ASK: _l("Petugas bertanya kepada pelapor"),
    Action.REPLY: _l("%(who)s menjawab pertanyaan petugas"),
    Action.STOP_WAITING: _l("Waktu menjawab habis, hitungan hari berjalan lagi"),
    Action.ANSWER: _l("Jawaban dari petugas"),
    Action.REQUEST_DATE: _l("Petugas mengajukan waktu lebih lama"),
    Action.APPROVE_DATE: _l("Waktu lebih lama disetujui: selesai %(date)s"),
    Action.CLAIM_DONE: _l("Petugas menyatakan selesai"),
    Action.ACCEPT_FIX: _l("Bukti diterima"),
    Action.REFUSE_FIX: _l("Bukti belum cukup, dikerjakan ulang"),
    Action.CONFIRM: _l("%(who)s memastikan: sudah beres"),
    Action.NOT_FIXED: _l("%(who)s bilang: belum beres"),
    Action.DISPUTE: _l("%(who)s meminta keputusan penengah"),
    Action.REOPEN: _l("Penengah memutuskan: dibuka lagi"),
    Action.UPHOLD: _l("Penengah memutuskan: sudah beres"),
    Action.CLOSE: _l("Ditutup, tidak ada keberatan"),
    Action.REFER: _l("Diteruskan ke instansi lain: %(target)s"),
    Action.ACKNOWLEDGE: _l("%(target)s sudah menerima laporan ini%(external)s"),
    Action.TAKE_BACK: _l("Instansi lain tidak menanganinya, kembali ke %(unit)s"),
    Action.ESCALATE: _l("Terlewat: %(step)s. %(post)s diberi tahu"),
    Action.REJECT: _l("Tidak dapat dikerjakan: %(reason)s"),
    Action.MERGE: _l("Disatukan dengan laporan %(parent)s"),
    Action.WITHDRAW: _l("%(who)s membatalkan laporan"),
    Action.RELOCATE: _l("Tempat atau jenis laporan diperbaiki, sekarang di %(unit)s"),
}

LIMITS: Mapping[str, object] = {
    SlaStep.VERIFY: _l("pemeriksaan"),
    SlaStep.ACCEPT: _l("jawaban pengoperan"),
    SlaStep.ANSWER: _l("jawaban pertama"),
    SlaStep.RED: _l("batas merah"),
    SlaStep.FINISH: _l("batas selesai"),
    SlaStep.VALIDATE: _l("pemeriksaan bukti"),
    SlaStep.ACKNOWLEDGE: _l("tanda terima instansi lain"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One step for a page. `quote` is what was written with it, where this reader may see it."""

    shape: str
    title: str
    at: datetime
    who: str
    quote: str = ""
    photos: tuple[str, ...] = ()


def happenings(book: Rulebook, events: Sequence[Told], *, mine: bool, texts: bool) -> list[Happening]:
    """The public steps, as ordered. `mine` speaks to the reporter; without `texts` nothing written is shown."""
    return [_happening(book, event, mine=mine, texts=texts) for event in events if event.public]


def title_of(book: Rulebook, event: Told, *, mine: bool) -> str:
    """What happened, in half a sentence."""
    title = TITLES.get(Action(event.action))
    return str(title) % _Values(book, event, mine) if title is not None else ""


class _Values(dict[str, str]):
    """What the words in a title stand for; found when a title asks, as each asks for one or two."""

    def __init__(self, book: Rulebook, event: Told, mine: bool) -> None:
        self._book, self._event, self._mine = book, event, mine

    def __missing__(self, name: str) -> str:
        return FOUND[name](self._book, self._event, self._mine)


def _reason(book: Rulebook, event: Told) -> str:
    code = str(event.data.get("reason_code") or "")
    found = next((reason for reason in book.config.workflow.rejections if reason.key == code), None)
    return words(found.name) if found else _("alasannya ada di bawah")


def _date(event: Told) -> str:
    date = event.data.get("date")
    return short_day(datetime.fromisoformat(str(date))) if date else ""


def _external(event: Told, mine: bool) -> str:
    return _(", nomornya di sana %(number)s", number=event.data.get("external_number")) if mine else ""


def _post(event: Told) -> str:
    return str(event.data.get("post") or "") if event.data.get("told") else _("Belum ada atasan yang")


FOUND: Mapping[str, Callable[[Rulebook, Told, bool], str]] = {
    "who": lambda _book, _event, mine: _("Anda") if mine else _("Pelapor"),
    "by": lambda book, event, _mine: book.unit_name(event.unit) if event.unit else "",
    "unit": lambda book, event, _mine: book.unit_name(str(event.data.get("to_unit") or event.unit or "")),
    "target": lambda book, event, _mine: _body(book, event),
    "external": lambda _book, event, mine: _external(event, mine),
    "step": lambda _book, event, _mine: str(LIMITS.get(str(event.data.get("step")), "")),
    "post": lambda _book, event, _mine: _post(event),
    "reason": lambda book, event, _mine: _reason(book, event),
    "parent": lambda _book, event, _mine: str(event.data.get("parent") or ""),
    "date": lambda _book, event, _mine: _date(event),
}


def _body(book: Rulebook, event: Told) -> str:
    """The body outside, as it was called when the complaint was sent to it."""
    kept = event.data.get("body")
    if isinstance(kept, Mapping):
        return words(Text(str(kept.get("id", "")), str(kept.get("en", ""))))
    found = book.body(str(event.data.get("target") or ""), None)
    return words(found) if found else _("instansi lain")


def _happening(book: Rulebook, event: Told, *, mine: bool, texts: bool) -> Happening:
    by = book.unit_name(event.unit) if event.unit and event.role != Role.REPORTER else ""
    photos = event.data.get("photos")
    shown = tuple(str(photo) for photo in photos) if texts and isinstance(photos, list) else ()
    return Happening(
        shape=event.to_status,
        title=title_of(book, event, mine=mine),
        at=event.at,
        who=by,
        quote=event.text if texts else "",
        photos=shown,
    )


NEXT: Mapping[str, tuple[str, object, object]] = {
    Status.WAITING: (
        "in_progress",
        _l("Berikutnya: diperiksa"),
        _l("Diterima untuk dikerjakan, atau diteruskan ke pemiliknya."),
    ),
    Status.COORDINATION: (
        "in_progress",
        _l("Berikutnya: tugasnya diterima"),
        _l("Bila bukan tugasnya, dikembalikan atau diputuskan penengah."),
    ),
    Status.DISPOSITION: ("in_progress", _l("Berikutnya: dikerjakan"), _l("Unit di lapangan yang mengerjakan.")),
    Status.IN_PROGRESS: (
        "awaiting_validation",
        _l("Berikutnya: bukti diperiksa"),
        _l("Foto sesudah dibandingkan dengan foto sebelum oleh orang lain."),
    ),
    Status.SCHEDULED: (
        "awaiting_validation",
        _l("Berikutnya: bukti diperiksa"),
        _l("Foto sesudah dibandingkan dengan foto sebelum oleh orang lain."),
    ),
    Status.REWORK: (
        "awaiting_validation",
        _l("Berikutnya: dikerjakan ulang"),
        _l("Lalu buktinya diperiksa sekali lagi."),
    ),
    Status.REOPENED: (
        "in_progress",
        _l("Berikutnya: dikerjakan lagi"),
        _l("Hitungan hari berlanjut, tidak mulai dari nol."),
    ),
    Status.NEEDS_INFO: (
        "in_progress",
        _l("Berikutnya: jawaban pelapor"),
        _l("Sesudah itu pekerjaan dan hitungan hari berjalan lagi."),
    ),
    Status.AWAITING_VALIDATION: (
        "resolved",
        _l("Berikutnya: pelapor memastikan"),
        _l("Bila buktinya diterima, pelapor yang bilang sudah beres atau belum."),
    ),
}


def next_step(status: str) -> tuple[str, str, str] | None:
    """The step that is expected: shape, title and words; None where nothing more will happen."""
    found = NEXT.get(status)
    return (found[0], str(found[1]), str(found[2])) if found else None


FOR_OTHERS: Mapping[str, tuple[object, object]] = {
    Status.WAITING: (_l("Diterima"), _l("Laporan ini sudah diterima dan menunggu diperiksa petugas.")),
    Status.NEEDS_INFO: (
        _l("Menunggu jawaban pelapor"),
        _l("Petugas bertanya kepada pelapor. Hitungan hari berhenti, ada batasnya."),
    ),
    Status.RESOLVED: (
        _l("Selesai, menunggu pelapor"),
        _l("Buktinya diterima. Pelapor memastikan apakah sudah beres."),
    ),
    Status.REOPENED: (_l("Dibuka lagi"), _l("Pelapor bilang belum beres. Laporan dibuka lagi.")),
    Status.WITHDRAWN: (_l("Dibatalkan pelapor"), _l("Pelapor membatalkan laporan ini.")),
}


def headline(status: str, *, mine: bool) -> tuple[str, str]:
    """How it stands, as a title and a sentence; the public is not spoken to as if it were the reporter."""
    if not mine and status in FOR_OTHERS:
        title, sentence = FOR_OTHERS[status]
        return str(title), str(sentence)
    known = STATES[status]
    return str(known.citizen), str(known.sentence)


def told(events: Sequence[Told]) -> str:
    """The post that was told of the owner's missed limit last; empty where nobody was. `events` are newest first."""
    limits = {SlaStep.RED, SlaStep.FINISH}
    climbed = (one.data for one in events if one.action == Action.ESCALATE and one.data.get("step") in limits)
    return next((str(data.get("post") or "") for data in climbed if data.get("told")), "")


def due_words(deadlines: Deadlines, at: datetime, superior: str = "") -> str:
    """The limit in a sentence: until when, by how much it is late and who knows, or that the clock stands still."""
    finish = deadlines.finish
    if deadlines.run in {Run.ENDED, Run.RESOLVED, Run.CLAIMED, Run.REFERRED} and finish.met_at is not None:
        if finish.is_late(at):
            return _(
                "Batasnya %(moment)s, terlewat %(late)s.",
                moment=moment(finish.due_at),
                late=_late(finish.due_at, finish.met_at),
            )
        return _("Sebelum batas, %(moment)s.", moment=moment(finish.due_at))
    if deadlines.run_at(at) is Run.PAUSED and deadlines.pause_ends_at is not None:
        return _(
            "Hitungan berhenti sampai ada jawaban, paling lama %(moment)s.", moment=moment(deadlines.pause_ends_at)
        )
    if finish.is_late(at) and superior:
        return _(
            "Lewat %(late)s dari batas %(moment)s. %(superior)s sudah diberi tahu.",
            late=_late(finish.due_at, at),
            moment=moment(finish.due_at),
            superior=superior,
        )
    if finish.is_late(at):
        return _(
            "Lewat %(late)s dari batas %(moment)s. Keterlambatan ini tercatat.",
            late=_late(finish.due_at, at),
            moment=moment(finish.due_at),
        )
    return _("Paling lambat %(moment)s.", moment=moment(finish.due_at))


def _late(due_at: datetime, at: datetime) -> str:
    return days(max(1, ceil((at - due_at).total_seconds() / DAY_SECONDS)))


def matter_words(book: Rulebook, category: str) -> str:
    """The category's name; one of an older configuration has only its key."""
    return name_of(book.config, category) or category
