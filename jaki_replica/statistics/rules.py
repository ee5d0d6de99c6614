"""What may leave a region by itself (counts, hashes, nothing that somebody wrote), and what counts as trouble."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from jaki_replica.foundation.errors import Invalid
from jaki_replica.statistics.terms import GRAVE, Condition, Figures, Standing, Trouble
from jaki_replica.tenancy.terms import Tenant, TenantState

STALE = timedelta(minutes=5)
QUEUE_SLOW_SECONDS = 300
BACKUP_OLD = timedelta(hours=26)  # a nightly backup that took two hours more than the night before
CERTIFICATE_DAYS = 14
MISSED = 2  # one miss may be a restart
RED_PER_MILLE = 250
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
KIND = re.compile(r"[a-z][a-z0-9_.]{0,59}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def checked(figures: Mapping[str, object]) -> dict[str, object]:
    """The same figures. Raises Invalid for anything but whole numbers, counts by kind, rows of counts and hashes.

    A region's words, names and numbers of people can be none of these, so none can leave it this way.
    """
    for name, value in figures.items():
        if not NAME.fullmatch(name) or not _is_figure(value):
            raise Invalid("A figure must be a count", remedy="leave texts in the region")
    return dict(figures)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 2**53


def _is_figure(value: object) -> bool:
    match value:
        case dict():
            return all(isinstance(k, str) and KIND.fullmatch(k) and _is_count(v) for k, v in value.items())
        case list() | tuple():
            return all(_is_count(one) for one in value)
        case str():
            return DIGEST.fullmatch(value) is not None
        case None:
            return True
        case _:
            return _is_count(value)


def standing(
    tenant: Tenant, figures: Figures, *, newest: str, at: datetime, opened_at: datetime | None = None
) -> Standing:
    """What the operator should know of a region. One that is stopped or in the making is in no trouble.

    One that was opened or resumed a moment ago, at `opened_at`, has not had the time to count.
    """
    if tenant.state is not TenantState.ACTIVE:
        return Standing(Condition(str(tenant.state)), ())
    found = tuple(trouble for trouble, there in _signs(tenant, figures, newest, at, opened_at).items() if there)
    if not found:
        return Standing(Condition.WELL, ())
    return Standing(Condition.BAD if GRAVE & set(found) else Condition.WARN, found)


def _signs(
    tenant: Tenant, figures: Figures, newest: str, at: datetime, opened_at: datetime | None
) -> dict[Trouble, bool]:
    """Every trouble with whether it is there, the worst first."""
    days = figures.count("certificate_days")
    heard = [moment for moment in (figures.counted_at, opened_at) if moment is not None]
    return {
        Trouble.DATABASE: figures.count("database") == 0,
        Trouble.HOST: (figures.count("reach_missed") or 0) >= MISSED,
        Trouble.SILENT: not heard or at - max(heard) > STALE,
        Trouble.DRIFT: figures.count("drift") == 1,
        Trouble.SCHEMA: tenant.schema_version != newest,
        Trouble.FAILED: bool(figures.count("jobs_failed")),
        Trouble.SLOW: (figures.count("queue_age_seconds") or 0) > QUEUE_SLOW_SECONDS,
        Trouble.MAIL: bool(figures.count("mails_unanswered")),
        Trouble.BACKUP: is_backup_old(figures, at),
        Trouble.CERTIFICATE: days is not None and days < CERTIFICATE_DAYS,
        Trouble.CALENDAR: bool(figures.count("holidays_missing")),
        Trouble.RED: (figures.count("complaints_red_per_mille") or 0) >= RED_PER_MILLE,
    }


def is_backup_old(figures: Figures, at: datetime) -> bool:
    """Whether a backup was recorded once, and none since; nothing is said of a region that never recorded one."""
    made_at = figures.moment("backup_at")
    return made_at is not None and at - made_at > BACKUP_OLD
