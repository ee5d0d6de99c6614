"""What a region's file may hold: marshmallow schemas that turn its plain text into terms, and back."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema.faults import findings
from jaki_replica.tenancy.configuration.schema.region import RegionSection
from jaki_replica.tenancy.configuration.schema.scalars import Digits

__all__ = ["Digits", "RegionSection", "findings"]
