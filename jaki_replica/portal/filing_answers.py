"""Reads what a step of the form holds into the draft, and says in words what cannot be used."""

from __future__ import annotations

import re

from flask import request
from werkzeug.datastructures import FileStorage

from jaki_replica.complaints.drafts import Draft, DraftPhoto
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.words import cleaned
from jaki_replica.foundation.clock import now
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.photos.actions import receive
from jaki_replica.photos.terms import CaptureSource, PhotoKind, PhotoRefused, Refusal, RefusalCode, Upload
from jaki_replica.portal import filing_photos
from jaki_replica.portal.filing_categories import shelves
from jaki_replica.portal.filing_places import chosen_area, point_of, spot
from jaki_replica.portal.here import here, house, session
from jaki_replica.ui.at_hand import files, rulebook
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _

LONGEST_LANDMARK = 300
LONGEST_KEPT = 200_000
type_faults = list[tuple[str, str]]


def written(name: str, most: int = LONGEST_KEPT) -> str:
    """A text of the form, safe to keep; only what no one could have meant is cut."""
    return cleaned(request.form.get(name, "")[:most])


def read_photos(draft: Draft) -> type_faults:
    """Add the photos sent and take out the one named; photos that cannot be used are refused one by one."""
    filing_photos.take_out(draft)
    most = here().limits.photos
    faults: type_faults = []
    for name, source in (("kamera", CaptureSource.CAMERA), ("foto", CaptureSource.FILE)):
        for file in request.files.getlist(name):
            if not file.filename:
                continue
            if len(draft.photos) >= most and not filing_photos.make_room(draft):
                faults.append(("foto", _("Paling banyak %(most)s foto. Hapus satu untuk menggantinya.", most=most)))
                return faults
            faults += _add_photo(draft, file, source)
    return faults


def _add_photo(draft: Draft, file: FileStorage, source: CaptureSource) -> type_faults:
    upload = Upload(file.read(), PhotoKind.BEFORE, source, position=len(draft.photos))
    try:
        photo = receive(session(), files(), upload, house(), at=now())
    except PhotoRefused as refused:
        return [("foto", photo_words(refused.refusal, _shown_name(file.filename or "")))]
    draft.photos.append(DraftPhoto(photo.id.hex, photo.taken_lat, photo.taken_lon))
    return []


def _shown_name(name: str) -> str:
    short = cleaned(name.replace("\n", " "))
    return short if len(short) <= 40 else f"{short[:18]}…{short[-18:]}"


def photo_words(refusal: Refusal, name: str) -> str:
    """Why a photo is not taken, and what to do now."""
    values = refusal.values
    return {
        RefusalCode.EMPTY: _("“%(name)s” kosong. Ambil fotonya sekali lagi.", name=name),
        RefusalCode.TOO_LARGE: _(
            "“%(name)s” %(size)s MB, paling besar %(most)s MB. Kirim salinan yang lebih kecil.",
            name=name,
            size=values.get("megabytes", ""),
            most=values.get("most_megabytes", ""),
        ),
        RefusalCode.OTHER_TYPE: _(
            "“%(name)s” berjenis %(type)s. Kirim foto JPEG, PNG, WebP, atau HEIC.",
            name=name,
            type=values.get("type", ""),
        ),
        RefusalCode.NO_PHOTO: _("“%(name)s” bukan foto. Kirim foto JPEG, PNG, WebP, atau HEIC.", name=name),
        RefusalCode.TOO_MANY_PIXELS: _(
            "“%(name)s” terlalu besar: %(width)s × %(height)s titik. Kirim salinan yang lebih kecil.",
            name=name,
            width=values.get("width", ""),
            height=values.get("height", ""),
        ),
        RefusalCode.BROKEN: _("“%(name)s” rusak atau terpotong. Ambil fotonya sekali lagi.", name=name),
        RefusalCode.TOO_HEAVY: _("“%(name)s” terlalu berat untuk dibuka. Kirim salinan yang lebih kecil.", name=name),
    }[refusal.code]


def read_place(draft: Draft, book: Rulebook) -> type_faults:
    """The landmark, the positions, and the area that was chosen by name or among the candidates."""
    form = request.form
    draft.landmark = written("patokan")
    faults: type_faults = []
    try:
        draft.pin = point_of(form.get("pin_lat", ""), form.get("pin_lon", ""))
        draft.device = point_of(form.get("lat", ""), form.get("lon", ""), form.get("ketelitian", ""))
    except Invalid:
        draft.pin = draft.device = None
        faults.append(("tempat", _("Titiknya tidak terbaca. Geser peta sekali lagi, atau pilih wilayahnya.")))
    levels = sorted(name for name in form if re.fullmatch(r"wilayah_[0-3]", name))
    chosen = chosen_area(book, [form[name] for name in levels])
    if (draft.pin or draft.device) and book.ground.tree.children(chosen):
        chosen = ""  # beside a point half an answer changes nothing
    draft.area = chosen or _candidate(draft, book)
    if len(draft.landmark) > LONGEST_LANDMARK:
        size = number(len(draft.landmark))
        most = number(LONGEST_LANDMARK)
        faults.append(("patokan", _("Patokannya %(size)s huruf. Paling banyak %(most)s.", size=size, most=most)))
    return faults or _place_faults(draft, book)


