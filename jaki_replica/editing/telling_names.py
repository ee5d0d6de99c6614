"""The words of a path of the region's file, and of the values written there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jaki_replica.tenancy.configuration.schema.scalars import LENGTH
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Counting, Duration, RegionConfig, TimeUnit
from jaki_replica.ui.formats import duration
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

LONGEST = 160
PLACE = re.compile(r"\[(\d+)\]")
TELLING = re.compile(r"\b(?:number|on|first|category|name|area|why): (?:\{id: )?([^,{}]+)")
KEYED = ("categories", "groups", "agencies", "referrals", "positions", "services", "channels")
OWNERS = ("owner", "unit", "validator", "arbiter", "office", "reports_to")
SECTIONS: Mapping[str, object] = {
    "region": _l("Daerah"), "brand": _l("Merek"), "pages": _l("Halaman"), "privacy": _l("Privasi"),
    "emergency": _l("Nomor darurat"), "areas": _l("Wilayah"), "positions": _l("Jabatan"), "agencies": _l("Dinas"),
    "referrals": _l("Instansi luar"), "groups": _l("Kelompok"), "categories": _l("Kategori"),
    "routes": _l("Pengecualian pemilik"), "channels": _l("Kanal"), "sla": _l("Batas waktu"),
    "calendar": _l("Kalender"), "workflow": _l("Alur kerja"), "evaluation": _l("Penilaian"),
    "services": _l("Layanan"), "limits": _l("Batas pemakaian"),
}  # fmt: skip
WORDS: Mapping[str, object] = {
    "portal": _l("nama portal"), "letters": _l("huruf tanda"), "primary": _l("warna utama"),
    "accent": _l("warna aksen"), "corner": _l("sudut"), "motif": _l("motif"), "font": _l("jenis huruf"),
    "promise": _l("janji"), "notice": _l("pengumuman"), "footer": _l("kaki halaman"), "contact": _l("kontak"),
    "address": _l("alamat"), "phone": _l("telepon"), "whatsapp": _l("WhatsApp"), "email": _l("surel"),
    "website": _l("situs"), "number": _l("nomor"), "name": _l("nama"), "id": _l("Indonesia"), "en": _l("Inggris"),
    "owner": _l("pemilik"), "first": _l("pemeriksa pertama"), "near_m": _l("jarak laporan serupa (meter)"),
    "synonyms": _l("kata lain"), "sensitive": _l("peka"), "photo": _l("foto"), "call": _l("nomor yang ditelepon"),
    "group": _l("kelompok"), "tile": _l("ubin"), "icon": _l("gambar"), "retired_on": _l("dihentikan sejak"),
    "default": _l("semua kategori"), "overrides": _l("khusus"), "escalation": _l("pemberitahuan ke atasan"),
    "verify": _l("diperiksa"), "accept": _l("koordinasi diterima"), "answer": _l("jawaban pertama"),
    "amber": _l("kuning"), "red": _l("merah"), "finish": _l("selesai"), "validate": _l("bukti diperiksa"),
    "reporter": _l("giliran pelapor"), "acknowledge": _l("tanda terima instansi lain"),
    "questions": _l("banyaknya pertanyaan"), "legal": _l("batas hukum"), "step": _l("batas yang terlewat"),
    "late_by": _l("lewat selama"), "up": _l("tingkat ke atas"), "category": _l("kategori"), "area": _l("wilayah"),
    "why": _l("alasan"), "hours": _l("jam kerja"), "national_holidays": _l("libur nasional"),
    "joint_leave": _l("cuti bersama"), "holidays": _l("libur daerah"), "worked": _l("hari masuk"),
    "periods": _l("masa khusus"), "on": _l("tanggal"), "last": _l("sampai"),
    "monday": _l("Senin"), "tuesday": _l("Selasa"), "wednesday": _l("Rabu"), "thursday": _l("Kamis"),
    "friday": _l("Jumat"), "saturday": _l("Sabtu"), "sunday": _l("Minggu"),
    "validator": _l("pemeriksa bukti"), "arbiter": _l("penengah"), "office": _l("kantor penilai"),
    "title": _l("sebutan"), "head": _l("pimpinan"), "allowance": _l("tunjangan"), "reports_to": _l("atasan"),
    "unit": _l("unit"), "summary": _l("ringkasan"), "languages": _l("bahasa"), "hosts": _l("alamat portal"),
    "government": _l("nama pemerintah"), "kind": _l("jenis"), "zone": _l("zona waktu"),
}  # fmt: skip
VALUES: Mapping[str, object] = {"yes": _l("ya"), "no": _l("tidak")}
FIRST: Mapping[str, object] = {"area": _l("pejabat wilayah"), "owner": _l("pemiliknya")}


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called, after the change or before it."""

    old: RegionConfig | None
    new: RegionConfig

    def of(self, section: str, key: str) -> str:
        """The name of an entry of a section; the key itself where it has none."""
        for config in (self.new, self.old):
            found = next((one for one in getattr(config, section, ()) if one.key == key), None) if config else None
            name = getattr(found, "name", "") or getattr(found, "title", "")
            if name:
                return _filled(name if isinstance(name, str) else words(name))
        return key

    def owner(self, key: str) -> str:
        """The name of an agency, a body outside or a position."""
        if key == AREA_OWNER:
            return _("pejabat wilayah")
        found = (self.of(section, key) for section in ("agencies", "referrals", "positions"))
        return next((name for name in found if name != key), key)

    def key_in(self, section: str, rest: str) -> str:
        """The key a path begins with below a section: keys of categories have dots themselves."""
        known = {one.key for config in (self.new, self.old) if config for one in getattr(config, section)}
        fitting = [key for key in known if rest == key or rest.startswith((f"{key}.", f"{key}["))]
        return max(fitting, key=len, default=rest.partition(".")[0])


