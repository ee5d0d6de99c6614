"""Bytes as people read them."""

from __future__ import annotations

from jaki_replica.ui.formats import number

UNITS = ("B", "kB", "MB", "GB", "TB")


def size(amount: int) -> str:
    """12,4 MB: at most three digits before the comma, one after it below ten."""
    value, unit = float(amount), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{number(round(value, 1 if value < 10 and unit else 0))} {UNITS[unit]}"
