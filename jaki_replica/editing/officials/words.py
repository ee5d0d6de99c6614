"""The roster in words for people: kinds, changes, troubles, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from uuid import UUID

from jaki_replica.editing.telling import Told
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.terms import Change, ChangeKind, Holding, Person, Trouble, Wrong
from jaki_replica.officials.sheets.terms import Refusal, Refused
from jaki_replica.officials.units import Organisation
from jaki_replica.ui.formats import short_day
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

KINDS: Mapping[Tenure, object] = {
    Tenure.DEFINITIVE: _l("Definitif"),
    Tenure.PLT: _l("Plt."),
    Tenure.PLH: _l("Plh."),
    Tenure.PJ: _l("Pj."),
}

TROUBLES: Mapping[Wrong, object] = {
    Wrong.OVERLAP: _l(
        "%(one)s (%(one_kind)s, sejak %(one_since)s) dan %(other)s (%(other_kind)s, sejak %(other_since)s) menjabat"
        " %(unit)s pada waktu yang sama. Akhiri salah satunya lebih dulu."
    ),
    Wrong.TWO_POSTS: _l(
        "%(name)s akan menjabat %(other)s dan %(unit)s sekaligus. Akhiri salah satunya, atau angkat sebagai Plt."
    ),
    Wrong.NIP_TAKEN: _l("NIP %(name)s sudah dipakai %(other)s."),
    Wrong.NIP_DIGITS: _l("NIP terdiri atas 18 angka; %(value)s berisi %(count)s angka."),
    Wrong.NIP_ROUNDED: _l(
        "%(value)s: NIP tersimpan sebagai angka, jadi angka terakhirnya sudah hilang. Ketik ulang sebagai teks."
    ),
    Wrong.NAME_EMPTY: _l("Nama belum diisi."),
    Wrong.NAME_LONG: _l("Nama paling panjang %(most)s huruf."),
    Wrong.NAME_SIGNS: _l("Ada tanda yang tidak terlihat, atau tidak ada hurufnya."),
    Wrong.EMAIL: _l("%(value)s bukan alamat surel."),
    Wrong.PHONE: _l("%(value)s bukan nomor telepon."),
    Wrong.TEXT_LONG: _l("Paling panjang %(most)s huruf."),
    Wrong.ENDS_BEFORE: _l("Hari terakhir mendahului hari pertama."),
    Wrong.DATE: _l("%(value)s bukan tanggal. Tulis 2026-12-01 atau 1 Desember 2026."),
    Wrong.DATE_EMPTY: _l("Tanggal belum diisi."),
    Wrong.DATE_FAR: _l("Tahun pada %(value)s di luar kewajaran."),
    Wrong.KIND: _l("%(value)s bukan Definitif, Plt, Plh, atau Pj."),
    Wrong.NO_POST: _l("Jabatan belum diisi."),
    Wrong.POST_UNKNOWN: _l("Tidak ada jabatan %(value)s di daerah ini."),
    Wrong.POST_AMBIGUOUS: _l("Ada lebih dari satu jabatan %(value)s. Isi kodenya: %(codes)s."),
    Wrong.POST_MISMATCH: _l(
        "Kode ini milik %(right)s, bukan %(value)s. Mungkin satu kolom diurutkan tanpa kolom lainnya."
    ),
    Wrong.PERSON_UNKNOWN: _l("Orang ini tidak ada di daftar."),
    Wrong.PERSON_CODE: _l("%(value)s bukan kode orang. Kosongkan untuk orang baru."),
    Wrong.NAMES_DIFFER: _l("%(name)s dan %(other)s tercatat sebagai satu orang."),
    Wrong.ROW_TWICE: _l("%(name)s sudah ada di baris %(first)s dengan isi lain."),
    Wrong.MANY_ROWS: _l("Lebih dari %(most)s baris untuk jabatan %(unit)s."),
    Wrong.MERGED: _l("Sel digabung (%(block)s). Pisahkan, lalu isi satu per satu."),
    Wrong.FORMULA: _l("Sel berisi rumus. Salin dan tempel sebagai nilai."),
    Wrong.NO_TENURE: _l("Masa jabatan ini sudah tidak ada."),
    Wrong.NAMESAKE: _l("Sudah ada orang bernama %(name)s. Dianggap orang lain; isi NIP bila orangnya sama."),
    Wrong.RENAMED: _l("Nama %(other)s berubah menjadi %(name)s."),
    Wrong.SAME_ROW: _l("Sama dengan baris %(first)s, jadi dihitung sekali."),
    Wrong.SINCE_TODAY: _l("Mulai belum diisi, jadi %(name)s dicatat mulai hari ini."),
    Wrong.COLUMN_UNKNOWN: _l("Kolom %(value)s tidak dibaca."),
}

REFUSALS: Mapping[Refusal, object] = {
    Refusal.EMPTY: _l("Berkasnya kosong."),
    Refusal.TOO_BIG: _l("Berkas lebih besar dari %(most)s MB."),
    Refusal.TOO_MANY_ROWS: _l(
        "Berkas berisi lebih dari %(most)s baris, atau ada sel terisi jauh di bawah daftar. Hapus selebihnya."
    ),
    Refusal.UNPACKS_TOO_BIG: _l("Isi berkas lebih dari %(most)s MB. Simpan daftarnya saja di berkas baru."),
    Refusal.MACROS: _l("Berkas berisi makro. Simpan sebagai .xlsx tanpa makro."),
    Refusal.PASSWORD: _l("Berkas terkunci kata sandi. Simpan tanpa kata sandi."),
    Refusal.OLD_FORMAT: _l("Ini format .xls lama. Simpan sebagai .xlsx."),
    Refusal.OTHER_FORMAT: _l("Berkas ini bukan XLSX atau CSV."),
    Refusal.DAMAGED: _l("Berkas rusak. Buka, lalu simpan lagi sebagai .xlsx."),
    Refusal.NOT_TEXT: _l("Berkas ini bukan XLSX atau teks."),
    Refusal.NO_HEADINGS: _l(
        "Judul kolom tidak ditemukan dalam %(most)s baris pertama. Perlu Nama dan Kode jabatan atau Jabatan."
    ),
    Refusal.HEADING_TWICE: _l("Judul kolom %(heading)s ada dua kali (%(cell)s)."),
    Refusal.HEADING_MERGED: _l("Judul kolom digabung (%(cell)s). Pisahkan dulu."),
}

UNITS, DAYS, TENURES = (
    frozenset({"unit", "other_unit"}),
    frozenset({"one_since", "other_since"}),
    ("one_kind", "other_kind"),
)


def refusal_words(refused: Refused) -> str:
    """Why a file is refused, and what to do."""
    return str(REFUSALS[refused.why]) % refused.values


def trouble_words(trouble: Trouble, organisation: Organisation) -> str:
    """What is wrong, with posts by their titles and days as they are written here."""
    values = dict(trouble.values)
    for key in ("unit", "other") if trouble.what is Wrong.TWO_POSTS else ("unit",):
        values[key] = post_title(values.get(key, ""), organisation)
    values |= {key: short_day(date.fromisoformat(values[key])) for key in DAYS if key in values}
    values |= {key: str(KINDS[Tenure(values[key])]) for key in TENURES if key in values}
    words = str(TROUBLES[trouble.what]) % values
    near = values.get("near", "")
    return f"{words} {_('Mungkin maksudnya %(near)s?', near=near)}" if near else words


def post_title(unit: str, organisation: Organisation) -> str:
    """The title of a unit's post; the key itself for one that is no more."""
    found = organisation.units.get(unit)
    return found.head.title if found else unit


