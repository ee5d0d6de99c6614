"""What the checks of a proof found, computed from the photos as they stand now, and put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import g

from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.desk import timing
from jaki_replica.photos.doubles import Print, doubles
from jaki_replica.photos.evidence import Claim, Finding, FindingCode, Verdict, check
from jaki_replica.photos.models import Photo
from jaki_replica.photos.queries import capture_of
from jaki_replica.photos.similarity import similar
from jaki_replica.photos.terms import PhotoState, Similar
from jaki_replica.ui.words import lazy_gettext as _l

C = FindingCode
MOST_ALIKE = 25  # so that one of this complaint is among them where a picture was used often

TITLES: dict[FindingCode, object] = {
    C.NEAR: _l("Diambil %(metres)s m dari titik laporan"),
    C.FAR: _l("Diambil %(metres)s m dari titik laporan"),
    C.NO_POSITION: _l("Foto tidak menyimpan tempat"),
    C.NO_PIN: _l("Laporan tidak punya titik"),
    C.NEAR_SAID: _l("Diambil %(metres)s m dari titik laporan, kata perangkat"),
    C.FAR_SAID: _l("Diambil %(metres)s m dari titik laporan, kata perangkat"),
    C.VAGUE: _l("Posisi perangkat kurang teliti"),
    C.PLACES_DIFFER: _l("Foto dan perangkat menyebut tempat berbeda"),
    C.IN_TIME: _l("Diambil setelah ditugaskan"),
    C.TOO_EARLY: _l("Diambil sebelum ditugaskan"),
    C.IN_FUTURE: _l("Jam foto ada di masa depan"),
    C.NO_TIME: _l("Foto tidak menyimpan waktu"),
    C.IN_TIME_SAID: _l("Diambil setelah ditugaskan, kata perangkat"),
    C.TIMES_DIFFER: _l("Foto dan perangkat menyebut waktu berbeda"),
    C.CAMERA: _l("Diambil dengan kamera aplikasi"),
    C.FROM_FILE: _l("Tidak diambil dengan kamera aplikasi"),
    C.UNKNOWN_SOURCE: _l("Asal foto tidak diketahui"),
    C.NEW: _l("Belum pernah dipakai"),
    C.SAME_FILE: _l("Berkas ini pernah dikirim sebelumnya"),
    C.LOOKS_USED: _l("Sangat mirip foto yang pernah dikirim"),
    C.NOT_COMPARED: _l("Kemiripan belum selesai dibandingkan"),
    C.TOO_PLAIN: _l("Foto terlalu polos untuk dibandingkan"),
    C.TWICE: _l("Sama dengan foto %(place)s di bukti ini"),
    C.REFUSED_HERE: _l("Foto ini sudah ditolak di laporan ini, ronde %(round)s"),
    C.USED_HERE: _l("Foto ini sudah dipakai di laporan ini, ronde %(round)s"),
}
DETAILS: dict[FindingCode, object] = {
    C.NEAR: _l("Batas %(within_m)s m."),
    C.FAR: _l("Lebih jauh dari batas %(within_m)s m."),
    C.NO_POSITION: _l("Jarak tidak dapat diperiksa."),
    C.NO_PIN: _l("Jarak tidak dapat diperiksa."),
    C.NEAR_SAID: _l("Batas %(within_m)s m, ketelitian %(accuracy_m)s m. Fotonya sendiri tidak menyimpan tempat."),
    C.FAR_SAID: _l("Lebih jauh dari batas %(within_m)s m. Fotonya sendiri tidak menyimpan tempat."),
    C.VAGUE: _l("Ketelitiannya %(accuracy_m)s m, batasnya %(within_m)s m."),
    C.PLACES_DIFFER: _l("Selisihnya %(metres)s m. Yang tersimpan di foto lebih dipercaya."),
    C.IN_TIME: _l("%(length)s sesudah laporan masuk ke unit ini."),
    C.TOO_EARLY: _l("%(length)s sebelum laporan masuk ke unit ini."),
    C.IN_FUTURE: _l("Jam kamera lebih cepat %(length)s."),
    C.NO_TIME: _l("Waktu pengambilan tidak dapat diperiksa."),
    C.IN_TIME_SAID: _l("%(length)s sesudah laporan masuk ke unit ini."),
    C.TIMES_DIFFER: _l("Selisihnya %(length)s. Yang tersimpan di foto lebih dipercaya."),
    C.CAMERA: _l("Langsung dari kamera."),
    C.FROM_FILE: _l("Foto dipilih dari berkas."),
    C.UNKNOWN_SOURCE: _l("Kamera atau berkas tidak dapat dibedakan."),
    C.NEW: _l("Tidak mirip foto mana pun sebelumnya, termasuk foto pelapor."),
    C.SAME_FILE: _l("Isinya sama persis dengan foto lain di daerah ini."),
    C.LOOKS_USED: _l("Selisih %(bits)s dari 64 tanda."),
    C.NOT_COMPARED: _l("Hasilnya muncul di halaman pemeriksa begitu foto selesai disiapkan."),
    C.TWICE: _l("Keduanya tetap tersimpan. Foto dari sudut lain lebih meyakinkan."),
    C.REFUSED_HERE: _l("Foto yang sama, atau yang sangat mirip, sudah dikembalikan pemeriksa."),
    C.USED_HERE: _l("Setelah bukti itu diterima, laporan ini masih berlanjut."),
    C.TOO_PLAIN: _l("Hampir satu warna. Ambil foto yang menunjukkan tempat dan pekerjaannya."),
}
SHAPES = {
    Verdict.OK: ("resolved", "is-good", _l("Lolos")),
    Verdict.WARN: ("rework", "is-back", _l("Periksa")),
    Verdict.MISSING: ("needs_info", "is-waiting", _l("Tidak dapat diperiksa")),
}
PENDING = ("scheduled", "is-waiting", _l("Menyusul"))


@dataclass(frozen=True, slots=True)
class Used:
    """A photo of an earlier round of the same complaint: which round, from 1, and whether its proof was refused."""

    round: int
    refused: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding on a page: title, words, shape, role and verdict; `round` is the earlier one that it names."""

    title: str
    words: str
    shape: str
    role: str
    verdict: object
    round: int = 0


