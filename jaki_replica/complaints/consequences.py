"""What a change of the configuration would do to complaints, told before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jaki_replica.complaints import queries
from jaki_replica.complaints.queries import type_rows
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.officials.organising import organise
from jaki_replica.officials.presence import Staffing, staffing
from jaki_replica.officials.units import Organisation, Unit
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.rules.receiving import Receivers, newly
from jaki_replica.tenancy.configuration.terms import LIMITS, Duration, RegionConfig


@dataclass(frozen=True, slots=True)
class Moved:
    """Open complaints of a category that another unit would own if they were routed now.

    They stay where they are, with the owner they were routed to: `holders` are the posts that have them now, and how
    many each, the most first. Only new complaints go to the new owner.
    """

    category: str
    old: str
    new: str
    count: int
    holders: tuple[tuple[str, int], ...] = ()


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
    """What a change would do to `open` complaints and to new ones; `calendar`: whether days or hours change.

    `receiving` are the posts that would get new complaints of a category which did not before, and who is there.
    """

    open: int
    moved: tuple[Moved, ...]
    stranded: tuple[Stranded, ...]
    limits: tuple[LimitChange, ...]
    calendar: bool
    receiving: Staffing

    @property
    def is_quiet(self) -> bool:
        """Whether no complaint, old or new, would notice."""
        return not (self.moved or self.stranded or self.limits or self.calendar or self.receiving.empty)

    @property
    def owned_by_another(self) -> int:
        """How many open complaints another unit would own if they were routed now."""
        return sum(one.count for one in self.moved)


def consequences(book: Rulebook, new: RegionConfig, language: str = "id") -> Consequences:
    """What putting `new` in place of the book's configuration would do, with names in `language`. Writes nothing."""
    rows = queries.open_matters(book.session)
    organisation = organise(new, book.ground.tree)
    return Consequences(
        open=sum(row.complaints for row in rows),
        moved=_moved(rows, book, _Side(book.config, book.organisation), _Side(new, organisation), language),
        stranded=_stranded(rows, book, new, organisation, language),
        limits=_limits(book.config, new, language),
        calendar=book.config.calendar != new.calendar,
        receiving=_receiving(book, new, organisation),
    )


def _receiving(book: Rulebook, new: RegionConfig, organisation: Organisation) -> Staffing:
    before, after = Receivers(book.config, book.organisation), Receivers(new, organisation)
    return staffing(newly(before, after, book.config, new), organisation, book.standing)


def left_behind(book: Rulebook, before: RegionConfig, language: str = "id") -> tuple[Moved, ...]:
    """Open complaints that were routed as `before` says and would go elsewhere by the book's configuration now."""
    rows = queries.open_matters(book.session)
    old = _Side(before, organise(before, book.ground.tree))
    return _moved(rows, book, old, _Side(book.config, book.organisation), language)


def by_post(moved: Iterable[Moved]) -> tuple[tuple[str, int], ...]:
    """All posts that have such complaints now, and how many each, the most first."""
    found: Counter[str] = Counter()
    for one in moved:
        found.update(dict(one.holders))
    return tuple(found.most_common())


def open_by_post(book: Rulebook, category: str) -> tuple[tuple[str, int], ...]:
    """The posts that have open complaints of a category now, and how many each, the most first."""
    found: Counter[str] = Counter()
    for row in queries.open_matters(book.session):
        if row.category == category:
            unit = book.unit(row.unit)
            found[unit.head.title if unit else row.unit] += row.complaints
    return tuple(found.most_common())


def check_nobody_stranded(book: Rulebook, new: RegionConfig) -> None:
    """Raise Invalid where open complaints would be left in a category or with a unit that is no more."""
    rows = queries.open_matters(book.session)
    found = _stranded(rows, book, new, organise(new, book.ground.tree), "id")
    if found:
        raise Invalid("Open complaints would be left behind.", tuple(map(_fault, found)))


def _fault(one: Stranded) -> Fault:
    if one.kind == "category":
        remedy = "keep it and write retired_on: with today's date"
        return Fault(f"categories.{one.key}", f"has {one.count} open complaints and would be gone", remedy)
    return Fault(one.key, f"{one.name} has {one.count} open complaints and would be gone", "pass them on first")


def _stranded(
    rows: type_rows, book: Rulebook, new: RegionConfig, organisation: Organisation, language: str
) -> tuple[Stranded, ...]:
    categories: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for row in rows:
        if book.config.category(row.category) and new.category(row.category) is None:
            categories[row.category] += row.complaints
        if book.unit(row.unit) and row.unit not in organisation.units:
            units[row.unit] += row.complaints
    lost = [
        Stranded("category", key, _category(book.config, key, language), count) for key, count in categories.items()
    ]
    return (*lost, *(Stranded("unit", key, book.unit_name(key), count) for key, count in units.items()))


def _category(config: RegionConfig, key: str, language: str) -> str:
    found = config.category(key)
    return found.name.in_language(language) if found else key


def _moved(rows: type_rows, book: Rulebook, old: _Side, new: _Side, language: str) -> tuple[Moved, ...]:
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for row in rows:
        area = row.area or book.config.identity.code
        before, after = old.owner(row.category, area, book), new.owner(row.category, area, book)
        if before is None or after is None or before.key == after.key:
            continue
        unit = book.unit(row.unit)
        holders = found.setdefault((row.category, before.name, after.name), Counter())
        holders[unit.head.title if unit else row.unit] += row.complaints
    return tuple(
        Moved(_category(new.config, key, language), before, after, holders.total(), tuple(holders.most_common()))
        for (key, before, after), holders in found.items()
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """A configuration and the units it makes: before a change, or after it."""

    config: RegionConfig
    organisation: Organisation

    def owner(self, category: str, area: str, book: Rulebook) -> Unit | None:
        """The unit that owns a matter there; None where this side knows the category or the area not."""
        if self.config.category(category) is None or area not in self.organisation.places:
            return None
        decision = first_unit(category, area, self.config, self.organisation, book.holders, book.at)
        return self.organisation.units[decision.owner]


def _limits(old: RegionConfig, new: RegionConfig, language: str) -> tuple[LimitChange, ...]:
    found: dict[tuple[str, Duration, Duration], list[str]] = {}
    for category in new.categories:
        before, after = old.sla.limits(category.key), new.sla.limits(category.key)
        for name in LIMITS:
            if getattr(before, name) != getattr(after, name):
                change = (name, getattr(before, name), getattr(after, name))
                found.setdefault(change, []).append(category.name.in_language(language))
    return tuple(LimitChange(*change, tuple(names)) for change, names in found.items())
