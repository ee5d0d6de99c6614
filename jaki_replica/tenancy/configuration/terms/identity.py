"""Who a region is, how it looks, and what its pages say."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Text:
    """Words in Indonesian and, where given, English. `in_language("en")` falls back to Indonesian."""

    id: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in `language` ("id" or "en")."""
        return self.en if language == "en" and self.en else self.id


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the region is. `code` is the Kemendagri code, `kind` one of province, city, regency."""

    slug: str
    name: str
    government: str
    kind: str
    code: str
    zone: str
    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    number_prefix: str

    @property
    def timezone(self) -> ZoneInfo:
        """The region's zone, to show times in."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Brand:
    """What a tenant chooses of its looks; all else is derived (branding package).

    `primary` and `accent` are `#rrggbb`, `corner` is the radius in CSS pixels (4 to 20),
    `motif` and `font` are names from the shipped lists.
    """

    portal: str
    letters: str
    primary: str
    accent: str
    corner: int
    motif: str
    font: str
    promise: Text


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call instead of waiting for a complaint, such as 112."""

    number: str
    name: Text


NO_TEXT = Text("")


@dataclass(frozen=True, slots=True)
class Contact:
    """Where people reach the government itself. Every part may be empty."""

    address: str = ""
    phone: str = ""
    whatsapp: str = ""
    email: str = ""
    website: str = ""


NO_CONTACT = Contact()


@dataclass(frozen=True, slots=True)
class PageTexts:
    """Words of the region on its own pages. `notice` is a bar on top of every page while it is not empty."""

    footer: Text = NO_TEXT
    notice: Text = NO_TEXT
    contact: Contact = NO_CONTACT


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the region promises about personal data. A new `consent_version` asks everyone again."""

    officer: str = ""
    consent_version: str = "1"
    consent: Text = NO_TEXT
    retention_years: int = 5
