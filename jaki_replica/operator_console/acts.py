"""What the log's lines say, in words."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.operator_console.words import JOBS
from jaki_replica.tenancy.operator_log import Line
from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

ACTS: dict[str, object] = {
    "operator.signed_in": _l("Masuk"),
    "operator.sign_in_refused": _l("Gagal masuk"),
    "operator.code_refused": _l("Kode salah"),
    "operator.recovery_used": _l("Kode cadangan dipakai"),
    "operator.enrolled": _l("Kode masuk dipasang"),
    "operator.recovery_renewed": _l("Kode cadangan dibuat baru"),
    "operator.password_changed": _l("Kata sandi diganti"),
    "operator.session_ended": _l("Peramban dikeluarkan"),
    "operator.added": _l("Pengelola ditambahkan"),
    "operator.disabled": _l("Pengelola dinonaktifkan"),
    "operator.enabled": _l("Pengelola diaktifkan"),
    "operator.totp_reset": _l("Kode masuk dihapus"),
    "operator.password_reset": _l("Kata sandi dibuatkan"),
    "tenant.registered": _l("Daerah didaftarkan"),
    "tenant.active": _l("Daerah dijalankan"),
    "tenant.suspended": _l("Daerah dihentikan"),
    "tenant.rotation_ordered": _l("Kata sandi basis data diminta baru"),
    "tenant.password_rotated": _l("Kata sandi basis data diganti"),
    "tenant.configured": _l("Pengaturan diterapkan"),
    "tenant.rolled_back": _l("Pengaturan dikembalikan"),
    "tenant.areas_imported": _l("Batas wilayah diganti"),
    "onboarding.region": _l("Daerah baru dipilih"),
    "onboarding.agreement": _l("Perjanjian dicatat"),
    "onboarding.configuration": _l("Berkas daerah diterima"),
    "onboarding.areas": _l("Wilayah dimuat"),
    "onboarding.officials": _l("Pejabat dilihat"),
    "onboarding.categories": _l("Pemilik kategori disetujui"),
    "onboarding.sla": _l("Batas waktu disetujui"),
    "onboarding.brand": _l("Merek disetujui"),
    "onboarding.checklist": _l("Daftar persiapan lengkap"),
    "onboarding.live": _l("Daerah dibuka untuk warga"),
    "onboarding.abandoned": _l("Persiapan dibatalkan"),
    "tenants.upgraded": _l("Skema diperbarui"),
    "jobs.retried": _l("Pekerjaan gagal diulang"),
    "backups.recorded": _l("Cadangan dicatat"),
    "holidays.added": _l("Libur nasional ditambahkan"),
    "holidays.withdrawn": _l("Libur nasional dicabut"),
    "holidays.refreshed": _l("Libur nasional diperbarui"),
    "platform.prepared": _l("Skema bersama disiapkan"),
    "log.exported": _l("Catatan diunduh"),
}
ALARMING = frozenset(
    {
        "operator.sign_in_refused",
        "operator.code_refused",
        "operator.totp_reset",
        "operator.disabled",
        "tenant.suspended",
    }
)
DETAILS: dict[str, object] = {
    "code": _l("kode %(value)s"),
    "day": _l("tanggal %(value)s"),
    "seconds": _l("%(value)s detik"),
    "count": _l("jumlah %(value)s"),
    "sessions": _l("%(value)s peramban"),
    "revision": _l("revisi %(value)s"),
    "content_of": _l("isi revisi %(value)s"),
    "version": _l("versi %(value)s"),
    "upgraded": _l("%(value)s diperbarui"),
    "failed": _l("%(value)s gagal"),
    "name_hmac": _l("nama disamarkan %(value)s"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """A line in words: what was done, what it was done to, why; `alarms` for what somebody should look at."""

    word: object
    about: str
    reason: str
    alarms: bool


def in_words(line: Line) -> Act:
    """A line in words. An act that this page does not know yet stands under its own name."""
    details = line.details
    about = details.get("operator") or ""
    job = str(details.get("job") or "")
    rest = [
        str(words) % {"value": _said(details[key])} for key, words in DETAILS.items() if details.get(key) is not None
    ]
    words = ", ".join(filter(None, [str(about), str(JOBS.get(job, job)), *rest]))
    return Act(ACTS.get(line.action, line.action), words, str(details.get("reason", "")), line.action in ALARMING)


def _said(value: object) -> object:
    """A fraction with the comma or point of the language; anything else as it is."""
    return number(value) if isinstance(value, float) else value


def by_whom(actor: str) -> str:
    """Who did it: an operator's name, the command line and its user, or nobody."""
    kind, _colon, name = actor.partition(":")
    if actor == "nobody":
        return _("Tanpa masuk")
    return _("%(name)s, lewat perintah", name=name) if kind == "cli" and name else name or actor
