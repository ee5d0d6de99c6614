"""The patterns of the file: keys, codes, hosts, addresses; and the defaults that the terms declare."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from jaki_replica.tenancy.configuration.schema.scalars import UNSET, OneOf, Words

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
KEY = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
CODE = r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?"
ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


def defaults(term: type[Any]) -> dict[str, object]:
    """The declared default of each part of a term; UNSET for those that must be given."""
    return {field.name: UNSET if field.default is MISSING else field.default for field in fields(term)}


def key(says: str, *, default: object = UNSET) -> Words:
    """A key such as `bina-marga`."""
    expected = "small letters, digits and hyphens, such as bina-marga"
    return Words(says, pattern=KEY, most=40, expected=expected, default=default)


def category(says: str) -> Words:
    """A category key such as `roads.pothole`."""
    return Words(says, pattern=rf"{KEY}(\.{KEY})*", most=60, expected="words joined by dots, such as roads.pothole")


def code(says: str, *, default: object = UNSET) -> Words:
    """A code of the national area table."""
    expected = "a code of the Ministry of Home Affairs such as 31, 31.71 or 31.71.06.1001"
    return Words(says, pattern=CODE, most=13, expected=expected, default=default)


def host(says: str) -> Words:
    """A label below the installation's domain, or a full host name."""
    expected = "a label such as jakarta, or a host name such as lapor.example.go.id, in small letters"
    return Words(says, pattern=rf"{LABEL}(\.{LABEL})*", most=253, expected=expected)


def zone(says: str) -> OneOf:
    """A zone of Indonesia."""
    return OneOf(says, ZONES)


def colour(says: str) -> Words:
    """A colour in six hexadecimal digits."""
    expected = 'a colour of six digits in quotes, such as "#1d3fb8", in small letters'
    return Words(says, pattern=r"#[0-9a-f]{6}", most=7, expected=expected)


def phone(says: str, *, default: object = UNSET) -> Words:
    """A telephone number as people write it."""
    expected = "a number such as 112 or +62 21 3456789"
    return Words(says, pattern=r"\+?[0-9][0-9 -]{1,19}", most=20, expected=expected, default=default)


def email(says: str, *, default: object = UNSET) -> Words:
    """An e-mail address."""
    pattern = r"[^@\s]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+"
    return Words(says, pattern=pattern, most=254, expected="an address such as lapor@example.go.id", default=default)


def address(says: str, *, default: object = UNSET) -> Words:
    """A web address."""
    expected = "an address such as https://example.go.id"
    return Words(says, pattern=r"https?://[^\s<>\"']+", most=500, expected=expected, default=default)


def icon(says: str) -> Words:
    """The name of an icon."""
    return Words(says, pattern=KEY, most=40, expected="the name of a shipped icon, such as trash-2")
