"""The words of a measured pair of colours: what is written on what, in which theme."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.branding.terms import Pair
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

THINGS: Mapping[str, object] = {
    "text": _l("tulisan"),
    "soft text": _l("tulisan lembut"),
    "action": _l("warna utama"),
    "pressed action": _l("tombol yang ditekan"),
    "outline": _l("garis tepi"),
    "ground": _l("dasar halaman"),
    "surface": _l("kartu"),
    "tint": _l("latar pilihan"),
    "its tint": _l("latarnya"),
    "white": _l("putih"),
    "night": _l("malam"),
    "ink": _l("tinta"),
    "accent": _l("aksen"),
    "ok": _l("kabar baik"),
    "warn": _l("peringatan"),
    "bad": _l("kabar buruk"),
    "info": _l("keterangan"),
    "quiet": _l("keadaan tenang"),
}
THEMES: Mapping[str, object] = {"light": _l("terang"), "dark": _l("gelap"), "both": _l("terang dan gelap")}
MAIN: Mapping[tuple[str, str], object] = {
    ("light", "white on action"): _l("Putih di tombol"),
    ("light", "action on ground"): _l("Tautan di kertas"),
    ("both", "accent on ink"): _l("Aksen di tinta"),
    ("both", "ink on accent"): _l("Tulisan di aksen"),
    ("dark", "night on action"): _l("Tombol di mode gelap"),
}


def pair_words(pair: Pair) -> str:
    """Such as: putih di warna utama (terang)."""
    front, _on, back = pair.what.partition(" on ")
    return _("%(front)s di %(back)s (%(theme)s)",
             front=THINGS.get(front, front), back=THINGS.get(back, back), theme=THEMES[pair.theme])  # fmt: skip
