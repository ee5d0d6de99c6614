"""What a change of the configuration would do to complaints, told before it is made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from jaki_replica.complaints import queries
from jaki_replica.complaints.queries import type_rows
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.officials.organising import organise
from jaki_replica.officials.units import Organisation
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.tenancy.configuration.terms import LIMITS, Duration, RegionConfig


@dataclass(frozen=True, slots=True)
class Moved:
    """Open complaints of a category that another unit would own if they were routed now; keys and names."""

    category: str
    old: str
    new: str
    count: int


@dataclass(frozen=True, slots=True)
class Stranded:
    """Open complaints whose category (`category`) or unit (`unit`) would be no more."""

    kind: str
    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A limit of new complaints that would change, and in which categories. Filed ones keep their policy."""

    limit: str
    old: Duration
    new: Duration
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change would do to `open` complaints and to new ones; `calendar`: whether days or hours change."""

    open: int
    moved: tuple[Moved, ...]
    stranded: tuple[Stranded, ...]
    limits: tuple[LimitChange, ...]
    calendar: bool

    @property
    def is_quiet(self) -> bool:
        """Whether no complaint, old or new, would notice."""
        return not (self.moved or self.stranded or self.limits or self.calendar)

    @property
    def owned_by_another(self) -> int:
        """How many open complaints another unit would own if they were routed now."""
        return sum(one.count for one in self.moved)


def consequences(book: Rulebook, new: RegionConfig) -> Consequences:
    """What putting `new` in place of the book's configuration would do. Nothing is written."""
    rows = queries.open_matters(book.session)
    organisation = organise(new, book.ground.tree)
    return Consequences(
        open=sum(row.complaints for row in rows),
        moved=_moved(rows, book, new, organisation),
        stranded=_stranded(rows, book, new, organisation),
        limits=_limits(book.config, new),
        calendar=book.config.calendar != new.calendar,
    )


def check_nobody_stranded(book: Rulebook, new: RegionConfig) -> None:
    """Raise Invalid where open complaints would be left in a category or with a unit that is no more."""
    rows = queries.open_matters(book.session)
    found = _stranded(rows, book, new, organise(new, book.ground.tree))
    if found:
        raise Invalid("Open complaints would be left behind.", tuple(map(_fault, found)))


def _fault(one: Stranded) -> Fault:
    if one.kind == "category":
        remedy = "keep it and write retired_on: with today's date"
        return Fault(f"categories.{one.key}", f"has {one.count} open complaints and would be gone", remedy)
    return Fault(one.key, f"{one.name} has {one.count} open complaints and would be gone", "pass them on first")


def _stranded(rows: type_rows, book: Rulebook, new: RegionConfig, organisation: Organisation) -> tuple[Stranded, ...]:
    categories: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for row in rows:
        if book.config.category(row.category) and new.category(row.category) is None:
            categories[row.category] += row.complaints
        if book.unit(row.unit) and row.unit not in organisation.units:
            units[row.unit] += row.complaints
    lost = [Stranded("category", key, _category(book.config, key), count) for key, count in categories.items()]
    return (*lost, *(Stranded("unit", key, book.unit_name(key), count) for key, count in units.items()))


def _category(config: RegionConfig, key: str) -> str:
    found = config.category(key)
    return found.name.id if found else key


def _moved(rows: type_rows, book: Rulebook, new: RegionConfig, organisation: Organisation) -> tuple[Moved, ...]:
    found: Counter[tuple[str, str, str]] = Counter()
    whole = book.config.identity.code
    for row in rows:
        area = row.area or whole
        known = book.config.category(row.category) and new.category(row.category)
        if not known or area not in organisation.places or area not in book.organisation.places:
            continue
        old_owner = first_unit(row.category, area, book.config, book.organisation, book.holders, book.at).owner
        new_owner = first_unit(row.category, area, new, organisation, book.holders, book.at).owner
        if old_owner != new_owner:
            found[row.category, old_owner, new_owner] += row.complaints
    return tuple(
        Moved(_category(new, key), book.unit_name(old), organisation.units[owner].name, count)
        for (key, old, owner), count in found.items()
    )


def _limits(old: RegionConfig, new: RegionConfig) -> tuple[LimitChange, ...]:
    found: dict[tuple[str, Duration, Duration], list[str]] = {}
    for category in new.categories:
        before, after = old.sla.limits(category.key), new.sla.limits(category.key)
        for name in LIMITS:
            if getattr(before, name) != getattr(after, name):
                change = (name, getattr(before, name), getattr(after, name))
                found.setdefault(change, []).append(category.name.id)
    return tuple(LimitChange(*change, tuple(names)) for change, names in found.items())