def _filled(name: str) -> str:
    """A name that is made for each area anew, for all of them: without the place that is filled in later."""
    return re.sub(r"\s*\{\w+\}", "", name).strip() + " " + _("setempat") if "{" in name else name


def subject(path: str, names: Names) -> str:
    """A path in words: "Lampu jalan mati: pemilik", "Nomor darurat 2: nama Inggris"."""
    section, _dot, rest = path.partition(".")
    place = PLACE.search(section)
    head = PLACE.sub("", section)
    title = str(SECTIONS.get(head, head)) + (f" {place[1]}" if place else "")
    if head in KEYED and rest:
        key = names.key_in(head, rest)
        rest = rest[len(key) :].lstrip(".")
        title = names.of(head, key)
    tail = " ".join(_steps(rest))
    return f"{title}: {tail}" if tail else title


def _steps(rest: str) -> Iterator[str]:
    for step in rest.split(".") if rest else ():
        place = PLACE.search(step)
        name = PLACE.sub("", step)
        yield str(WORDS.get(name, name)) + (f" {place[1]}" if place else "")


def value_words(path: str, text: str, names: Names) -> str:
    """A value in words: a key by its name, a length of time, yes or no; a long one is cut."""
    if text.startswith("{"):
        return ", ".join(found[1].strip() for found in TELLING.finditer(text))[:LONGEST]
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    last = PLACE.sub("", path.rpartition(".")[2])
    if last in OWNERS:
        return names.owner(text)
    if last == "group":
        return names.of("groups", text)
    if last == "first" and text in FIRST:
        return str(FIRST[text])
    length = LENGTH.fullmatch(text)
    if length:
        counting = Counting.WORKING if length["counting"] == "w" else Counting.CALENDAR
        return duration(Duration(int(length["amount"]), TimeUnit(length["unit"]), counting))
    return str(VALUES.get(text, text if len(text) <= LONGEST else text[:LONGEST] + " ..."))
