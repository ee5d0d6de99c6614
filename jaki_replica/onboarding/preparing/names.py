"""The short name of a region: its host, its schema and its login are called by it, so it is checked before anything."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.onboarding.preparing.models import PreparationRow
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration.rules.identity import RESERVED
from jaki_replica.tenancy.models import TenantHost, TenantRow
from jaki_replica.tenancy.terms import SLUG

REMEDY = "begin with another short name: --slug"


class Reserved(Invalid):
    """The name belongs to the installation itself."""


class NameTaken(Conflict):
    """Another region, one on its way or a host has the name. `holder` is whose it is."""

    def __init__(self, slug: str, holder: str) -> None:
        """`holder` is a region's name, or the host itself."""
        super().__init__(f"The short name {slug} is taken by {holder}", remedy=REMEDY)
        self.holder = holder


class RegionHere(Conflict):
    """The region itself is one of the installation already, as `slug`."""

    def __init__(self, name: str, slug: str) -> None:
        """`name` is what it is called here."""
        super().__init__(f"{name} is a region here already, as {slug}", remedy="look at it in the list of regions")
        self.name, self.slug = name, slug


def check_free(session: Session, settings: Settings, code: str, slug: str) -> None:
    """Raises Invalid for what is no name, Reserved, RegionHere or NameTaken for one that cannot be had."""
    if not SLUG.fullmatch(slug):
        fault = Fault("slug", f"{slug[:50]!r} cannot be used", "2 to 39 small letters, digits and single hyphens")
        raise Invalid("The short name cannot be used", (fault,))
    if slug in RESERVED or settings.host_name(slug) == settings.operator_host:
        raise Reserved(f"The short name {slug} belongs to the installation", remedy=REMEDY)
    held = session.execute(select(TenantRow.slug, TenantRow.name).where(TenantRow.code == code)).first()
    if held is not None:
        raise RegionHere(held.name, held.slug)
    other = session.scalar(select(TenantRow.name).where(TenantRow.slug == slug))
    host = session.scalar(select(TenantHost.host).where(TenantHost.host == settings.host_name(slug)))
    prepared = session.scalar(
        select(PreparationRow.name).where(PreparationRow.slug == slug, PreparationRow.code != code)
    )
    holder = other or prepared or host
    if holder:
        raise NameTaken(slug, holder)
