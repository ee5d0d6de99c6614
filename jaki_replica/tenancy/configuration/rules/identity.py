"""Checks of a region's name, code, languages and hosts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.rules.declared import Declared
from jaki_replica.tenancy.configuration.terms import RegionConfig, Text

FIRST_CITY = 71
RESERVED = ("operator", "localhost", "www")


def code_fits_kind(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """A province has two digits; cities count from 71 within their province, regencies below that."""
    code, kind = config.identity.code, config.identity.kind
    parts = code.split(".")
    expected = 1 if kind == "province" else 2
    if len(parts) != expected:
        example = "two digits, such as 31" if expected == 1 else "two parts, such as 31.71"
        yield Finding(("region", "code"), f'"{code}" is no code of a {kind}', f"expected {example}")
    elif expected == 2 and (int(parts[1]) >= FIRST_CITY) != (kind == "city"):
        other = "regency" if kind == "city" else "city"
        yield Finding(
            ("region", "code"),
            f'"{code}" is the code of a {other}',
            f"cities count from {FIRST_CITY}; check kind and code",
        )


def hosts_are_free(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Some labels belong to the installation itself."""
    for index, host in enumerate(config.identity.hosts):
        if host in RESERVED:
            yield Finding(("region", "hosts", index), f'"{host}" belongs to the installation', "choose another host")
        elif "." in host and host.replace(".", "").isdigit():
            yield Finding(("region", "hosts", index), f'"{host}" is an address', "expected a host name")


def indonesian_is_spoken(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Every text exists in Indonesian, so it is always one of the languages."""
    if "id" not in config.identity.languages:
        yield Finding(("region", "languages"), "Indonesian is missing", "expected id among the languages")


def everything_is_translated(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Where the pages speak English, every text does."""
    if "en" not in config.identity.languages:
        return
    for path, text in texts(config):
        if text.id and not text.en:
            yield Finding(
                path,
                "is not translated",
                f'add en: ..., or take en out of region.languages ("{text.id[:40]}")',
                code="untranslated",
            )


def texts(value: object, path: type_path = ()) -> Iterator[tuple[type_path, Text]]:
    """Every bilingual text below a term, with its path in the file."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from texts(one, (*path, getattr(one, "key", index)))
    elif is_dataclass(value):
        for field in fields(value):
            name = "region" if field.name == "identity" else field.name
            yield from texts(getattr(value, field.name), (*path, name))
