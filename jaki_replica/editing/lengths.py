"""Lengths of time as people write them: 6 jam, 3 hari, 14 hari kerja, and as the file does: 6h, 3d, 14wd."""

from __future__ import annotations

import re

from jaki_replica.tenancy.configuration.schema.scalars import LENGTH

UNITS = {"jam": "h", "h": "h", "hour": "h", "hours": "h", "hari": "d", "d": "d", "day": "d", "days": "d"}
WRITTEN = re.compile(r"([0-9]{1,5})\s*(kerja\s+|working\s+)?(jam|hari|hours?|days?)(\s+kerja)?")


def file_text(typed: str) -> str:
    """What was typed as the file writes it; what is no length stays as it is, to be refused there."""
    text = " ".join(typed.split()).casefold()
    if LENGTH.fullmatch(text):
        return text
    found = WRITTEN.fullmatch(text)
    if not found:
        return typed
    amount, before, unit, after = found.groups()
    return f"{int(amount)}{'w' if before or after else ''}{UNITS[unit]}"
