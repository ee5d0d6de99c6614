"""Faults of files (a region's YAML, boundary files) in the reader's language; the checks themselves speak English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jaki_replica.editing.fault_words import boundaries, files
from jaki_replica.editing.fault_words.fragments import FRAGMENTS
from jaki_replica.editing.fault_words.matching import Phrases
from jaki_replica.foundation.errors import Fault
from jaki_replica.ui import language

PHRASES = Phrases({**files.SENTENCES, **boundaries.SENTENCES}, FRAGMENTS)
PLACES = Phrases(boundaries.PLACES, {})
NOT_KNOWN = "isian ini tidak bisa diterima"
PARTED = "; "


def in_words(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults as this request's reader reads them: place, what is wrong, what to do."""
    return tuple(faults) if language.current() == "en" else tuple(indonesian(one) for one in faults)


def indonesian(fault: Fault) -> Fault:
    """One fault in Indonesian. A sentence that is not known is said in general: the place stands all the same."""
    return replace(
        fault,
        field=PLACES.said(fault.field) or fault.field,
        message=PHRASES.said(fault.message) or NOT_KNOWN,
        remedy=remedy(fault.remedy),
    )


def remedy(text: str) -> str:
    """What to do: one sentence, or several with semicolons between them; one that is not known is left out."""
    parts = [PHRASES.said(part) for part in text.split(PARTED)] if text else []
    if not all(parts):
        parts = [PHRASES.said(text), *parts]  # a semicolon may stand in what somebody wrote
        parts = parts[:1] if parts[0] else parts
    return PARTED.join(part for part in parts if part)