def findings(
    book: Rulebook, complaint: Complaint, photos: Sequence[Photo], at: datetime, used: Mapping[UUID, Used]
) -> list[list[Finding]]:
    """The findings of each photo. `at` is when the fix was claimed; what is not compared yet is said to be pending.

    `used` are the photos of the complaint's earlier rounds.
    """
    pin = (complaint.lat, complaint.lon) if complaint.lat is not None and complaint.lon is not None else None
    claim = Claim(pin, complaint.assigned_at, at, book.config.workflow.evidence.within_m)
    together = {photo.id for photo in photos}
    found = [[_named(photo, one) for one in _checked(photo, claim, together, used)] for photo in photos]
    for place, first in doubles([Print(photo.sha256, photo.dhash) for photo in photos]).items():
        found[place] = [_again(one, first) for one in found[place]]
    return found


def _again(finding: Finding, first: int) -> Finding:
    """A photo that is new to the region is none beside its own copy."""
    if finding.code not in {C.NEW, C.NOT_COMPARED, C.TOO_PLAIN}:
        return finding
    return Finding(C.TWICE, Verdict.WARN, {"place": first + 1})


def _checked(photo: Photo, claim: Claim, together: set[UUID], used: Mapping[UUID, Used]) -> Sequence[Finding]:
    alike = _alike(photo, together)
    found = check(capture_of(photo), claim, alike).findings
    before = sorted((used[one.photo_id] for one in alike or () if one.photo_id in used), key=lambda one: -one.refused)
    return [_here(one, before[0]) if before else one for one in found]


def _here(finding: Finding, before: Used) -> Finding:
    """A photo that came in an earlier round of this complaint says more than one that came anywhere."""
    if finding.code not in {C.SAME_FILE, C.LOOKS_USED}:
        return finding
    code = C.REFUSED_HERE if before.refused else C.USED_HERE
    return Finding(code, Verdict.WARN, {**finding.values, "round": before.round})


def _named(photo: Photo, finding: Finding) -> Finding:
    """A picture that was opened and still cannot be compared shows too little, such as a wall or a covered lens."""
    if finding.code is C.NOT_COMPARED and photo.state == PhotoState.READY:
        return Finding(C.TOO_PLAIN, Verdict.MISSING)
    return finding


def _alike(photo: Photo, together: set[UUID]) -> Sequence[Similar] | None:
    """Earlier photos like it. The very same file is known at once; a likeness only after the photo was opened."""
    found = similar(g.scope.session, photo, besides=together - {photo.id}, most=MOST_ALIKE)
    return found if found or photo.state == PhotoState.READY else None


def to_keep(photo: Photo, found: Sequence[Finding]) -> list[dict[str, object]]:
    """The findings as the history keeps them; what is pending is no finding yet."""
    return [
        {"photo": photo.id.hex, "code": str(one.code), "verdict": str(one.verdict), **one.values}
        for one in found
        if one.code is not C.NOT_COMPARED
    ]


def is_clear(found: Sequence[Sequence[Finding]]) -> bool:
    """Whether nothing asks for a written reason now."""
    return all(one.verdict is Verdict.OK or one.code is C.NOT_COMPARED for each in found for one in each)


def shown(found: Sequence[Finding]) -> list[Shown]:
    """Findings in words, each with its shape."""
    return [_shown(one) for one in found]


def _shown(finding: Finding) -> Shown:
    values = dict(finding.values)
    minutes = values.get("minutes")
    if isinstance(minutes, int):
        values["length"] = timing.length(timedelta(minutes=minutes))
    shape, role, verdict = PENDING if finding.code is C.NOT_COMPARED else SHAPES[finding.verdict]
    title, detail = str(TITLES[finding.code]), str(DETAILS[finding.code])
    return Shown(title % values, detail % values, shape, role, verdict, int(str(values.get("round", 0))))
