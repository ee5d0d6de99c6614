"""Chance that comes out the same each time: nothing of a demonstration is secret."""

from __future__ import annotations

from random import Random


def seeded(*parts: object) -> Random:
    """A source of numbers that follow from `parts` alone."""
    return Random(":".join(map(str, parts)))  # noqa: S311  # drawings and fictional lives
