"""The whole configuration of one region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jaki_replica.tenancy.configuration.terms.catalogue import (
    Category,
    CategoryGroup,
    Channel,
    Route,
    Service,
)
from jaki_replica.tenancy.configuration.terms.conduct import (
    Evaluation,
    Limits,
    Workflow,
)
from jaki_replica.tenancy.configuration.terms.identity import (
    Brand,
    EmergencyNumber,
    Identity,
    PageTexts,
    Privacy,
)
from jaki_replica.tenancy.configuration.terms.organisation import (
    Agency,
    Areas,
    PositionRule,
    Referral,
)
from jaki_replica.tenancy.configuration.terms.time import Calendar, Sla

DEFAULT_PAGES = PageTexts()
DEFAULT_PRIVACY = Privacy()
DEFAULT_SLA = Sla()
DEFAULT_CALENDAR = Calendar()
DEFAULT_LIMITS_OF_USE = Limits()


@dataclass(frozen=True, slots=True)
class RegionConfig:
    """Everything that makes one region differ from another. Order within each tuple is the file's."""

    identity: Identity
    brand: Brand
    emergency: tuple[EmergencyNumber, ...]
    areas: Areas
    positions: tuple[PositionRule, ...]
    agencies: tuple[Agency, ...]
    referrals: tuple[Referral, ...]
    groups: tuple[CategoryGroup, ...]
    categories: tuple[Category, ...]
    routes: tuple[Route, ...]
    channels: tuple[Channel, ...]
    workflow: Workflow
    evaluation: Evaluation
    services: tuple[Service, ...] = ()
    pages: PageTexts = DEFAULT_PAGES
    privacy: Privacy = DEFAULT_PRIVACY
    sla: Sla = DEFAULT_SLA
    calendar: Calendar = DEFAULT_CALENDAR
    limits: Limits = DEFAULT_LIMITS_OF_USE

    def agency(self, key: str) -> Agency | None:
        """The agency of that key."""
        return next((agency for agency in self.agencies if agency.key == key), None)

    def position(self, key: str) -> PositionRule | None:
        """The position rule of that key."""
        return next((position for position in self.positions if position.key == key), None)

    def referral(self, key: str) -> Referral | None:
        """The referral body of that key."""
        return next((referral for referral in self.referrals if referral.key == key), None)

    def category(self, key: str) -> Category | None:
        """The category of that key."""
        return next((category for category in self.categories if category.key == key), None)

    def offered(self, at: datetime) -> tuple[Category, ...]:
        """The categories a new complaint may have at that instant: all but the retired ones."""
        on = at.astimezone(self.identity.timezone).date()
        return tuple(category for category in self.categories if category.is_offered(on))

    def group(self, key: str) -> CategoryGroup | None:
        """The category group of that key."""
        return next((group for group in self.groups if group.key == key), None)

    def channel(self, key: str) -> Channel | None:
        """The channel of that key."""
        return next((channel for channel in self.channels if channel.key == key), None)

    def service(self, key: str) -> Service | None:
        """The public service of that key."""
        return next((service for service in self.services if service.key == key), None)