def span(one: Holding) -> str:
    """From when to when, in words."""
    if one.until is None:
        return _("sejak %(day)s", day=short_day(one.since))
    return _("%(first)s sampai %(last)s", first=short_day(one.since), last=short_day(one.until))


def change_words(changes: Iterable[Change], organisation: Organisation) -> tuple[Told, ...]:
    """Every change as a sentence, posts first, with the key of the post as detail."""
    ordered = sorted(changes, key=lambda one: not one.unit)
    leaving = {one.old.id for one in ordered if one.kind is ChangeKind.PERSON_REMOVED and isinstance(one.old, Person)}
    return tuple(Told(_sentence(one, organisation, leaving), one.unit, "") for one in ordered)


def _sentence(change: Change, organisation: Organisation, leaving: Set[UUID]) -> str:
    if change.unit:
        return _tenure_sentence(change, post_title(change.unit, organisation), leaving)
    if change.kind is ChangeKind.PERSON_ADDED:
        return _("%(name)s masuk daftar", name=change.name)
    if change.kind is ChangeKind.PERSON_REMOVED:
        return _("%(name)s keluar dari daftar", name=change.name)
    return _("Data %(name)s berubah: %(fields)s", name=change.name, fields=", ".join(_fields(change)))


def _tenure_sentence(change: Change, title: str, leaving: Set[UUID]) -> str:
    old, new = change.old, change.new
    values = {"name": change.name, "title": title}
    if change.kind is ChangeKind.APPOINTED and isinstance(new, Holding):
        return _("%(name)s menjabat %(title)s, %(kind)s, %(span)s", **values, kind=KINDS[new.kind], span=span(new))
    if change.kind is ChangeKind.WITHDRAWN and isinstance(old, Holding):
        return _("Masa jabatan %(name)s sebagai %(title)s (%(span)s) dibatalkan", **values, span=span(old))
    assert isinstance(new, Holding)
    assert isinstance(old, Holding)
    if old.until == new.until:
        return _("Nomor keputusan %(name)s sebagai %(title)s diperbarui", **values)
    if new.until is None:
        return _("Masa jabatan %(name)s sebagai %(title)s tidak lagi dibatasi", **values)
    values["day"] = short_day(new.until)
    if new.person in leaving:
        return _("Masa jabatan %(name)s sebagai %(title)s berakhir %(day)s, saat keluar dari daftar", **values)
    return _("Masa jabatan %(name)s sebagai %(title)s berakhir %(day)s", **values)


def _fields(change: Change) -> list[str]:
    old, new = change.old, change.new
    assert isinstance(old, Person)
    assert isinstance(new, Person)
    words = {"name": _("nama"), "nip": "NIP", "email": _("surel"), "phone": _("telepon")}
    return [word for field, word in words.items() if getattr(old, field) != getattr(new, field)]
