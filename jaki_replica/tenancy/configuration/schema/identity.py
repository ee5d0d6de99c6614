"""Sections: the region itself, its brand, its pages, privacy and emergency numbers."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.containers import Bilingual, Items, Part, Section
from jaki_replica.tenancy.configuration.schema.scalars import OneOf, Whole, Words
from jaki_replica.tenancy.configuration.terms import (
    Brand,
    Contact,
    EmergencyNumber,
    Identity,
    PageTexts,
    Privacy,
)

CONTACT = words.defaults(Contact)
PAGES = words.defaults(PageTexts)
PRIVACY = words.defaults(Privacy)


class IdentitySection(Section):
    """`region`."""

    term = Identity
    slug = Words(
        "Short name of the region; names its schema and cannot change later",
        pattern=r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,38}",
        most=39,
        expected="2 to 39 small letters, digits and hyphens, such as banda-aceh",
    )
    name = Words("Name of the region as people say it", most=80)
    government = Words("Full name of the government", most=120)
    kind = OneOf("What the region is", ("province", "city", "regency"))
    code = words.code("Code of the region in the table of the Ministry of Home Affairs")
    zone = words.zone("Time zone of the region")
    languages = Items("Languages of the pages, the first one first", OneOf("A language", ("id", "en")), least=1, most=2)
    hosts = Items("Host names that lead to this region; the first one is used in links", words.host("A host"), least=1)
    number_prefix = Words(
        "Letters before every complaint number",
        pattern=r"[A-Z]{2,4}",
        most=4,
        expected="2 to 4 capital letters, such as JK",
    )


class BrandSection(Section):
    """`brand`."""

    term = Brand
    portal = Words("Name of the portal", most=24)
    letters = Words(
        "One or two letters of the mark", pattern=r"[A-Z0-9]{1,2}", most=2, expected="1 or 2 capital letters or digits"
    )
    primary = words.colour("Main colour: buttons, links, marks")
    accent = words.colour("Accent colour: the report button and the woven edge")
    corner = Whole("Radius of corners in pixels", least=4, most=20)
    motif = words.key("Name of a shipped motif")
    font = words.key("Name of a shipped font", default="plus-jakarta-sans")
    promise = Bilingual("The sentence under the headline of the home page", most=300)


class ContactSection(Section):
    """`pages.contact`."""

    term = Contact
    address = Words("Postal address", default=CONTACT["address"], most=300)
    phone = words.phone("Telephone number", default=CONTACT["phone"])
    whatsapp = words.phone("WhatsApp number", default=CONTACT["whatsapp"])
    email = words.email("E-mail address", default=CONTACT["email"])
    website = words.address("Web site of the government", default=CONTACT["website"])


class PagesSection(Section):
    """`pages`."""

    term = PageTexts
    footer = Bilingual("Words at the foot of every page", default=PAGES["footer"], most=600)
    notice = Bilingual("A bar on top of every page, while it is needed", default=PAGES["notice"], most=300)
    contact = Part("Where people reach the government", ContactSection, default=PAGES["contact"])


class PrivacySection(Section):
    """`privacy`."""

    term = Privacy
    officer = words.email("Address of the data protection officer", default=PRIVACY["officer"])
    consent_version = Words(
        "Version of the consent text; a new one asks everyone again", default=PRIVACY["consent_version"], most=20
    )
    consent = Bilingual("What a reporter agrees to", default=PRIVACY["consent"], most=2000)
    retention_years = Whole(
        "Years after which a reporter's data are made nameless",
        least=1,
        most=30,
        default=PRIVACY["retention_years"],
    )


class EmergencySection(Section):
    """One item of `emergency`."""

    term = EmergencyNumber
    number = words.phone("The number to call")
    name = Bilingual("What it is for", most=80)
