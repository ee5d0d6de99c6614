"""From two chosen colours to ten values, and which brands are refused (pure).

Ratios are those of WCAG 2.2, success criteria 1.4.3 and 1.4.11; main text is held to 1.4.6 (7:1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from coloraide import Color

from jaki_replica.branding.terms import (
    CORNER_LEAST,
    CORNER_MOST,
    FONTS,
    MARK_LETTERS,
    PORTAL_LETTERS,
    ContrastReport,
    Pair,
    Palette,
)
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.tenancy.configuration.terms import Brand

HEX = re.compile(r"#[0-9a-f]{6}")
LETTERS = re.compile(rf"[A-Z0-9]{{1,{MARK_LETTERS}}}")
SENTIMENTS = ("ok", "warn", "bad", "info", "quiet")

# The common colours of ui/static/css/tokens.css; a test keeps both alike.
LIGHT = {
    "text": "#171a21", "soft": "#4a5060", "outline": "#737a88", "surface": "#ffffff",
    "ok": "#14663a", "ok_tint": "#e0f3e6", "warn": "#7a4700", "warn_tint": "#ffefd0",
    "bad": "#a81c13", "bad_tint": "#fde7e4", "info": "#2b4a8f", "info_tint": "#e5ecfa",
    "quiet": "#4a5060", "quiet_tint": "#eceef2",
}  # fmt: skip
DARK = {
    "text": "#f2f4f8", "soft": "#b9bfcc", "outline": "#8a92a3",
    "ok": "#7fdca4", "ok_tint": "#12341f", "warn": "#ffc766", "warn_tint": "#3d2a06",
    "bad": "#ffa79d", "bad_tint": "#4a1814", "info": "#a9c4ff", "info_tint": "#1b2a4d",
    "quiet": "#c3c9d5", "quiet_tint": "#2a2e38",
}  # fmt: skip
WHITE = "#ffffff"

Sketch = tuple[str, str, str, str, float]


@lru_cache(maxsize=1024)
def derive(brand: Brand) -> Palette:
    """The ten values of `brand`, whose colours must be `#rrggbb` in lower case."""
    _, chroma, hue = oklch(brand.primary)
    lightness = oklch(brand.primary)[0]
    return Palette(
        primary=brand.primary,
        primary_strong=_hex(lightness - 0.08, chroma, hue),
        primary_night=_hex(0.80, min(chroma * 0.75, 0.11), hue),
        accent=brand.accent,
        ink=_hex(0.245, min(chroma * 0.55, 0.085), hue),
        paper=_hex(0.976, 0.006, hue),
        tint=_hex(0.935, 0.028, hue),
        night=_hex(0.175, 0.018, hue),
        night_raised=_hex(0.225, 0.022, hue),
        corner=brand.corner,
    )


def check(brand: Brand) -> ContrastReport:
    """All 55 pairs of `brand`, each with its ratio. Raises Invalid where a value is no colour at all."""
    faults = value_faults(brand)
    if faults:
        raise Invalid("The brand has values that cannot be used.", faults)
    return measure(derive(brand))


def measure(palette: Palette) -> ContrastReport:
    """All 55 pairs of ten values, each with its ratio."""
    return ContrastReport(tuple(Pair(*sketch, ratio=ratio(sketch[2], sketch[3])) for sketch in _pairs(palette)))


def check_readable(brand: Brand) -> ContrastReport:
    """The report of a brand in which every pair passes. Raises Invalid with each failing figure and a way out."""
    report = check(brand)
    if report.passes:
        return report
    better = nearest_passing(brand)
    faults = tuple(_fault(pair, brand, better) for pair in report.failures)
    raise Invalid(
        f"{len(report.failures)} of {len(report.pairs)} colour pairs are too close to read.",
        faults,
        remedy=f"primary {better.primary} with accent {better.accent} would pass",
    )


def nearest_passing(brand: Brand) -> Brand:
    """`brand` with primary and accent moved in lightness just so far that every pair passes; hue stays."""
    primary = _moved(brand.primary, down=True, good=lambda colour: _passes(replace(brand, primary=colour), "primary"))
    moved = replace(brand, primary=primary)
    accent = _moved(brand.accent, down=False, good=lambda colour: _passes(replace(moved, accent=colour), "accent"))
    return replace(moved, accent=accent)


def value_faults(brand: Brand) -> tuple[Fault, ...]:
    """Every value of `brand` that is not of its kind, whatever the contrast. Motif names are checked by `theme`."""
    wanted: tuple[tuple[str, bool, str], ...] = (
        ("portal", 1 <= len(brand.portal) <= PORTAL_LETTERS, f"1 to {PORTAL_LETTERS} letters"),
        ("letters", bool(LETTERS.fullmatch(brand.letters)), f"1 to {MARK_LETTERS} capital letters or digits"),
        ("primary", bool(HEX.fullmatch(brand.primary)), "a colour such as #1d3fb8, in small letters"),
        ("accent", bool(HEX.fullmatch(brand.accent)), "a colour such as #ff9a3d, in small letters"),
        ("corner", CORNER_LEAST <= brand.corner <= CORNER_MOST, f"{CORNER_LEAST} to {CORNER_MOST} pixels"),
        ("font", brand.font in FONTS, " or ".join(FONTS)),
    )
    return tuple(
        Fault(f"brand.{name}", f"{getattr(brand, name)!r} cannot be used", f"expected {expected}")
        for name, good, expected in wanted
        if not good
    )


@cache
def ratio(foreground: str, background: str) -> float:
    """The WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21."""
    return float(Color(foreground).contrast(background, method="wcag21"))


def _pairs(palette: Palette) -> Iterator[Sketch]:
    yield from _theme_pairs("light", LIGHT, palette.paper, WHITE, palette.primary)
    yield from _theme_pairs("dark", DARK, palette.night, palette.night_raised, palette.primary_night)
    yield "light", "white on action", WHITE, palette.primary, 4.5
    yield "light", "white on pressed action", WHITE, palette.primary_strong, 4.5
    yield "light", "action on tint", palette.primary, palette.tint, 4.5
    yield "light", "text on tint", LIGHT["text"], palette.tint, 7
    yield "light", "soft text on tint", LIGHT["soft"], palette.tint, 4.5
    yield "dark", "night on action", palette.night, palette.primary_night, 4.5
    yield "both", "white on ink", WHITE, palette.ink, 10
    yield "both", "accent on ink", palette.accent, palette.ink, 4.5
    yield "both", "ink on accent", palette.ink, palette.accent, 4.5


def _theme_pairs(theme: str, common: dict[str, str], ground: str, surface: str, action: str) -> Iterator[Sketch]:
    for name, back in (("ground", ground), ("surface", surface)):
        yield theme, f"text on {name}", common["text"], back, 7
        yield theme, f"soft text on {name}", common["soft"], back, 4.5
        yield theme, f"action on {name}", action, back, 4.5
        yield theme, f"outline on {name}", common["outline"], back, 3
    for word in SENTIMENTS:
        yield theme, f"{word} on its tint", common[word], common[f"{word}_tint"], 4.5
        yield theme, f"{word} on surface", common[word], surface, 4.5
        yield theme, f"{word} on ground", common[word], ground, 4.5


def _fault(pair: Pair, brand: Brand, better: Brand) -> Fault:
    name = "accent" if "accent" in pair.what else "primary"
    chosen, wanted = getattr(brand, name), getattr(better, name)
    return Fault(
        f"brand.{name}",
        f"{pair.what} ({pair.theme}): {pair.foreground} on {pair.background} is {pair.figure}, "
        f"at least {pair.least:g} is needed",
        f"{wanted} passes" if wanted != chosen else "",
    )


def _passes(brand: Brand, name: str) -> bool:
    """Whether all pairs but those of the accent pass, or, when `name` is accent, simply all."""
    failures = measure(derive(brand)).failures
    return not [pair for pair in failures if name == "accent" or "accent" not in pair.what]


def _moved(colour: str, *, down: bool, good: Callable[[str], bool]) -> str:
    """`colour` itself where good, else the nearest lightness that is, found by halving to a 512th."""
    if good(colour):
        return colour
    lightness, chroma, hue = oklch(colour)
    bad, end = lightness, 0.0 if down else 1.0
    best = _hex(end, 0.0, hue)
    for _ in range(9):
        middle = (bad + end) / 2
        trial = _hex(middle, chroma, hue)
        if good(trial):
            end, best = middle, trial
        else:
            bad = middle
    return best


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue in OKLCH of `#rrggbb`."""
    lightness, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return float(lightness), float(chroma), float(hue)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    inside = Color("oklch", [max(0.0, lightness), chroma, hue]).fit("srgb").convert("srgb")
    return str(inside.to_string(hex=True))
