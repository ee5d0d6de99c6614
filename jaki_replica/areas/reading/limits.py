"""How much a boundary file may hold: far above any real region, far below what would stop the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`file_bytes` as it lies there, `unpacked_bytes` once decompressed, and counts over the whole file."""

    file_bytes: int = 256 * 2**20
    unpacked_bytes: int = 256 * 2**20
    members: int = 200
    features: int = 20_000
    vertices: int = 3_000_000
    rings: int = 200_000


DEFAULT = Limits()
