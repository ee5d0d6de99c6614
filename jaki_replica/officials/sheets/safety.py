"""Keeps text from becoming a command: what a spreadsheet would take for a formula is written so that it is text."""

from __future__ import annotations

DANGEROUS = "=+-@\t\r"
QUOTE = "'"


def guarded(text: str) -> str:
    """The text for a CSV cell, with an apostrophe before what would be run; `unguarded` takes exactly it away."""
    return QUOTE + text if text[:1] and _begins_badly(text) else text


def unguarded(cell: str) -> str:
    """The text of a CSV cell as it was before `guarded`."""
    bare = cell[1:]
    return bare if cell[:1] == QUOTE and bare and (_begins_badly(bare) or bare[0] == QUOTE) else cell


def _begins_badly(text: str) -> bool:
    return text[0] in DANGEROUS or (text[0] == QUOTE and text[1:2] != "" and text[1] in DANGEROUS + QUOTE)
