"""The tabs of the inbox: each is a list of complaints that wait for the same kind of step."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.complaints import authority
from jaki_replica.complaints.lists import Asked, Wanted
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.moves import WORKABLE
from jaki_replica.complaints.terms import Status
from jaki_replica.desk.people import Sitting
from jaki_replica.ui.words import lazy_gettext as _l

S = Status
TO_ACT = WORKABLE | {S.COORDINATION}  # what the owner must take the next step on


@dataclass(frozen=True, slots=True)
class Tab:
    """A list with its name, and what it means when nothing is in it."""

    key: str
    word: object
    wanted: Wanted
    empty: object


def tabs_for(who: Sitting, book: Rulebook) -> list[Tab]:
    """The tabs a person needs, his own work first."""
    return [
        *_own(who),
        *_told(who),
        *_of_approver(who, book),
        *_of_validator(who),
        *_of_arbiter(who, book),
        *_referred(who, book),
        *_last(who),
    ]


def _own(who: Sitting) -> list[Tab]:
    if not who.reach:
        return []
    units = who.reach
    waiting = frozenset({S.NEEDS_INFO, S.RESOLVED})
    return [
        Tab(
            "tindakan",
            _l("Perlu tindakan"),
            Wanted(units, TO_ACT),
            _l("Semua laporan di wilayah Anda sedang menunggu pihak lain atau sudah beres."),
        ),
        Tab(
            "koordinasi",
            _l("Koordinasi masuk"),
            Wanted(units, frozenset({S.COORDINATION})),
            _l("Tidak ada unit lain yang meneruskan laporan kepada Anda."),
        ),
        Tab(
            "validasi",
            _l("Bukti Anda diperiksa"),
            Wanted(units, frozenset({S.AWAITING_VALIDATION})),
            _l("Tidak ada bukti Anda yang sedang diperiksa."),
        ),
        Tab(
            "warga",
            _l("Menunggu warga"),
            Wanted(units, waiting),
            _l("Tidak ada pertanyaan atau hasil yang sedang menunggu jawaban pelapor."),
        ),
    ]


def _below(who: Sitting, book: Rulebook) -> frozenset[str]:
    return frozenset(key for own in who.official.units for key in book.units_below(own))


def _told(who: Sitting) -> list[Tab]:
    """What is late below him, and the history says that he was told."""
    if not who.superior:
        return []
    empty = _l("Tidak ada laporan terbuka yang keterlambatannya diberitahukan kepada Anda.")
    wanted = Wanted(None, asked=Asked.TOLD, told=who.official.units)
    return [Tab("diberitahu", _l("Lewat batas, Anda diberi tahu"), wanted, empty)]


def _of_approver(who: Sitting, book: Rulebook) -> list[Tab]:
    """Later dates that wait for whoever approves them in this region."""
    by_validator = authority.validator_approves(book.config.workflow)
    below = None if by_validator else _below(who, book)
    if (by_validator and not who.validates) or below == frozenset():
        return []
    empty = _l("Tidak ada tanggal yang menunggu persetujuan Anda.")
    states = frozenset({S.IN_PROGRESS})
    return [Tab("persetujuan", _l("Persetujuan"), Wanted(below, states, Asked.DATE), empty)]


def _referred(who: Sitting, book: Rulebook) -> list[Tab]:
    """What was sent to another body and not acknowledged there: it stays in sight until it is."""
    if not who.reach or not book.config.referrals:
        return []
    empty = _l("Semua laporan yang dialihkan sudah diterima instansi tujuannya.")
    wanted = Wanted(who.reach, asked=Asked.RECEIPT)
    return [Tab("dialihkan", _l("Tanda terima"), wanted, empty)]


def _of_validator(who: Sitting) -> list[Tab]:
    if not who.validates:
        return []
    empty = _l("Tidak ada usulan penolakan yang perlu diperiksa.")
    return [Tab("penolakan", _l("Usulan penolakan"), Wanted(None, WORKABLE, Asked.REJECTION), empty)]


def _of_arbiter(who: Sitting, book: Rulebook) -> list[Tab]:
    if not who.arbitrates:
        return []
    most = book.config.workflow.coordinations
    passed = Wanted(None, WORKABLE | {S.COORDINATION}, Asked.OWNER, passes=most)
    disputed = Wanted(None, frozenset({S.RESOLVED}), Asked.DISPUTE)
    return [
        Tab("pemilik", _l("Perlu pemilik"), passed, _l("Tidak ada laporan yang terus dioper antarunit.")),
        Tab("sengketa", _l("Sengketa"), disputed, _l("Tidak ada pelapor yang meminta putusan Anda.")),
    ]


def _last(who: Sitting) -> list[Tab]:
    if not who.reach:
        return []
    return [Tab("semua", _l("Semua terbuka"), Wanted(who.reach), _l("Tidak ada laporan terbuka di wilayah Anda."))]
