"""Decisions about time: pure functions of the event history, the policy and the calendar."""

from __future__ import annotations

from jaki_replica.sla.rules.clock import deadlines, escalations, next_due
from jaki_replica.sla.rules.explaining import explain
from jaki_replica.sla.rules.ticking import Days, ticks
from jaki_replica.sla.rules.timeline import Stretch, Timeline, timeline

__all__ = ["Days", "Stretch", "Timeline", "deadlines", "escalations", "explain", "next_due", "ticks", "timeline"]
