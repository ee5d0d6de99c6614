"""What a complaint is made of: states, roles, actions, and the facts that are kept of each step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Status(StrEnum):
    """Where a complaint stands; the words that people see are in `ui.states`."""

    WAITING = "waiting"
    COORDINATION = "coordination"
    DISPOSITION = "disposition"
    IN_PROGRESS = "in_progress"
    NEEDS_INFO = "needs_info"
    SCHEDULED = "scheduled"
    AWAITING_VALIDATION = "awaiting_validation"
    REWORK = "rework"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    REFERRED = "referred"
    MERGED = "merged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({Status.CLOSED, Status.REFERRED, Status.MERGED, Status.REJECTED, Status.WITHDRAWN})
WATCHED = (frozenset(Status) - ENDED) | {Status.REFERRED}
OWNER_AT_WORK = frozenset(
    {
        Status.WAITING,
        Status.COORDINATION,
        Status.DISPOSITION,
        Status.IN_PROGRESS,
        Status.NEEDS_INFO,
        Status.SCHEDULED,
        Status.REWORK,
        Status.REOPENED,
    }
)


class Role(StrEnum):
    """What somebody is to one complaint at one moment. Who is the approver of later dates is the region's choice."""

    REPORTER = "reporter"
    OWNER = "owner"
    SUPERIOR = "superior"
    APPROVER = "approver"
    VALIDATOR = "validator"
    ARBITER = "arbiter"
    SYSTEM = "system"


class Need(StrEnum):
    """What an action must bring with it."""

    TEXT = "text"
    REASON = "reason"
    UNIT = "unit"
    UNIT_BELOW = "unit_below"
    EVIDENCE = "evidence"
    OTHER_PERSON = "other_person"
    DATE = "date"
    REASON_CODE = "reason_code"
    TARGET = "target"
    NUMBER = "number"
    EXTERNAL_NUMBER = "external_number"
    OWN_CATEGORY = "own_category"


class Action(StrEnum):
    """A step somebody can take. The same words are used in events, pages, the API and the workflow's diagram."""

    FILE = "file"
    START = "start"
    PASS_ON = "pass_on"
    ACCEPT = "accept"
    RETURN = "return"
    DECIDE_OWNER = "decide_owner"
    INSTRUCT = "instruct"
    ASK = "ask"
    REPLY = "reply"
    STOP_WAITING = "stop_waiting"
    ANSWER = "answer"
    REQUEST_DATE = "request_date"
    APPROVE_DATE = "approve_date"
    DECLINE_DATE = "decline_date"
    CLAIM_DONE = "claim_done"
    ACCEPT_FIX = "accept_fix"
    REFUSE_FIX = "refuse_fix"
    CONFIRM = "confirm"
    NOT_FIXED = "not_fixed"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    UPHOLD = "uphold"
    CLOSE = "close"
    REFER = "refer"
    PROPOSE_REJECTION = "propose_rejection"
    REJECT = "reject"
    DECLINE_REJECTION = "decline_rejection"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    RELOCATE = "relocate"
    ACKNOWLEDGE = "acknowledge"
    TAKE_BACK = "take_back"
    ESCALATE = "escalate"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. Officials act as the holder of a unit's position; `account_id` is the person behind it."""

    role: Role
    account_id: UUID | None = None
    unit: str | None = None
    title: str = ""


REPORTER = Actor(Role.REPORTER)
SYSTEM = Actor(Role.SYSTEM)


class PositionSource(StrEnum):
    """Which of the four ways gave the place that routing used."""

    DEVICE = "device"
    PIN = "pin"
    PHOTO = "photo"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees (WGS 84), with the radius in metres where a device told it."""

    lat: float
    lon: float
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What the reporter said about where it is. All ways are kept apart; the pin wins, then device, photo, area."""

    pin: Point | None = None
    device: Point | None = None
    photo: Point | None = None
    area: str | None = None
    landmark: str = ""

    @property
    def used(self) -> tuple[PositionSource, Point | None]:
        """The way that counts, and its point (none for an area that was chosen by name)."""
        if self.pin:
            return PositionSource.PIN, self.pin
        if self.device:
            return PositionSource.DEVICE, self.device
        if self.area:
            return PositionSource.AREA, None
        return PositionSource.PHOTO, self.photo


@dataclass(frozen=True, slots=True)
class Filing:
    """A complaint as it comes in. `key` makes sending twice harmless; `contact` is an e-mail, a phone or empty."""

    key: str
    category: str
    description: str
    place: Place
    private: bool = True
    contact: str = ""
    channel: str = "app"
    language: str = "id"
    photo_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter gets: the number, and once, at filing, the secret that opens the full view."""

    number: str
    secret: str
    created: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """Proof of a fix: photos and what the checks found (code and values, one line each)."""

    photo_ids: tuple[UUID, ...]
    findings: tuple[dict[str, object], ...] = ()
    reason: str = ""

    @property
    def needs_second_check(self) -> bool:
        """Whether a check is missing or failing."""
        return any(f.get("verdict") != "ok" for f in self.findings)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody brings to an action. Which of it is needed stands in the table of moves."""

    text: str = ""
    unit: str | None = None
    reason_code: str | None = None
    target: str | None = None
    number: str | None = None
    date: datetime | None = None
    evidence: Evidence | None = None
    rating: int | None = None
    data: dict[str, object] = field(default_factory=dict)


def for_everybody(complaint_id: UUID) -> str:
    """The topic of what citizens see of a complaint."""
    return f"p:{complaint_id.hex}"


def for_officials(complaint_id: UUID) -> str:
    """The topic of all that happens to a complaint."""
    return f"a:{complaint_id.hex}"


def of_unit(unit: str) -> str:
    """The topic of what happens to the complaints of a unit."""
    return f"u:{unit}"
