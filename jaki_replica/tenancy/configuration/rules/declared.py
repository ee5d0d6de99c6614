"""The names a file declares, so that a reference is judged by what is written and not by what is right already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jaki_replica.tenancy.configuration.findings import Finding, did_you_mean, joined, listed, type_path
from jaki_replica.tenancy.configuration.terms import RegionConfig


@dataclass(frozen=True, slots=True)
class Declared:
    """Keys by section."""

    kinds: frozenset[str]
    positions: frozenset[str]
    agencies: frozenset[str]
    referrals: frozenset[str]
    groups: frozenset[str]
    categories: frozenset[str]
    numbers: frozenset[str]

    @property
    def units(self) -> frozenset[str]:
        """Positions and agencies: what can stand above something."""
        return self.positions | self.agencies

    @property
    def owners(self) -> frozenset[str]:
        """All that can own a complaint by name."""
        return self.units | self.referrals


type_rule = Callable[[RegionConfig, Declared], Iterator[Finding]]


def declared_by(config: RegionConfig) -> Declared:
    """What a whole configuration declares."""
    return Declared(
        kinds=frozenset(kind.key for kind in config.areas.kinds),
        positions=frozenset(position.key for position in config.positions),
        agencies=frozenset(agency.key for agency in config.agencies),
        referrals=frozenset(referral.key for referral in config.referrals),
        groups=frozenset(group.key for group in config.groups),
        categories=frozenset(category.key for category in config.categories),
        numbers=frozenset(number.number for number in config.emergency),
    )


def unknown(path: type_path, name: str, known: Iterable[str], what: str) -> Iterator[Finding]:
    """A finding if `name` is not among `known`; `what` says what it should be."""
    words = sorted(known)
    if name not in words:
        options = f"expected {listed(words)}" if words else f"this file has no {what}"
        yield Finding(path, f'there is no {what} "{name}"', joined(options, did_you_mean(name, words)))


def covers_any(category: str, known: Iterable[str]) -> bool:
    """Whether `category` is a known one or stands above one."""
    return any(key == category or key.startswith(category + ".") for key in known)
