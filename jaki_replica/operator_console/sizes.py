"""Bytes and waiting times as people read them."""

from __future__ import annotations

from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _

UNITS = ("B", "kB", "MB", "GB", "TB")


def size(amount: int) -> str:
    """12,4 MB: at most three digits before the comma, one after it below ten."""
    value, unit = float(amount), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{number(round(value, 1 if value < 10 and unit else 0))} {UNITS[unit]}"


def lag(seconds: int) -> str:
    """48 dtk, 12 mnt, 5 jam, 25 hari: the largest unit of which there are two."""
    if seconds < 120:
        return _("%(n)s dtk", n=number(seconds))
    if seconds < 2 * 3600:
        return _("%(n)s mnt", n=number(seconds // 60))
    if seconds < 2 * 86400:
        return _("%(n)s jam", n=number(seconds // 3600))
    return _("%(n)s hari", n=number(seconds // 86400))
