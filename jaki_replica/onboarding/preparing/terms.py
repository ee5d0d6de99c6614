"""The words of a region's preparation: its steps, the agreement, what a check found, what was ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

type_values = Mapping[str, object]


class Step(StrEnum):
    """The steps in their order. Each may be done over until the region is live."""

    REGION = "region"
    AGREEMENT = "agreement"
    CONFIGURATION = "configuration"
    AREAS = "areas"
    OFFICIALS = "officials"
    CATEGORIES = "categories"
    SLA = "sla"
    BRAND = "brand"
    CHECKLIST = "checklist"
    LIVE = "live"


CONFIRMED = (Step.OFFICIALS, Step.CATEGORIES, Step.SLA, Step.BRAND)
"""Steps that begin with the template: somebody looks and says that it will do, or changes it first."""

REASONS: Mapping[Step, str] = {
    Step.OFFICIALS: "Persiapan daerah: pejabat",
    Step.CATEGORIES: "Persiapan daerah: kategori",
    Step.SLA: "Persiapan daerah: batas waktu",
    Step.BRAND: "Persiapan daerah: merek",
}
"""What a revision that a step made says of itself; kept with the revision, so in the language of the regions."""


class Order(StrEnum):
    """What needs more rights or more time than a page has; carried out by who holds the owner's login."""

    PROVISION = "provision"
    CHECK_AREAS = "check_areas"
    INSTALL_AREAS = "install_areas"
    CHECK = "check"
    OPEN = "open"


class Outcome(StrEnum):
    """What a check found. Only `bad` and `open` keep a region from going live."""

    GOOD = "good"
    WARNING = "warning"
    OPEN = "open"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. `values` are the figures behind the finding, for words in any language."""

    key: str
    outcome: Outcome
    values: type_values

    @property
    def keeps_closed(self) -> bool:
        """Whether the region cannot go live with it."""
        return self.outcome in {Outcome.BAD, Outcome.OPEN}


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for a side: the person and the office held."""

    government: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the work and when it is due."""

    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The record by which the region takes the work over (berita acara serah terima)."""

    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement under Swakelola Tipe II: one government has the system run by another.

    `region` is the side that asks and pays, `operator` the side that does the work (Peraturan LKPP 3/2021).
    """

    number: str
    signed_on: date
    starts_on: date
    ends_on: date
    region: Signatory
    operator: Signatory
    scope: str
    stages: tuple[Stage, ...]
    acceptance: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that was done: when, by whom, what came of it, and the machine time in seconds."""

    step: Step
    at: datetime
    by: str
    finding: type_values
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Preparation:
    """A region on its way. The numbers grow with each change, so that two people at once are told."""

    id: UUID
    code: str
    slug: str
    name: str
    kind: str
    zone: str
    created_at: datetime
    created_by: str
    agreement: type_values | None
    agreement_number: int
    draft: str | None
    draft_number: int
    tenant_id: UUID | None
    live_at: datetime | None
    steps: Mapping[Step, StepDone]
    seconds: float  # machine time of everything that was done, repetitions too

    @property
    def is_live(self) -> bool:
        """Whether the region was opened: from then on its admins change it."""
        return self.live_at is not None

    @property
    def next_step(self) -> Step:
        """The first step that is not done."""
        return next((step for step in Step if step not in self.steps), Step.LIVE)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order and what came of it; `outcome` and `fault` are both None while it waits or is at work."""

    id: UUID
    preparation_id: UUID
    order: Order
    arguments: type_values
    by: str
    at: datetime
    done_at: datetime | None
    outcome: type_values | None
    fault: type_values | None