def _candidate(draft: Draft, book: Rulebook) -> str:
    wanted = request.form.get("pilih", "")
    offered = spot(book, draft, runtime().registry.picture).options
    return wanted if wanted in {code for code, _name, _hint in offered} else ""


def _place_faults(draft: Draft, book: Rulebook) -> type_faults:
    found = spot(book, draft, runtime().registry.picture)
    if found.outside:
        return [("tempat", _("Titik itu di luar wilayah kami. Pindahkan titiknya, atau pilih wilayahnya."))]
    if found.is_settled:
        return []
    if draft.area:
        return [("tempat", _("Tinggal satu lagi: pilih juga wilayah di bawahnya."))]
    return [("tempat", _("Tempatnya belum diisi. Pakai lokasi Anda, atau pilih wilayahnya."))]


def read_category(draft: Draft) -> type_faults:
    """The category, or the group of which one must be chosen. A group with one category needs no second answer."""
    config = here()
    group, category = request.form.get("kelompok", ""), request.form.get("kategori", "")
    below = {shelf.group.key: [one.key for one in shelf.categories] for shelf in shelves(config)}
    # The list under another tile may still hold an answer from before; an answer from the search stands.
    stale = category and group in below and category not in below[group] and "dari_cari" not in request.form
    if group in below and (stale or not category):
        category = below[group][0] if len(below[group]) == 1 else ""
    found = next((one for one in config.offered(now()) if one.key == category), None)
    draft.category = found.key if found else ""
    draft.group = found.group if found else group if group in below else ""
    if found:
        return []
    if category:
        return [("jenis", _("Jenis laporan itu tidak ada di daerah ini. Pilih dari daftar."))]
    if draft.group:
        return [("kategori", _("Tinggal satu lagi: pilih yang paling mirip."))]
    return [("jenis", _("Pilih satu kotak, atau cari dengan kata Anda sendiri."))]


def read_review(draft: Draft) -> None:
    """The description, who may see it, the contact: whatever they are, they are judged when it is sent."""
    draft.description = written("cerita")
    draft.contact = written("kontak", 500)
    answer = request.form.get("siapa", "")
    draft.private = {"petugas": True, "semua": False}.get(answer, draft.private)


FIELDS = {"description": "cerita", "contact": "kontak", "category": "jenis", "place": "tempat", "photo": "foto"}


def written_at() -> int:
    """When these answers were written by the browser's clock, in milliseconds; 0 where it does not say."""
    said = request.form.get("ditulis", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0


def as_typed(draft: Draft) -> dict[str, str]:
    """The answers of a draft under the names of the form's fields, for a phone that has to keep them itself."""
    pin, device = draft.pin, draft.device
    above = rulebook().ground.tree.path(draft.area)[1:] if draft.area else ()
    levels = {f"wilayah_{one.code.count('.')}": one.code for one in above}
    found: dict[str, object] = {
        "pin_lat": pin and pin.lat,
        "pin_lon": pin and pin.lon,
        "lat": device and device.lat,
        "lon": device and device.lon,
        "ketelitian": device and device.accuracy_m,
        "pilih": draft.area if pin or device or draft.photo_point else "",
        "patokan": draft.landmark,
        "kategori": draft.category,
        "cerita": draft.description,
        "siapa": {True: "petugas", False: "semua"}.get(draft.private, "") if draft.private is not None else "",
        "kontak": draft.contact,
        **levels,
    }
    return {name: str(value) for name, value in found.items() if value not in (None, "")}


def fault_words(fault: Fault, draft: Draft) -> tuple[str, str]:
    """Where on the last page a fault is shown, and its words."""
    code, _colon, value = fault.message.partition(":")
    shown = draft.contact if len(draft.contact) <= 40 else f"{draft.contact[:40]}…"
    words = {
        ("description", "too_short"): _("Tulis paling sedikit beberapa kata, misalnya “lampu mati sejak Senin”."),
        ("description", "too_long"): _(
            "Ceritanya %(size)s huruf. Paling banyak %(most)s; pendekkan sedikit.",
            size=number(int(value or 0)),
            most=number(int(fault.remedy)) if fault.remedy.isdigit() else fault.remedy,
        ),
        ("contact", "digits"): _(
            "“%(typed)s” baru %(count)s angka. Nomor ponsel 10 sampai 13 angka.", typed=shown, count=value
        )
        if value.isdigit() and int(value) < 10
        else _("“%(typed)s” terlalu panjang. Nomor ponsel 10 sampai 13 angka.", typed=shown),
        ("contact", "email"): _("“%(typed)s” belum lengkap. Tulis seperti nama@contoh.id.", typed=shown),
        ("contact", "kind"): _("“%(typed)s” bukan surel atau nomor ponsel.", typed=shown),
        ("category", "unknown"): _("Jenis laporannya belum dipilih."),
        ("place", "outside"): _("Titik itu di luar wilayah kami. Pindahkan titiknya, atau pilih wilayahnya."),
        ("place", "missing"): _("Tempatnya belum diisi. Pakai lokasi Anda, atau pilih wilayahnya."),
        ("place", "unknown_area"): _("Wilayah itu tidak ada di daerah ini. Pilih dari daftar."),
        ("photo", "missing"): _("Jenis laporan ini perlu paling sedikit satu foto."),
    }
    usual = _("Ada isian yang belum bisa dipakai. Periksa lagi dari langkah pertama.")
    return FIELDS.get(fault.field, "cerita"), words.get((fault.field, code), usual)
