"""What can be reported and asked for, who gets it, and the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jaki_replica.tenancy.configuration.terms.identity import Text
from jaki_replica.tenancy.configuration.terms.time import DayHours, Duration

AREA_OWNER = "area"


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A group of categories with its icon. Those with `tile` are the tiles of the report form, twelve at most."""

    key: str
    name: Text
    icon: str
    tile: bool = True


class First(StrEnum):
    """Who looks at a new complaint first: the official of its area, or the owner of its category."""

    AREA = "area"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Category:
    """A matter people report. Keys are dotted, from the general to the special.

    `owner` names an agency, a referral, or `area` (the official of the area). `synonyms` are everyday words
    for the search, `near_m` the distance within which an open complaint may be the same, `call` the
    emergency number to show first. Sensitive complaints are always private. From `retired_on` it is no longer
    offered; complaints filed before keep it.
    """

    key: str
    name: Text
    group: str
    owner: str
    first: First = First.OWNER
    near_m: int = 30
    synonyms: tuple[str, ...] = ()
    sensitive: bool = False
    photo: bool = True
    call: str = ""
    retired_on: date | None = None

    def is_offered(self, on: date) -> bool:
        """Whether a new complaint may be about it on that day."""
        return self.retired_on is None or on < self.retired_on


@dataclass(frozen=True, slots=True)
class Route:
    """An exception to the owner of a category (and of all below it) within one area."""

    category: str
    area: str
    owner: str
    why: str
    first: First = First.OWNER


class Intake(StrEnum):
    """Who enters a complaint of a channel: the reporter, a connector, or an intake operator."""

    SELF = "self"
    CONNECTOR = "connector"
    OPERATOR = "operator"


class Connector(StrEnum):
    """The technical way a channel is connected; `none` where people type complaints in and call back."""

    NONE = "none"
    PORTAL = "portal"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    SOCIAL = "social"
    SP4N = "sp4n"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in. `connector` is also the way answers go back; `geotagged` when a point comes with it."""

    key: str
    name: Text
    intake: Intake
    connector: Connector = Connector.NONE
    address: str = ""
    geotagged: bool = False
    open: bool = True


class ServiceKind(StrEnum):
    """How a service is had: read about it, follow a link, send a form, or book a time."""

    INFORMATION = "information"
    LINK = "link"
    REQUEST = "request"
    BOOKING = "booking"


class FieldKind(StrEnum):
    """The kind of an answer in a request form."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a request form. `choices` belong to the kind `choice` only."""

    key: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """Bookable time: length in minutes, people per slot, how many days ahead, and the places."""

    places: tuple[str, ...]
    minutes: int = 15
    people: int = 1
    days_ahead: int = 14


@dataclass(frozen=True, slots=True)
class Service:
    """A public service of the agency `unit`. `fee` is whole rupiah; `outsiders` tells whether visitors may use it."""

    key: str
    name: Text
    summary: Text
    icon: str
    group: Text
    kind: ServiceKind
    unit: str
    url: str = ""
    requirements: tuple[Text, ...] = ()
    fee: int = 0
    promise: Duration | None = None
    hours: tuple[DayHours, ...] = ()
    outsiders: bool = False
    form: tuple[FormField, ...] = ()
    slots: Slots | None = None
