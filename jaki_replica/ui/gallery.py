"""All components on one page, for those who build pages. Registered in development only."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template

from jaki_replica.branding import rules
from jaki_replica.branding.motifs import motifs
from jaki_replica.branding.terms import Pair
from jaki_replica.ui.look import region

COLOURS = (
    ("ground", "Dasar"),
    ("surface", "Permukaan"),
    ("sunken", "Sorot"),
    ("action", "Aksi"),
    ("ink", "Tinta"),
    ("accent", "Aksen"),
    ("text", "Teks"),
    ("text-soft", "Teks lunak"),
    ("outline", "Garis isian"),
    ("ok", "Baik"),
    ("warn", "Awas"),
    ("bad", "Buruk"),
    ("info", "Berjalan"),
    ("quiet", "Tenang"),
)
SAMPLES = (
    ("white on action", "Putih di tombol"),
    ("action on surface", "Tautan di permukaan"),
    ("accent on ink", "Aksen di tinta"),
    ("ink on accent", "Tulisan di aksen"),
)
EXAMPLE_TIME = datetime(2026, 11, 27, 3, 5, tzinfo=UTC)

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/galeri")
def show() -> str:
    """Every component with an example, in this host's brand."""
    return render_template("gallery.html", colours=COLOURS, motifs=tuple(motifs()), at=EXAMPLE_TIME, pairs=_pairs())


def _pairs() -> list[tuple[str, Pair]]:
    here = region()
    if here is None:
        return []
    report = rules.check(here.brand)
    first = {pair.what: pair for pair in reversed(report.pairs)}
    return [(word, first[what]) for what, word in SAMPLES]
