"""Colours to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from jaki_replica.foundation.errors import Invalid
from jaki_replica.onboarding.proposing import shipped
from jaki_replica.tenancy.configuration.terms import Text


@dataclass(frozen=True, slots=True)
class Palette:
    """Two colours and a corner; every shipped one passes all contrast pairs."""

    key: str
    name: Text
    primary: str
    accent: str
    corner: int


def palettes() -> tuple[Palette, ...]:
    """All shipped palettes, the neutral default first."""
    return tuple(
        Palette(
            str(r["key"]),
            Text(str(r["name"]), str(r["en"])),
            str(r["primary"]),
            str(r["accent"]),
            int(str(r["corner"])),
        )
        for r in shipped.rows("palettes.yaml", "palettes")
    )


def palette(key: str | None) -> Palette:
    """The palette of that key, or the default. Raises Invalid."""
    known = palettes()
    if key is None:
        return known[0]
    found = next((one for one in known if one.key == key), None)
    if found is None:
        raise Invalid(f"There is no palette {key}", remedy=f"use {', '.join(one.key for one in known)}")
    return found
