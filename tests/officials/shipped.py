"""The five first regions with their shipped areas, read once."""

from __future__ import annotations

from functools import cache

from jaki_replica.areas import facts
from jaki_replica.areas.rules import drawn_facts
from jaki_replica.areas.terms import AreaTree
from jaki_replica.foundation.places import PACKAGE
from jaki_replica.officials.organising import organise
from jaki_replica.officials.units import Organisation
from jaki_replica.tenancy.configuration.loading import load_file
from jaki_replica.tenancy.configuration.terms import RegionConfig

REGIONS = ("banda-aceh", "jakarta", "lampung", "maluku-utara", "palembang")


@cache
def config(region: str) -> RegionConfig:
    return load_file(PACKAGE.parent / "tenants" / f"{region}.yaml")


@cache
def tree(region: str) -> AreaTree:
    code = config(region).identity.code
    return AreaTree(one.area for one in drawn_facts(facts.units_of(code), [], code))


@cache
def organisation(region: str) -> Organisation:
    return organise(config(region), tree(region))
