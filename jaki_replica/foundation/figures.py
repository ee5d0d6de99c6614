"""Numbers as a phone or a program writes them. Python's own reading also takes `1_0`, and figures of any script."""

from __future__ import annotations

import math
import re

FIGURE = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,25})?|\.\d{1,25})(?:[eE][+-]?\d{1,3})?", re.ASCII)


def figure(written: str) -> float:
    """The number that is written. Raises ValueError for anything else, also for one that is not finite."""
    plain = written.strip()
    found = float(plain) if FIGURE.fullmatch(plain) else math.nan
    if not math.isfinite(found):
        raise ValueError("not a number")
    return found
