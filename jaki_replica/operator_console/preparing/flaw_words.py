"""What is wrong with an agreement, in the words of the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jaki_replica.onboarding.preparing.agreement import Flaw, Wrong
from jaki_replica.operator_console.preparing.words import day
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

FIELDS: Mapping[str, object] = {
    "number": _l("Nomor perjanjian"),
    "signed_on": _l("Tanggal tanda tangan"),
    "starts_on": _l("Mulai berlaku"),
    "ends_on": _l("Berakhir"),
    "region.government": _l("Pemerintah daerah"),
    "region.name": _l("Nama penanda tangan daerah"),
    "region.office": _l("Jabatan penanda tangan daerah"),
    "operator.government": _l("Pemerintah pelaksana"),
    "operator.name": _l("Nama penanda tangan pelaksana"),
    "operator.office": _l("Jabatan penanda tangan pelaksana"),
    "scope": _l("Ruang lingkup"),
    "stages": _l("Tahapan"),
    "acceptance.number": _l("Nomor berita acara"),
    "acceptance.signed_on": _l("Tanggal berita acara"),
}


def flaw(wrong: Wrong) -> str:
    """What is wrong with a field of the agreement, and what to write."""
    return FLAWS[wrong.flaw](_name(wrong), wrong.values)


def _name(wrong: Wrong) -> str:
    if wrong.path[0] == "stages" and len(wrong.path) > 1:
        return _("Tahap %(n)s", n=int(str(wrong.path[1])) + 1)
    return str(FIELDS.get(".".join(str(part) for part in wrong.path), wrong.where))


FLAWS: Mapping[Flaw, Callable[[str, Mapping[str, object]], str]] = {
    Flaw.MISSING: lambda n, v: _("%(field)s belum diisi.", field=n),
    Flaw.LENGTH: lambda n, v: _(
        "%(field)s berisi %(found)s huruf; tulis %(least)s sampai %(most)s.",
        field=n,
        found=v["found"],
        least=v["least"],
        most=v["most"],
    ),
    Flaw.SIGNS: lambda n, v: _("%(field)s memuat tanda yang tidak terlihat. Ketik ulang.", field=n),
    Flaw.NO_DATE: lambda n, v: _(
        "%(field)s: “%(found)s” bukan tanggal. Tulis seperti 2026-12-31.", field=n, found=v["found"]
    ),
    Flaw.UNKNOWN: lambda n, v: _("%(field)s tidak dikenal.", field=n),
    Flaw.STAGES: lambda n, v: _("Tahapan paling banyak %(most)s.", most=v["most"]),
    Flaw.TO_COME: lambda n, v: _("%(field)s masih di depan. Catat setelah kedua pihak menandatangani.", field=n),
    Flaw.BACKWARDS: lambda n, v: _(
        "Perjanjian berakhir sebelum mulai. Tulis %(day)s atau sesudahnya.", day=day(v["least"])
    ),
    Flaw.OVER: lambda n, v: _("Perjanjian ini sudah berakhir. Catat perjanjian yang berlaku sekarang."),
    Flaw.SAME_SIDE: lambda n, v: _("Kedua pihak sama. Tulis pemerintah yang menjalankan sistem ini."),
    Flaw.SAME_PERSON: lambda n, v: _("Penanda tangan kedua pihak sama. Tulis penanda tangan pelaksana."),
    Flaw.OUTSIDE: lambda n, v: _(
        "%(field)s di luar masa perjanjian, %(least)s sampai %(most)s.",
        field=n,
        least=day(v["least"]),
        most=day(v["most"]),
    ),
    Flaw.DISORDER: lambda n, v: _("%(field)s lebih awal dari tahap di atasnya.", field=n),
    Flaw.ACCEPTED: lambda n, v: _(
        "%(field)s harus antara %(least)s dan %(most)s.", field=n, least=day(v["least"]), most=day(v["most"])
    ),
}
