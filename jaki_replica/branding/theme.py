"""A tenant's theme css: the brand layer of the tokens, and nothing else."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256

from jaki_replica.branding import rules
from jaki_replica.branding.motifs import motifs
from jaki_replica.branding.terms import Palette
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.tenancy.configuration.terms import Brand

COLOUR = re.compile(r"#[0-9a-f]{6}")
ADDRESS = re.compile(r"/[A-Za-z0-9/._-]*")
FONT_FAMILIES = {"plus-jakarta-sans": '"Plus Jakarta Sans"', "system": "system-ui"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A stylesheet and the first 16 hex digits of its SHA-256, which name it in addresses."""

    css: str
    digest: str


@lru_cache(maxsize=1024)
def theme(brand: Brand, motif_address: str) -> Theme:
    """The theme of `brand`; its motif is at `motif_address`. Raises Invalid where a value could not be one.

    Contrast is not checked again here: a brand in use has passed `rules.check_readable` when it was saved.
    """
    check_values(brand)
    if not ADDRESS.fullmatch(motif_address):
        raise Invalid("The motif's address has characters that a stylesheet may not hold.")
    css = _css(rules.derive(brand), FONT_FAMILIES[brand.font], motif_address)
    return Theme(css, sha256(css.encode()).hexdigest()[:16])


def check_values(brand: Brand) -> None:
    """Raise Invalid with every value of `brand` that is not of its kind, an unknown motif included."""
    faults = rules.value_faults(brand)
    if brand.motif not in motifs():
        faults += (Fault("brand.motif", f"{brand.motif!r} is not shipped", f"expected {', '.join(motifs())}"),)
    if faults:
        raise Invalid("The brand has values that cannot be used.", faults)


def _css(palette: Palette, family: str, motif_address: str) -> str:
    values = asdict(palette)
    corner = values.pop("corner")
    if not all(COLOUR.fullmatch(value) for value in values.values()):
        raise Invalid("A derived colour is not a colour.")
    lines = [f"--brand-{name.replace('_', '-')}: {value};" for name, value in values.items()]
    lines += [
        f"--brand-radius: {corner / 16:g}rem;",
        f"--brand-font: {family};",
        f'--brand-motif: url("{motif_address}");',
    ]
    return "@layer tokens {\n  :root {\n    " + "\n    ".join(lines) + "\n  }\n}\n"
