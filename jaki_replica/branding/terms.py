"""What a brand becomes: ten values, and the measured contrast of every pair that pages show."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

FONTS = ("plus-jakarta-sans", "system")
CORNER_LEAST = 4
CORNER_MOST = 20
PORTAL_LETTERS = 24
MARK_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Palette:
    """Ten brand values: nine colours as `#rrggbb` and the corner radius in CSS pixels."""

    primary: str
    primary_strong: str
    primary_night: str
    accent: str
    ink: str
    paper: str
    tint: str
    night: str
    night_raised: str
    corner: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet on a page. `theme` is light, dark or both; `least` the ratio WCAG or we ask for."""

    theme: str
    what: str
    foreground: str
    background: str
    least: float
    ratio: float

    @property
    def passes(self) -> bool:
        """Whether the measured ratio reaches the limit."""
        return self.ratio >= self.least

    @property
    def figure(self) -> str:
        """The ratio with two decimals, cut and never rounded up, so that 4.499 does not read 4.50."""
        return f"{floor(self.ratio * 100 + 1e-9) / 100:.2f}"


@dataclass(frozen=True, slots=True)
class ContrastReport:
    """Every pair of one brand, measured."""

    pairs: tuple[Pair, ...]

    @property
    def failures(self) -> tuple[Pair, ...]:
        """The pairs under their limit, in the order of `pairs`."""
        return tuple(pair for pair in self.pairs if not pair.passes)

    @property
    def passes(self) -> bool:
        """Whether no pair is under its limit."""
        return not self.failures

    @property
    def closest(self) -> Pair:
        """The pair nearest to (or furthest under) its limit."""
        return min(self.pairs, key=lambda pair: pair.ratio / pair.least)
