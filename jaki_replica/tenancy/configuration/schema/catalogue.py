"""Sections: categories and their groups, routes, channels, public services."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.containers import Bilingual, Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.schema.scalars import Choice, Day, Decision, Length, Whole, Words
from jaki_replica.tenancy.configuration.schema.week import Week
from jaki_replica.tenancy.configuration.terms import (
    Category,
    CategoryGroup,
    Channel,
    Connector,
    FieldKind,
    First,
    FormField,
    Intake,
    Route,
    Service,
    ServiceKind,
    Slots,
)

GROUP = words.defaults(CategoryGroup)
CATEGORY = words.defaults(Category)
ROUTE = words.defaults(Route)
CHANNEL = words.defaults(Channel)
FORM = words.defaults(FormField)
SLOTS = words.defaults(Slots)
SERVICE = words.defaults(Service)


class GroupSection(Section):
    """One entry of `groups`."""

    term = CategoryGroup
    keyed = True
    name = Bilingual("Name of the group", most=40)
    icon = words.icon("Its icon")
    tile = Decision("Whether it is a tile of the report form", default=GROUP["tile"])


class CategorySection(Section):
    """One entry of `categories`."""

    term = Category
    keyed = True
    name = Bilingual("Name of the category", most=80)
    group = words.key("Group that shows it")
    owner = words.key("Agency or referral body that owns it, or area")
    first = Choice("Who gets a new complaint first", First, default=CATEGORY["first"])
    near_m = Whole(
        "Metres within which an open complaint may be the same", least=0, most=1000, default=CATEGORY["near_m"]
    )
    synonyms = Items("Everyday words for it", Words("A word", most=60), default=CATEGORY["synonyms"])
    sensitive = Decision("Always private, and only for few eyes", default=CATEGORY["sensitive"])
    photo = Decision("Whether a photo is asked for", default=CATEGORY["photo"])
    call = words.phone("Emergency number to show first", default=CATEGORY["call"])
    retired_on = Day("From when it is no longer offered; its complaints keep it", default=CATEGORY["retired_on"])


class RouteSection(Section):
    """One item of `routes`."""

    term = Route
    category = words.category("Category, with all below it")
    area = words.code("Area in which this holds")
    owner = words.key("Who owns it there")
    why = Words("Why, for those who ask", most=200)
    first = Choice("Who gets a new complaint first", First, default=ROUTE["first"])


class ChannelSection(Section):
    """One entry of `channels`."""

    term = Channel
    keyed = True
    name = Bilingual("Name of the channel", most=60)
    intake = Choice("Who enters its complaints", Intake)
    connector = Choice("How it is connected, and how answers go back", Connector, default=CHANNEL["connector"])
    address = Words("Number, account or address that people write to", default=CHANNEL["address"], most=200)
    geotagged = Decision("Whether a point comes with every complaint", default=CHANNEL["geotagged"])
    open = Decision("Whether it is in use", default=CHANNEL["open"])


class FormSection(Section):
    """One entry of a service's `form`."""

    term = FormField
    keyed = True
    label = Bilingual("The question", most=120)
    kind = Choice("Kind of answer", FieldKind, default=FORM["kind"])
    required = Decision("Whether it must be answered", default=FORM["required"])
    choices = Items("Answers to choose from", Bilingual("An answer", most=80), default=FORM["choices"])


class SlotsSection(Section):
    """`slots` of a service."""

    term = Slots
    places = Items("Places to choose from", Words("A place", most=80), least=1)
    minutes = Whole("Length of a slot", least=5, most=480, default=SLOTS["minutes"])
    people = Whole("People in a slot", least=1, most=500, default=SLOTS["people"])
    days_ahead = Whole("How many days ahead one may book", least=1, most=180, default=SLOTS["days_ahead"])


class ServiceSection(Section):
    """One entry of `services`."""

    term = Service
    keyed = True
    name = Bilingual("Name of the service", most=60)
    summary = Bilingual("One sentence about it", most=160)
    icon = words.icon("Its icon")
    group = Bilingual("Heading it stands under", most=40)
    kind = Choice("How to get it", ServiceKind)
    unit = words.key("Agency that gives it")
    url = words.address("Where the link leads", default=SERVICE["url"])
    requirements = Items("What to bring", Bilingual("A thing to bring", most=160), default=SERVICE["requirements"])
    fee = Whole("Fee in rupiah; 0 is free", least=0, most=1_000_000_000, default=SERVICE["fee"], rupiah=True)
    promise = Length("How long it takes", default=SERVICE["promise"])
    hours = Week("When it is open", default=SERVICE["hours"])
    outsiders = Decision("Open to people from outside the region", default=SERVICE["outsiders"])
    form = Keyed("Questions of the request", FormSection, key=words.key("A question"), default=SERVICE["form"], most=60)
    slots = Part("Bookable time", SlotsSection, default=SERVICE["slots"])
