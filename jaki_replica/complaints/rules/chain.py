"""The hash chain over a complaint's events: whoever changes one, breaks every later one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jaki_replica.foundation.chain import entry_sha256

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


def event_sha256(event: Mapping[str, object]) -> str:
    """The hash of an event over its own fields, the hash of the event before included."""
    return entry_sha256(event, FIELDS)


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
