"""The region's public services: grouped, searched, and how each is had today."""

from __future__ import annotations

from itertools import groupby

from jaki_replica.portal.ways import link_of
from jaki_replica.tenancy.configuration.terms import RegionConfig, Service, ServiceKind
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _

type_groups = tuple[tuple[str, tuple[Service, ...]], ...]


def grouped(services: tuple[Service, ...]) -> type_groups:
    """Services under their group's name, groups in the order in which they first appear in the file."""
    order = {words(service.group): index for index, service in reversed(tuple(enumerate(services)))}
    ordered = sorted(services, key=lambda service: order[words(service.group)])
    return tuple((name, tuple(found)) for name, found in groupby(ordered, key=lambda s: words(s.group)))


def matching(services: tuple[Service, ...], sought: str) -> tuple[Service, ...]:
    """Services in whose name, summary or group every sought word occurs; all of them where nothing is sought."""
    parts = sought.casefold().split()
    return tuple(service for service in services if all(part in _searched(service) for part in parts))


def unit_name(region: RegionConfig, service: Service) -> str:
    """Who is responsible: an agency's name, or nothing where the key names none."""
    agency = region.agency(service.unit)
    return agency.name if agency else ""


def link(service: Service) -> str:
    """The address to follow for a service of the kind `link`, if it is one a browser may open."""
    return link_of(service.url) if service.kind is ServiceKind.LINK else ""


def summary(service: Service) -> str:
    """What it is, in a sentence. The summary of a booking promises a booking, and bookings are not open here yet."""
    if service.kind is ServiceKind.BOOKING:
        return _("Belum bisa dipesan lewat portal. Datang pada jam buka.")
    return words(service.summary)


def how_words(service: Service) -> str:
    """How to get it today, in a sentence."""
    if service.kind is ServiceKind.LINK:
        return _("Layanan ini ada di halaman lain milik pemerintah.")
    if service.kind is ServiceKind.INFORMATION:
        return _("Datang ke kantornya pada jam buka, bawa yang diminta.")
    return _("Permohonan lewat portal ini belum dibuka. Datang ke kantornya pada jam buka, bawa yang diminta.")


def _searched(service: Service) -> str:
    texts = (service.name, service.summary, service.group)
    return " ".join(f"{text.id} {text.en}" for text in texts).casefold()
