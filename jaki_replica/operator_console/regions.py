"""All regions on one page: state, health and counts; the headline names the trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from jaki_replica.foundation import clock
from jaki_replica.operator_console.agreements import agreements
from jaki_replica.operator_console.here import address, db
from jaki_replica.operator_console.shapes import colour_of
from jaki_replica.operator_console.sparks import Spark, spark
from jaki_replica.operator_console.words import CONDITIONS, KINDS, TROUBLES
from jaki_replica.statistics import rules
from jaki_replica.statistics.figures import all_figures
from jaki_replica.statistics.terms import Condition, Figures, Standing
from jaki_replica.tenancy import history, operator_log
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.formats import LABELS, hour, zone_label

PAGE = 50
NAMED = 3  # troubles that the page names above the table
ORDER = tuple(Condition)
SHOWN = {
    "": tuple(Condition),
    "perlu": (Condition.BAD, Condition.WARN),
    "sehat": (Condition.WELL,),
    "dihentikan": (Condition.SUSPENDED,),
    "disiapkan": (Condition.PROVISIONING,),
}


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region's line. Counts come from the region's own job."""

    tenant: Tenant
    figures: Figures
    standing: Standing

    @property
    def red_percent(self) -> float | None:
        """The share of open complaints past their red line, in percent with one decimal."""
        share = self.figures.count("complaints_red_per_mille")
        return None if share is None else share / 10

    @property
    def bytes(self) -> int | None:
        """What the region keeps, tables and photos."""
        tables, files = self.figures.count("database_bytes"), self.figures.count("files_bytes")
        return None if tables is None and files is None else (tables or 0) + (files or 0)

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT."""
        return zone_label(where=ZoneInfo(self.tenant.zone))

    @property
    def colour(self) -> str:
        """The main colour of its brand, as the address of its mark names it."""
        return colour_of(self.figures)

    @property
    def spark(self) -> Spark | None:
        """Complaints of each of the last days as a line."""
        return spark(self.figures.row("complaints_by_day"))

    def backup_age(self, at: datetime) -> int | None:
        """Seconds since the last backup that was recorded."""
        made_at = self.figures.moment("backup_at")
        return None if made_at is None else int((at - made_at).total_seconds())

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word stands in the name, code, slug or a host."""
        said = " ".join((self.tenant.name, self.tenant.code, self.tenant.slug, *self.tenant.hosts)).lower()
        return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of one page, how many there are in all, and the addresses of the pages before and after."""

    lines: tuple[RegionLine, ...]
    total: int
    newer: str
    older: str


def line_of(tenant: Tenant, figures: Figures, at: datetime, opened: Mapping[UUID, datetime]) -> RegionLine:
    """How one region stands now; `opened` are those that were opened within the last minutes."""
    newest = history.head(history.tenant_history())
    standing = rules.standing(tenant, figures, newest=newest, at=at, opened_at=opened.get(tenant.id))
    return RegionLine(tenant, figures, standing)


def just_opened(at: datetime) -> dict[UUID, datetime]:
    """The regions that were opened or resumed so short a time ago that no news of them is due yet."""
    return operator_log.opened_since(db.session(), at - rules.STALE)


def all_lines(at: datetime) -> list[RegionLine]:
    """Every region, those that need somebody first, then by name."""
    figures = all_figures(db.session())
    tenants, opened = runtime().registry.refresh().tenants, just_opened(at)
    lines = [line_of(tenant, figures.get(tenant.key, Figures({})), at, opened) for tenant in tenants]
    return sorted(lines, key=lambda line: (ORDER.index(line.standing.condition), line.tenant.name, line.tenant.slug))


def _page(lines: Sequence[RegionLine], shown: str, typed: str) -> Found:
    """The page that begins after the region `setelah`; a region that is gone begins at the first."""
    after = request.args.get("setelah", "")
    slugs = [line.tenant.slug for line in lines]
    start = slugs.index(after) + 1 if after in slugs else 0
    end = start + PAGE
    kept = {"keadaan": shown, "cari": typed}
    newer = older = ""
    if start:
        before = slugs[start - PAGE - 1] if start > PAGE else ""
        newer = address(".regions", kept | {"setelah": before})
    if end < len(lines):
        older = address(".regions", kept | {"setelah": slugs[end - 1]})
    return Found(tuple(lines[start:end]), len(lines), newer, older)


def regions() -> str:
    """All regions, narrowed by condition and by words."""
    at = clock.now()
    lines = all_lines(at)
    shown = request.args.get("keadaan", "")
    shown = shown if shown in SHOWN else ""
    typed = request.args.get("cari", "")[:80]
    words = typed.lower().split()
    wanted = [line for line in lines if line.standing.condition in SHOWN[shown] and line.matches(words)]
    counts = {key: sum(line.standing.condition in among for line in lines) for key, among in SHOWN.items()}
    troubled = [line for line in lines if line.standing.troubles]
    return render_template(
        "operator/regions.html",
        all=len(lines),
        counts=counts,
        found=_page(wanted, shown, typed),
        shown=shown,
        typed=typed,
        troubled=troubled,
        named=troubled[:NAMED],
        agreements=agreements(db.session(), at.date()),
        clocks=clocks(at),
        at=at,
        **words_of_regions(),
    )


def words_of_regions() -> dict[str, object]:
    """The tables of words that the pages of regions need."""
    return {"CONDITIONS": CONDITIONS, "TROUBLES": TROUBLES, "KINDS": KINDS}


def clocks(at: datetime) -> list[str]:
    """The time in the three zones of the nation: 09.14 WIB, 10.14 WITA, 11.14 WIT."""
    zones = {7: "Asia/Jakarta", 8: "Asia/Makassar", 9: "Asia/Jayapura"}
    return [f"{hour(at.astimezone(ZoneInfo(name)))} {LABELS[hours]}" for hours, name in zones.items()]


def add_pages(blueprint: Blueprint) -> None:
    """Add `/`."""
    blueprint.add_url_rule("/", "regions", regions)
