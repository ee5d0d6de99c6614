"""The checklist's lines in the words of the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jaki_replica.onboarding.preparing.terms import Check, Outcome, Preparation, Step
from jaki_replica.operator_console.preparing.words import NOT_YET, Line, address, day
from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

CHECKS: Mapping[str, tuple[object, Step]] = {
    "agreement": (_l("Perjanjian Swakelola Tipe II"), Step.AGREEMENT),
    "file": (_l("Berkas daerah diperiksa"), Step.CONFIGURATION),
    "schema": (_l("Skema dan akun basis data dibuat"), Step.CONFIGURATION),
    "host": (_l("Alamat portal dijawab"), Step.CONFIGURATION),
    "areas": (_l("Wilayah dimuat"), Step.AREAS),
    "posts": (_l("Pejabat diisi"), Step.OFFICIALS),
    "validator": (_l("Pemeriksa bukti dijabat"), Step.OFFICIALS),
    "admin": (_l("Admin daerah diundang"), Step.OFFICIALS),
    "categories": (_l("Setiap kategori punya pemilik"), Step.CATEGORIES),
    "sla": (_l("Kalender dan batas waktu"), Step.SLA),
    "brand": (_l("Merek lolos kontras"), Step.BRAND),
    "trial": (_l("Laporan percobaan sampai ke unit yang benar"), Step.AREAS),
}
SIGNS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.GOOD: ("resolved", "is-good"),
    Outcome.WARNING: ("scheduled", "is-waiting"),
    Outcome.OPEN: ("next", "is-ended"),
    Outcome.BAD: ("rework", "is-back"),
}


def checked(preparation: Preparation, checks: tuple[Check, ...]) -> list[Line]:
    """The checklist, each line with its finding and where it is mended."""
    return [_checked(preparation, check) for check in checks]


def _checked(preparation: Preparation, check: Check) -> Line:
    title, step = CHECKS[check.key]
    shape, role = SIGNS[check.outcome]
    words = CHECKED[check.key](check.values, check.outcome) if check.values else str(NOT_YET)
    href = "" if check.outcome is Outcome.GOOD else address(preparation, step)
    return Line(title, words, shape, role, href, step)


def _agreement(v: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.BAD:
        return _("Perjanjian ini tidak berlaku lagi atau ada isinya yang tidak cocok.")
    return _("%(number)s, sampai %(day)s", number=v["number"], day=day(v["ends_on"]))


def _file(v: Mapping[str, object], _outcome: Outcome) -> str:
    if v["pending"]:
        return _("Revisi %(n)s berlaku. Ada perubahan yang belum diterima.", n=v["revision"])
    return _("Revisi %(n)s berlaku, 0 salah", n=v["revision"])


def _schema(v: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.BAD:
        return _("Versi %(version)s dari %(head)s, %(n)s baris berbeda. Jalankan jaki tenants upgrade.",
                 version=v["version"], head=v["head"], n=v["drift"])  # fmt: skip
    return _("Versi %(version)s, yang terbaru, tanpa penyimpangan", version=v["version"])


def _host(v: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.BAD:
        return _("%(host)s tidak sampai ke portal ini. Periksa DNS dan berkas daerah.", host=_all(v["wrong"]))
    if outcome is Outcome.WARNING:
        return _("%(host)s dikenal. Server di mesin ini belum berjalan saat diperiksa.", host=v["host"])
    return _("%(host)s dijawab server yang berjalan", host=v["host"])


def _ground(v: Mapping[str, object], _outcome: Outcome) -> str:
    words = _("%(n)s desa dan kelurahan", n=number(_count(v["villages"])))
    if v["missing"]:
        words += ", " + _("%(n)s tanpa batas", n=v["missing"])
    if not v["approximate"]:
        return words + ", " + _("batas resmi")
    after = _(
        "Unggah batas resmi di langkah ini; setelah dibuka, dengan jaki areas import %(slug)s BERKAS.",
        slug=v.get("slug", ""),
    )
    return f"{words}, {_('batas perkiraan')}. {after}"


def _posts(v: Mapping[str, object], _outcome: Outcome) -> str:
    words = _("%(held)s dari %(posts)s jabatan", held=v["held"], posts=v["posts"])
    if v.get("agencies") and not v.get("agencies_held"):
        words += ". " + _("Semua perangkat daerah kosong: laporannya belum bisa dikerjakan siapa pun.")
    return words


def _validator(v: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.GOOD:
        return _("%(post)s terisi", post=v["title"]) if v["held"] else _("%(n)s akun pemeriksa bukti", n=v["accounts"])
    return _(
        "%(post)s: %(held)s dari %(posts)s terisi. Sebelum terisi, klaim selesai tidak bisa diterima.",
        post=v["title"],
        held=v["held"],
        posts=v["posts"],
    )


def _categories(v: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.BAD:
        return _("Tanpa pemilik: %(names)s. Laporan akan tertahan.", names=_all(v["without"]))
    words = _("%(n)s kategori di %(areas)s wilayah, semua ada pemiliknya",
              n=v["categories"], areas=number(_count(v["areas"])))  # fmt: skip
    return words + _unseen(outcome)


def _sla(v: Mapping[str, object], outcome: Outcome) -> str:
    missing = v["missing_years"]
    words = _("Hari libur tahun ini dan tahun depan ada")
    if missing:
        words = _("Hari libur %(years)s belum ditetapkan pemerintah", years=_all(missing))
    return words + _unseen(outcome)


def _trial(v: Mapping[str, object], outcome: Outcome) -> str:
    words = _("%(good)s dari %(all)s titik sampai, tidak ada yang tersimpan", good=v["arrived"], all=v["tried"])
    if outcome is Outcome.GOOD:
        return words
    wrong = v["wrong"]
    return words + ". " + _("Salah: %(where)s", where=_all(f"{w[0]} di {w[1]}" for w in wrong))  # type: ignore[attr-defined]


def _unseen(outcome: Outcome) -> str:
    return ". " + _("Belum disetujui.") if outcome is Outcome.OPEN else ""


CHECKED: Mapping[str, Callable[[Mapping[str, object], Outcome], str]] = {
    "agreement": _agreement,
    "file": _file,
    "schema": _schema,
    "host": _host,
    "areas": _ground,
    "posts": _posts,
    "validator": _validator,
    "admin": lambda v, o: _("%(n)s admin", n=v["admins"]) if o is Outcome.GOOD else _("Belum ada yang diundang"),
    "categories": _categories,
    "sla": _sla,
    "brand": lambda v, o: _("%(good)s dari %(all)s pasangan", good=v["good"], all=v["pairs"]) + _unseen(o),
    "trial": _trial,
}


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _all(found: object) -> str:
    return ", ".join(str(one) for one in found)  # type: ignore[attr-defined]
