"""How complaints are handled and officials evaluated, and what the portal allows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jaki_replica.tenancy.configuration.terms.identity import Text
from jaki_replica.tenancy.configuration.terms.time import DAYS_3, DAYS_7, DAYS_60, Duration


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason an official can choose, such as why a complaint is rejected."""

    key: str
    name: Text


class Approver(StrEnum):
    """Who approves a promised later date."""

    SUPERIOR = "superior"
    VALIDATOR = "validator"


@dataclass(frozen=True, slots=True)
class Ews:
    """A promised finish date (*terjadwal*): who approves it, how far it may lie, how often it may move."""

    approver: Approver = Approver.SUPERIOR
    longest: Duration = DAYS_60
    times: int = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proof of a fix must satisfy without a written reason. `audit_percent` of fixes are visited."""

    within_m: int = 100
    photos: int = 1
    audit_percent: int = 2


DEFAULT_EWS = Ews()
DEFAULT_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Workflow:
    """Options of the life cycle. `validator` and `arbiter` name an agency or a position.

    `coordinations` may happen before the arbiter decides, `reopenings` before he is asked again. A rating
    of `low_rating` stars or fewer reopens. `pause` is the longest wait for the reporter's answer, `questions` how
    often a complaint may wait for it; the clock never waits more than twice `pause` in all.
    """

    validator: str
    arbiter: str
    coordinations: int = 2
    reopenings: int = 1
    low_rating: int = 2
    pause: Duration = DAYS_3
    questions: int = 2
    private: bool = True
    rejections: tuple[Reason, ...] = ()
    ews: Ews = DEFAULT_EWS
    evidence: Evidence = DEFAULT_EVIDENCE


class Excuse(StrEnum):
    """Time that does not count against an official."""

    NEEDS_INFO = "needs_info"
    EWS = "ews"
    REFERRED = "referred"
    FORCE_MAJEURE = "force_majeure"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The monthly evaluation. `office` names the agency that signs; nothing is deducted by itself.

    Proposed deduction = weight_percent / 100 x (1 - score) x allowance. Fewer than `least_complaints`
    give no score. The scorecard is made on `closes_on` of the next month and open to objection.
    """

    office: str
    weight_percent: int = 10
    least_complaints: int = 5
    objection: Duration = DAYS_7
    closes_on: int = 5
    excused: tuple[Excuse, ...] = tuple(Excuse)


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings against abuse and overload."""

    photos: int = 5
    photo_mb: int = 15
    description: int = 2000
    reports_per_hour: int = 10
    reports_per_day: int = 30
