"""What forbids an admin's page to put a configuration into use, whoever wrote it."""

from __future__ import annotations

from dataclasses import fields

from jaki_replica.complaints.consequences import consequences
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.telling_names import WORDS
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui import language
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext


def obstacles(book: Rulebook, new: RegionConfig) -> tuple[str, ...]:
    """Sentences; empty where nothing is in the way."""
    now = book.config.identity
    changed = [field.name for field in fields(now) if getattr(now, field.name) != getattr(new.identity, field.name)]
    if "slug" in changed or "code" in changed:
        mine, other = f"{now.name} ({now.code})", f"{new.identity.name} ({new.identity.code})"
        return (_("Berkas ini milik %(other)s, bukan %(mine)s. Tidak ada yang diubah.", other=other, mine=mine),)
    found = []
    if changed:
        names = ", ".join(str(WORDS.get(name, name)) for name in changed)
        found.append(_("Bagian ini hanya bisa diubah oleh pengelola pusat: %(names)s.", names=names))
    for lost in consequences(book, new, language.current()).stranded:
        if lost.kind == "category":
            words = ngettext(
                "%(num)s laporan terbuka berkategori %(name)s, yang akan hilang. Hentikan saja kategorinya.",
                "%(num)s laporan terbuka berkategori %(name)s, yang akan hilang. Hentikan saja kategorinya.",
                lost.count, name=lost.name)  # fmt: skip
        else:
            words = ngettext(
                "%(num)s laporan terbuka masih ada di %(name)s, yang akan hilang. Alihkan dulu laporannya.",
                "%(num)s laporan terbuka masih ada di %(name)s, yang akan hilang. Alihkan dulu laporannya.",
                lost.count, name=lost.name)  # fmt: skip
        found.append(words)
    return tuple(found)
