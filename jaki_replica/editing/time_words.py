"""What is wrong with limits and calendars, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

BY_RULE: Mapping[str, object] = {
    "amber_after_red": _l("Kuning harus lebih dulu dari merah, atau bersamaan."),
    "red_after_finish": _l("Merah harus lebih dulu dari batas selesai, atau bersamaan."),
    "finish_after_legal": _l("Batas selesai harus lebih dulu dari batas hukum."),
    "verify_after_finish": _l("Pemeriksaan tidak boleh lebih lama dari batas selesai."),
    "answer_after_finish": _l("Jawaban pertama tidak boleh lebih lama dari batas selesai."),
    "mixed_counting": _l("Kuning, merah, dan selesai dihitung sama: semuanya hari biasa, atau semuanya hari kerja."),
    "twice": _l("Ini sudah ada di baris lain. Hapus salah satu."),
    "no_weekday": _l("Isi jam kerja paling sedikit satu hari."),
}
BY_PLACE: Mapping[str, object] = {
    "category": _l("Pilih kategori atau kelompok kategori yang ada."),
    "step": _l("Pilih batas yang terlewat."),
    "up": _l("Pilih atasan mana yang diberi tahu."),
    "on": _l("Tanggal ditulis tahun dulu, misalnya 2026-08-17."),
    "first": _l("Hari pertama ditulis tahun dulu, dan tidak bertumpuk dengan masa lain."),
    "last": _l("Hari terakhir ditulis tahun dulu, sama dengan hari pertama atau sesudahnya."),
    "name": _l("Namanya diisi, paling panjang 120 huruf."),
}
HOURS = _l("Jam ditulis seperti 07:30-12:00, 13:00-16:00, dari pagi ke sore. Kosongkan bila tutup.")
LENGTHS = _l("Lama ditulis seperti 6 jam, 3 hari, 6 jam kerja, atau 14 hari kerja.")


def say(finding: Finding, typed: str) -> str:
    """One finding about time in a sentence."""
    if finding.code in BY_RULE:
        return str(BY_RULE[finding.code])
    wanted = BY_PLACE.get(str(finding.path[-1]), LENGTHS)
    if finding.path[:2] == ("calendar", "hours") or "hours" in finding.path:
        wanted = HOURS
    return _("“%(typed)s” tidak bisa dipakai. %(wanted)s", typed=typed[:40], wanted=wanted) if typed else str(wanted)
