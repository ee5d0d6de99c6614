"""The operator's log: who did what to which region and when, with filters, page by page, and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, stream_with_context

from jaki_replica.foundation import clock
from jaki_replica.operator_console.acts import ACTS, by_whom, in_words
from jaki_replica.operator_console.here import address, db, who
from jaki_replica.tenancy import operator_log
from jaki_replica.tenancy.operator_log import Wanted
from jaki_replica.ui.edge import runtime

PAGE = 50
ZONE = ZoneInfo("Asia/Jakarta")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; `problem` names the field that could not be read."""

    actor: str
    action: str
    slug: str
    since: str
    until: str

    @property
    def is_chosen(self) -> bool:
        """Whether anything narrows the log."""
        return any((self.actor, self.action, self.slug, self.since, self.until))

    def as_address(self) -> dict[str, object]:
        """The same filters, for a link."""
        named: dict[str, object] = {"oleh": self.actor, "tindakan": self.action, "daerah": self.slug}
        return named | {"dari": self.since, "sampai": self.until}


def _filters() -> Filters:
    def text(name: str) -> str:
        return request.args.get(name, "").strip()[:80]

    action = text("tindakan")
    return Filters(
        text("oleh"), action if action in ACTS else "", text("daerah"), _day(text("dari")), _day(text("sampai"))
    )


def _day(typed: str) -> str:
    """A day as the browser writes it, or nothing."""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return ""


def _instant(day: str, days: int = 0) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), ZONE) + timedelta(days=days) if day else None


def _wanted(filters: Filters, slugs: dict[str, str]) -> Wanted:
    """`slugs` leads from tenant keys to slugs."""
    keys = {slug: key for key, slug in slugs.items()}
    return Wanted(
        actor=filters.actor,
        action=filters.action,
        tenant_key=keys.get(filters.slug, filters.slug and "0" * 32),
        since=_instant(filters.since),
        until=_instant(filters.until, days=1),
    )


def _slugs() -> dict[str, str]:
    return {tenant.key: tenant.slug for tenant in runtime().registry.refresh().tenants}


def log() -> str:
    """The lines, newest first."""
    session, filters, slugs = db.session(), _filters(), _slugs()
    wanted = _wanted(filters, slugs)
    before, after = request.args.get("sebelum", 0, type=int), request.args.get("sesudah", 0, type=int)
    lines = operator_log.lines(session, wanted, before=before, after=after, limit=PAGE)
    newer = bool(lines) and operator_log.any_beyond(session, replace(wanted, after=lines[0].position))
    older = bool(lines) and operator_log.any_beyond(session, replace(wanted, before=lines[-1].position))
    kept = filters.as_address()
    return render_template(
        "operator/log.html",
        lines=[(line, in_words(line), slugs.get(line.tenant_key, "")) for line in lines],
        filters=filters,
        acts=ACTS,
        actor_options=[(actor, by_whom(actor)) for actor in operator_log.actors(session)],
        slug_options=[(slug, slug) for slug in sorted(slugs.values())],
        head=operator_log.head(session),
        newer=address(".log", kept | {"sesudah": lines[0].position}) if newer else "",
        older=address(".log", kept | {"sebelum": lines[-1].position}) if older else "",
        download=address(".log_file", kept),
    )


def _safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    words = str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def _rows(wanted: Wanted, slugs: dict[str, str]) -> Iterator[list[str]]:
    yield ["line", "at", "actor", "action", "region", "details", "sha256"]
    before = 0
    while lines := operator_log.lines(db.session(), wanted, before=before, limit=500):
        for line in lines:
            region = slugs.get(line.tenant_key, line.tenant_key)
            details = "; ".join(f"{key}={value}" for key, value in sorted(line.details.items()))
            cells = (line.position, line.at.isoformat(), line.actor, line.action, region, details, line.sha256)
            yield [_safe(cell) for cell in cells]
        before = lines[-1].position


def _written(rows: Iterator[list[str]]) -> Iterator[str]:
    for row in rows:
        cells = io.StringIO()
        csv.writer(cells).writerow(row)
        yield cells.getvalue()


def log_file() -> Response:
    """The same lines as CSV, all of them; that somebody took them is a line too."""
    slugs, at = _slugs(), clock.now()
    wanted = _wanted(_filters(), slugs)
    operator_log.note(db.session(), actor=who().actor, action="log.exported", tenant_id=None, at=at)
    db.session.commit()
    answer = Response(stream_with_context(_written(_rows(wanted, slugs))), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="catatan-{at:%Y%m%d-%H%M}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_pages(blueprint: Blueprint) -> None:
    """Add `/catatan`."""
    blueprint.add_url_rule("/catatan", "log", log)
    blueprint.add_url_rule("/catatan.csv", "log_file", log_file)
