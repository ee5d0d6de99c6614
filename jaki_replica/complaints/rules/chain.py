"""The hash chain over a complaint's events: whoever changes one, breaks every later one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

FIELDS = (
    "id",
    "complaint_id",
    "position",
    "at",
    "action",
    "role",
    "account_id",
    "unit",
    "title",
    "from_status",
    "to_status",
    "public",
    "text",
    "data",
    "config_revision",
    "previous_sha256",
)


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def event_sha256(event: Mapping[str, object]) -> str:
    """SHA-256 over the event's fields as canonical JSON (RFC 8785 for the values used here), the previous included."""
    content = {name: _plain(event[name]) for name in FIELDS}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first event that does not fit: which complaint, which place in its history, and why."""

    complaint_id: UUID
    position: int
    why: str


def first_break(events: Iterable[Mapping[str, object]]) -> Break | None:
    """Walk one complaint's events in order. None where the chain is whole."""
    previous: str | None = None
    for expected, event in enumerate(events, start=1):
        complaint, position = event["complaint_id"], event["position"]
        assert isinstance(complaint, UUID)
        assert isinstance(position, int)
        if position != expected:
            return Break(complaint, expected, "an event is missing")
        if event["previous_sha256"] != previous:
            return Break(complaint, position, "it does not follow the event before it")
        if event["sha256"] != event_sha256(event):
            return Break(complaint, position, "it was changed after it was written")
        previous = str(event["sha256"])
    return None


def day_sha256(previous: str | None, hashes: Iterable[str]) -> str:
    """The head of a day: over the head before it and every event's hash of the day, in the order of their ids."""
    digest = hashlib.sha256((previous or "").encode())
    for one in hashes:
        digest.update(one.encode())
    return digest.hexdigest()
