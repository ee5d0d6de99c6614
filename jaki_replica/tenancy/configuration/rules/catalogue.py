"""Checks of categories, routes, channels and services."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.tenancy.configuration.findings import Finding, joined, type_path
from jaki_replica.tenancy.configuration.rules.declared import Declared, covers_any, unknown
from jaki_replica.tenancy.configuration.terms import (
    AREA_OWNER,
    Connector,
    FieldKind,
    First,
    FormField,
    Intake,
    Owns,
    RegionConfig,
    Service,
    ServiceKind,
)

MOST_TILES = 12


def categories_have_an_owner(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Group and owner are declared; what to call is an emergency number of the region."""
    for category in config.categories:
        path: type_path = ("categories", category.key)
        yield from unknown((*path, "group"), category.group, declared.groups, "group")
        yield from _owner((*path, "owner"), category.owner, declared)
        if category.call and category.call not in declared.numbers:
            yield from unknown((*path, "call"), category.call, declared.numbers, "emergency number")
        if category.sensitive and category.first is First.AREA:
            yield Finding((*path, "first"), "a sensitive complaint goes to nobody but its owner", "expected owner")


def _owner(path: type_path, owner: str, declared: Declared) -> Iterator[Finding]:
    if owner != AREA_OWNER:
        yield from unknown(path, owner, declared.owners | {AREA_OWNER}, "agency, position or referral body")


def someone_owns_the_area(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """`area` needs a position that owns areas."""
    if any(position.owns is Owns.AREA for position in config.positions):
        return
    remedy = "add owns: area to a position, or name an agency"
    for category in config.categories:
        for name, asked in (("owner", category.owner == AREA_OWNER), ("first", category.first is First.AREA)):
            if asked:
                yield Finding(("categories", category.key, name), "no position of this region owns its area", remedy)


def groups_are_used(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Every group has a category, and a phone shows twelve tiles."""
    used = {category.group for category in config.categories}
    for group in config.groups:
        if group.key not in used:
            yield Finding(("groups", group.key), "no category is in this group", "remove it, or use it", at_key=True)
    tiles = [group.key for group in config.groups if group.tile]
    for key in tiles[MOST_TILES:]:
        yield Finding(
            ("groups", key), f"is tile {tiles.index(key) + 1} of at most {MOST_TILES}", "set tile: no", code="tiles"
        )


def routes_lead_somewhere(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Category and owner are declared, and no two exceptions say different things."""
    seen: set[tuple[str, str]] = set()
    for index, route in enumerate(config.routes):
        if not covers_any(route.category, declared.categories):
            yield from unknown(("routes", index, "category"), route.category, declared.categories, "category")
        yield from _owner(("routes", index, "owner"), route.owner, declared)
        if (route.category, route.area) in seen:
            yield Finding(("routes", index), "a second exception for this category and area", "keep one", code="twice")
        seen.add((route.category, route.area))


def channels_can_work(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """One channel is the portal itself; a connected channel says how."""
    portals = [channel for channel in config.channels if channel.connector is Connector.PORTAL]
    if len(portals) != 1:
        message = f"{len(portals)} channels have connector: portal"
        yield Finding(("channels",), message, "expected exactly one, the portal itself", at_key=True)
    for channel in config.channels:
        path = ("channels", channel.key, "connector")
        if channel.intake is Intake.CONNECTOR and channel.connector in {Connector.NONE, Connector.PORTAL}:
            yield Finding(path, "intake: connector needs a connector", "expected email, sms, whatsapp, social or sp4n")
        if channel.intake is Intake.SELF and channel.connector is not Connector.PORTAL:
            yield Finding(path, "reporters can enter complaints themselves in the portal only", "expected portal")


def services_can_be_had(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Each kind of service has what it needs and nothing that it cannot use."""
    for service in config.services:
        path: type_path = ("services", service.key)
        yield from unknown((*path, "unit"), service.unit, declared.units, "agency or position")
        yield from _parts_fit(path, service)
        for question in service.form:
            yield from _choices_fit((*path, "form", question.key), question)


def _parts_fit(path: type_path, service: Service) -> Iterator[Finding]:
    parts = (
        ("url", ServiceKind.LINK, bool(service.url)),
        ("form", ServiceKind.REQUEST, bool(service.form)),
        ("slots", ServiceKind.BOOKING, service.slots is not None),
    )
    for name, kind, given in parts:
        if service.kind is kind and not given:
            yield Finding(path, f"a service of the kind {kind} needs {name}", f"add {name}:", at_key=True)
        if given and service.kind is not kind and name != "url":
            yield Finding(
                (*path, name), f"a service of the kind {service.kind} has no {name}", f"expected kind: {kind}"
            )


def _choices_fit(path: type_path, question: FormField) -> Iterator[Finding]:
    if (question.kind is FieldKind.CHOICE) != bool(question.choices):
        message = "a choice without choices" if not question.choices else f"choices for the kind {question.kind}"
        yield Finding(path, message, joined("add choices:" if not question.choices else "expected kind: choice"))
