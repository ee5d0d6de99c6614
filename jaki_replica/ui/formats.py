"""Times, durations, money and numbers as people here read them."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from jaki_replica.complaints.rules import numbers
from jaki_replica.foundation.clock import now
from jaki_replica.tenancy.configuration.terms import Counting, Duration, TimeUnit
from jaki_replica.ui.language import current
from jaki_replica.ui.look import region
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

DEFAULT_ZONE = ZoneInfo("Asia/Jakarta")
FORTNIGHT = 14
LABELS = {7: "WIB", 8: "WITA", 9: "WIT"}
LOCALES = {"id": "id_ID", "en": "en_GB"}


def zone() -> tzinfo:
    """The zone of this request's region; western Indonesian time where no region is known."""
    here = region()
    return here.identity.timezone if here else DEFAULT_ZONE


def zone_label(at: datetime | None = None, where: tzinfo | None = None) -> str:
    """WIB, WITA or WIT, or the offset from UTC for a zone outside Indonesia; of this request's region or of `where`."""
    offset = (at or now()).astimezone(where or zone()).utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0
    return LABELS.get(int(hours), f"UTC{hours:+g}")


def day(at: datetime | date) -> str:
    """Jumat, 27 November 2026."""
    return _written(_local_date(at), "EEEE, d MMMM y", _locale())


def short_day(at: datetime | date) -> str:
    """27 Nov 2026."""
    return _written(_local_date(at), "d MMM y", _locale())


def clock(at: datetime) -> str:
    """10.05 WIB; in English 10:05 WIB."""
    return f"{hour(at.astimezone(zone()))} {zone_label(at)}"


def hour(local: datetime | time) -> str:
    """10.05; in English 10:05. As it stands, whatever its zone."""
    return f"{local:%H:%M}" if current() == "en" else f"{local:%H.%M}"


def moment(at: datetime) -> str:
    """Jumat, 27 November 2026, 10.05 WIB."""
    return f"{day(at)}, {clock(at)}"


def ago(at: datetime, now: datetime) -> str:
    """Hari ini, kemarin, 4 hari lalu; the date of what is two weeks old."""
    passed = (_local_date(now) - _local_date(at)).days
    if passed < 2:
        return _("hari ini") if passed < 1 else _("kemarin")
    return ngettext("%(num)s hari lalu", "%(num)s hari lalu", passed) if passed < FORTNIGHT else short_day(at)


def iso(at: datetime | date) -> str:
    """For the attribute `datetime`: the local date, or the time with its offset to the minute."""
    return at.astimezone(zone()).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def number(value: float) -> str:
    """1.234,5; in English 1,234.5."""
    return _figure(value, _locale())


def hundredths(value: float) -> str:
    """4,50 and 1,00: two decimals whatever they are; in English 4.50."""
    return format_decimal(value, format="#,##0.00", locale=_locale())


def rupiah(value: int) -> str:
    """Rp27.000.000; in English Rp27,000,000. Whole rupiah only."""
    sign = "−" if value < 0 else ""
    return f"{sign}Rp{format_decimal(abs(value), format='#,##0', locale=_locale())}"


def complaint_number(value: str) -> str:
    """JK 250305 0007, however it was typed; anything else stays as it is."""
    found = numbers.read(value)
    return numbers.grouped(found) if found else value


def duration(length: Duration) -> str:
    """7 hari, 14 hari kerja, 6 jam."""
    working = length.counting is Counting.WORKING
    if length.unit is TimeUnit.HOUR:
        return working_hours(length.amount) if working else hours(length.amount)
    return working_days(length.amount) if working else days(length.amount)


def days(amount: int) -> str:
    """7 hari."""
    return ngettext("%(num)s hari", "%(num)s hari", amount)


def working_days(amount: int) -> str:
    """14 hari kerja."""
    return ngettext("%(num)s hari kerja", "%(num)s hari kerja", amount)


def hours(amount: int) -> str:
    """6 jam."""
    return ngettext("%(num)s jam", "%(num)s jam", amount)


def working_hours(amount: int) -> str:
    """6 jam kerja."""
    return ngettext("%(num)s jam kerja", "%(num)s jam kerja", amount)


def fee(amount: int) -> str:
    """Gratis, or the price."""
    return rupiah(amount) if amount else _("Gratis")


@lru_cache(maxsize=4096)
def _figure(value: float, locale: str) -> str:
    """A number in figures; of the many on a page most are small and come again."""
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def _written(on: date, pattern: str, locale: str) -> str:
    """A date in words; pages are full of the same few days."""
    return format_date(on, pattern, locale=locale)


def _local_date(at: datetime | date) -> date:
    return at.astimezone(zone()).date() if isinstance(at, datetime) else at


def _locale() -> str:
    return LOCALES[current()]


FILTERS = {
    "day": day,
    "short_day": short_day,
    "clock": clock,
    "moment": moment,
    "iso": iso,
    "number": number,
    "hundredths": hundredths,
    "rupiah": rupiah,
    "complaint_number": complaint_number,
    "duration": duration,
    "fee": fee,
}
