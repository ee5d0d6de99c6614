"""A revision of a region's configuration as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RevisionKind(StrEnum):
    """How a revision came about: a file was applied, a page edited, an older one taken back into use."""

    APPLY = "apply"
    EDIT = "edit"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """What the history shows of a revision."""

    number: int
    base_number: int | None
    kind: RevisionKind
    sha256: str
    author: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Revision(RevisionNote):
    """A revision with its canonical YAML."""

    document: str
