"""What the brand editor offers to choose from, beside the typed values."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.branding.motifs import motifs
from jaki_replica.branding.terms import FONTS
from jaki_replica.editing import rows
from jaki_replica.editing.proposals import type_typed
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

CORNERS = {"4": _l("Tegas"), "8": _l("Sedang"), "12": _l("Lembut"), "16": _l("Lunak"), "20": _l("Bulat")}
MOTIFS = {
    "bintang": _l("Bintang"),
    "pulau": _l("Pulau"),
    "siger": _l("Mahkota"),
    "tenun": _l("Belah ketupat"),
    "tumpal": _l("Gigi"),
}
FONT_WORDS = {"plus-jakarta-sans": _l("Plus Jakarta Sans"), "system": _l("Huruf perangkat")}

type_options = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of value and word; `rows` is the number of emergency numbers shown."""

    corners: type_options
    motifs: type_options
    fonts: type_options
    rows: int


def choices(typed: type_typed) -> Choices:
    """The options of the form; a corner that is none of ours, from a file, stays one of them."""
    own = typed.get("brand.corner", "")
    corners: dict[str, object] = dict(CORNERS)
    if own.isdecimal() and own not in corners:
        corners[own] = _("Sekarang (%(size)s)", size=own)
    return Choices(
        corners=tuple(sorted(corners.items(), key=lambda one: int(one[0]))),
        motifs=tuple((name, MOTIFS.get(name, name)) for name in motifs()),
        fonts=tuple((name, FONT_WORDS.get(name, name)) for name in FONTS),
        rows=len(rows.rows(typed, "emergency")),
    )
