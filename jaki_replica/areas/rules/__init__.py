"""What a boundary file must fulfil to become a region's areas. Pure: values in, values or faults out."""

from __future__ import annotations

from jaki_replica.areas.rules.assembly import assemble, drawn_facts
from jaki_replica.areas.rules.judging import Judgement, judge

__all__ = ["Judgement", "assemble", "drawn_facts", "judge"]
