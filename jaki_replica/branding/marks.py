"""The generated mark: two letters on the ink ground over a hem of the motif. No government's emblem is used."""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TypedDict

from jaki_replica.branding import rules
from jaki_replica.branding.motifs import Motif, motifs
from jaki_replica.branding.theme import check_values
from jaki_replica.tenancy.configuration.terms import Brand

SIDE = 64
BASELINE = 35
HEM_FOOT = 60.5
# Outlines of the shipped typeface at weight 800, 30 units high, y downwards from the baseline.
LETTERS = Path(__file__).parent / "letters.json"


class Outline(TypedDict):
    """One letter: its advance and its path."""

    width: float
    path: str


@lru_cache(maxsize=1024)
def digest(brand: Brand) -> str:
    """What its address holds, so that another brand's is another address. Raises as `mark`."""
    return hashlib.sha256(mark(brand).encode()).hexdigest()[:12]


@lru_cache(maxsize=1024)
def mark(brand: Brand) -> str:
    """The mark of `brand` as a whole SVG document, 64 x 64. Raises Invalid for values that cannot be drawn."""
    check_values(brand)
    palette = rules.derive(brand)
    return _document(
        escape(brand.portal),
        min(20.0, 4 + brand.corner * 0.75),
        f'<path fill="{palette.ink}" d="M0 0h64v64H0z"/>'
        f'<g fill="#fff">{_letters(brand.letters)}</g>{_hem(motifs()[brand.motif], palette.accent)}',
    )


def neutral_mark() -> str:
    """The mark shown where no tenant is known: a ring on the neutral ink."""
    ring = '<circle cx="32" cy="32" r="13" fill="none" stroke="#fff" stroke-width="6"/>'
    return _document("Portal", 13, f'<path fill="#1b202b" d="M0 0h64v64H0z"/>{ring}')


def _document(title: str, corner: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img"><title>{title}</title>'
        f'<clipPath id="c"><rect width="{SIDE}" height="{SIDE}" rx="{corner:g}"/></clipPath>'
        f'<g clip-path="url(#c)">{body}</g></svg>\n'
    )


def _letters(text: str) -> str:
    outlines = [_outlines()[letter] for letter in text]
    left = (SIDE - sum(outline["width"] for outline in outlines)) / 2
    drawn = []
    for outline in outlines:
        drawn.append(f'<path transform="translate({left:.1f} {BASELINE})" d="{outline["path"]}"/>')
        left += outline["width"]
    return "".join(drawn)


def _hem(motif: Motif, colour: str) -> str:
    copies = 2 if motif.width > 24 else 3
    scale = SIDE / (motif.width * copies)
    uses = "".join(f'<use href="#m" x="{index * motif.width}"/>' for index in range(1, copies))
    return (
        f'<g fill="{colour}" transform="translate(0 {HEM_FOOT - 24 * scale:.1f}) scale({scale:.3f})">'
        f'<path id="m" fill-rule="evenodd" d="{motif.path}"/>{uses}</g>'
    )


@cache
def _outlines() -> dict[str, Outline]:
    outlines: dict[str, Outline] = json.loads(LETTERS.read_text())
    return outlines
