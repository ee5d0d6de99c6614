"""How the host of this request looks: the tenant's brand, or the neutral one where no tenant is known."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from jaki_replica.branding import marks, rules
from jaki_replica.branding.theme import Theme, theme
from jaki_replica.foundation.errors import Invalid
from jaki_replica.tenancy.configuration.terms import Brand, RegionConfig
from jaki_replica.ui.static_files import FONT, tree

NEUTRAL_INK = "#1b202b"
NEUTRAL_NAME = "Replika"
MARK = "/tanda.svg"


@dataclass(frozen=True, slots=True)
class Look:
    """What the layouts need of a brand. `theme` is None for the neutral one.

    `styles` and `mark` are where theme css and mark are. `is_draft` tells a preview, in which links lead nowhere.
    """

    portal: str
    government: str
    ink: str
    theme: Theme | None
    font: str | None
    styles: str = ""
    mark: str = MARK
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A brand that is tried on in one request: where its theme css and its mark are, and the theme to show it in."""

    styles: str
    mark: str
    appearance: str


def try_on(config: RegionConfig, draft: Draft) -> None:
    """Let this request be drawn as if `config` were in force. Nothing is written."""
    g.region = config
    g.draft = draft


def draft() -> Draft | None:
    """What is tried on in this request, if anything."""
    found: Draft | None = g.get("draft")
    return found


def region() -> RegionConfig | None:
    """The region of this request's host, if it has one and it could be read."""
    found: RegionConfig | None = g.get("region")
    return found


def look() -> Look:
    """The looks of this request. A brand that cannot be drawn gives way to the neutral one, never to an error."""
    here = region()
    if here is None:
        return Look(NEUTRAL_NAME, "", NEUTRAL_INK, None, tree().address(FONT))
    try:
        dressed = theme(here.brand, motif_address(here.brand.motif))
        ink = rules.derive(here.brand).ink
    except Invalid:
        return Look(here.brand.portal, here.identity.government, NEUTRAL_INK, None, tree().address(FONT))
    font = tree().address(FONT) if here.brand.font == "plus-jakarta-sans" else None
    tried = draft()
    styles, mark_at = (tried.styles, tried.mark) if tried else (f"/tema/{dressed.digest}.css", mark_address(here.brand))
    return Look(
        here.brand.portal, here.identity.government, ink, dressed, font, styles, mark_at, is_draft=tried is not None
    )


def mark_address(brand: Brand) -> str:
    """Where the mark of the brand in force is kept for ever. Raises Invalid for values that cannot be drawn."""
    return f"/tanda/{marks.digest(brand)}.svg"


def motif_address(name: str) -> str:
    """Where the tile of a motif is; an unknown name is refused as Invalid."""
    try:
        return tree().address(f"motif/{name}.svg")
    except KeyError as error:
        raise Invalid("The brand names a motif that is not shipped.") from error


def mark() -> str:
    """The mark of this request's host as SVG."""
    here = region()
    if here is None:
        return marks.neutral_mark()
    try:
        return marks.mark(here.brand)
    except Invalid:
        return marks.neutral_mark()
