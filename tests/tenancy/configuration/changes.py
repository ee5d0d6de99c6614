"""A small file to break in one place, and what is said about it."""

from __future__ import annotations

from pathlib import Path

from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.places import PACKAGE
from jaki_replica.tenancy.configuration.findings import fault_line
from jaki_replica.tenancy.configuration.loading import load_text

ROOT = PACKAGE.parent
SMALL = (Path(__file__).parent / "small.yaml").read_text()
FILES = sorted((ROOT / "tenants").glob("*.yaml"))
EXAMPLE = ROOT / "tenants.example.yaml"


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The small file with one text replaced, which must be there exactly once."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
    return text.replace(old, new)


def faults(content: str | bytes, name: str = "f.yaml") -> list[str]:
    """Every fault of a content as a line; empty if it is right."""
    raw = content.encode() if isinstance(content, str) else content
    try:
        load_text(raw, name)
    except Invalid as error:
        return [fault_line(fault) for fault in error.faults]
    return []
