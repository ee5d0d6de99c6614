"""What people wrote, made safe to keep: nothing visible is lost, nothing invisible can mislead."""

from __future__ import annotations

import re
import unicodedata

from jaki_replica.foundation.errors import Fault

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
LEAST = 5


def cleaned(written: str) -> str:
    """Without control and direction characters and lone surrogates, line ends as one sign, composed (NFC)."""
    text = written.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()


def description_faults(text: str, most: int) -> list[Fault]:
    """Too short to understand, or longer than the region takes; the figures are in the message."""
    if len(text) < LEAST:
        return [Fault("description", "too_short", f"{LEAST}")]
    if len(text) > most:
        return [Fault("description", f"too_long:{len(text)}", f"{most}")]
    return []
