"""The whole file: its sections in the order of the canonical form."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.catalogue import (
    CategorySection,
    ChannelSection,
    GroupSection,
    RouteSection,
    ServiceSection,
)
from jaki_replica.tenancy.configuration.schema.conduct import EvaluationSection, LimitsOfUseSection, WorkflowSection
from jaki_replica.tenancy.configuration.schema.containers import Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.schema.identity import (
    BrandSection,
    EmergencySection,
    IdentitySection,
    PagesSection,
    PrivacySection,
)
from jaki_replica.tenancy.configuration.schema.organisation import (
    AgencySection,
    AreasSection,
    PositionSection,
    ReferralSection,
)
from jaki_replica.tenancy.configuration.schema.time import CalendarSection, SlaSection
from jaki_replica.tenancy.configuration.terms import RegionConfig

REGION = words.defaults(RegionConfig)


class RegionSection(Section):
    """A region's file."""

    term = RegionConfig
    region = Part("Who the region is", IdentitySection)
    brand = Part("How its pages look", BrandSection)
    pages = Part("Its own words on the pages", PagesSection, default=REGION["pages"])
    privacy = Part("Personal data", PrivacySection, default=REGION["privacy"])
    emergency = Items("Numbers to call at once", Part("A number", EmergencySection), least=1, most=12)
    areas = Part("Kinds of area and where the map comes from", AreasSection)
    positions = Keyed("Positions, one for each area of a level", PositionSection, key=words.key("A position"))
    agencies = Keyed("Agencies of this government", AgencySection, key=words.key("An agency"))
    referrals = Keyed("Bodies outside it", ReferralSection, key=words.key("A body"), default=())
    groups = Keyed("Groups of categories", GroupSection, key=words.key("A group"))
    categories = Keyed("What people report", CategorySection, key=words.category("A category"))
    routes = Items("Exceptions to the owner of a category", Part("An exception", RouteSection), default=())
    channels = Keyed("Ways in", ChannelSection, key=words.key("A channel"))
    sla = Part("Time limits", SlaSection, default=REGION["sla"])
    calendar = Part("Working time", CalendarSection, default=REGION["calendar"])
    workflow = Part("Life of a complaint", WorkflowSection)
    evaluation = Part("Monthly evaluation", EvaluationSection)
    services = Keyed("Public services", ServiceSection, key=words.key("A service"), default=())
    limits = Part("Ceilings against abuse", LimitsOfUseSection, default=REGION["limits"])

    @post_load
    def make(self, data: dict[str, Any], **_context: object) -> object:
        """The configuration; the section `region` is its identity."""
        return RegionConfig(identity=data.pop("region"), **data)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The other way round, for the canonical form."""
        return super().get_attribute(obj, "identity" if attr == "region" else attr, default)


SECTIONS: dict[str, fields.Field[Any]] = RegionSection().load_fields
