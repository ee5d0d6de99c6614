"""The values the rules of an import hand each other."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.rules.identity import Claim


@dataclass(frozen=True, slots=True)
class Accepted:
    """A feature that passed: its number in the file, what it claims to be, and its shape in degrees."""

    number: int
    claim: Claim
    shape: BaseGeometry
