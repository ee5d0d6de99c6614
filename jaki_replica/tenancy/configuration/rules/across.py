"""Checks between the files of several regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.terms import RegionConfig


def check_across(configs: Mapping[str, RegionConfig]) -> Iterator[tuple[str, Finding]]:
    """What two files both claim, told at the second one: `(file, finding)`."""
    seen: dict[tuple[str, str], str] = {}
    for name, config in configs.items():
        for what, value, path in _claims(config):
            first = seen.setdefault((what, value), name)
            if first != name:
                yield name, Finding(path, f'"{value}" is the {what} of another region', f"see {first}")


def _claims(config: RegionConfig) -> Iterator[tuple[str, str, type_path]]:
    identity = config.identity
    yield "slug", identity.slug, ("region", "slug")
    yield "code", identity.code, ("region", "code")
    yield "number prefix", identity.number_prefix, ("region", "number_prefix")
    for index, host in enumerate(identity.hosts):
        yield "host", host, ("region", "hosts", index)
