"""Decisions about routing: pure functions of the configuration, the organisation and the holders of posts."""

from __future__ import annotations

from jaki_replica.routing.rules.covering import coverage
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.rules.matching import Match, matching

__all__ = ["Match", "coverage", "first_unit", "matching"]
