"""Complaints per day as a line of a few pixels, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _

WIDTH, HEIGHT, EDGE = 96, 24, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """The corners of the line, where its last point is, and what it shows."""

    points: str
    end: tuple[float, float]
    words: str


def spark(by_day: Sequence[int]) -> Spark | None:
    """A line over the days, each region by its own measure; None without two days."""
    if len(by_day) < 2:
        return None
    most = max(*by_day, 1)
    step = (WIDTH - 2 * EDGE) / (len(by_day) - 1)
    corners = [
        (round(EDGE + n * step, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * count / most, 1))
        for n, count in enumerate(by_day)
    ]
    return Spark(" ".join(f"{x:g},{y:g}" for x, y in corners), corners[-1], _said(by_day))


def _said(by_day: Sequence[int]) -> str:
    return _(
        "%(all)s laporan dalam %(days)s hari, sehari %(least)s sampai %(most)s, hari ini %(last)s",
        all=number(sum(by_day)),
        days=len(by_day),
        least=number(min(by_day)),
        most=number(max(by_day)),
        last=number(by_day[-1]),
    )
