"""What was measured of a region, line by line in words: whether it is well, and when it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from jaki_replica.operator_console.regions import RegionLine
from jaki_replica.operator_console.sizes import lag, size
from jaki_replica.statistics.rules import is_backup_old
from jaki_replica.statistics.terms import Figures, Trouble
from jaki_replica.ui.formats import clock, number, short_day
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

DASH = "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line. `well` is None for what was never measured or cannot be told."""

    title: str
    well: bool | None
    words: str
    at: datetime | None = None


def _unmeasured(title: str) -> Measure:
    return Measure(title, None, _("Belum pernah diukur"))


def _host(figures: Figures) -> Measure:
    title, reached, ms = _("Alamat portal"), figures.count("reached"), figures.count("reach_ms")
    if reached is None:
        return _unmeasured(title)
    at = figures.moment("reached_at")
    if not reached and figures.count("reach_missed") == 1:
        return Measure(title, None, _("Sekali tidak menjawab, segera diukur lagi"), at)
    answers = _("Menjawab") if ms is None else _("Menjawab dalam %(n)s md", n=number(ms))
    words = answers if reached else _("Tidak menjawab sebagaimana mestinya")
    return Measure(title, bool(reached), words, at)


def _database(figures: Figures) -> Measure:
    title, there = _("Basis data"), figures.count("database")
    if there is None:
        return _unmeasured(title)
    words = _("Tersambung dengan akun daerah") if there else _("Tidak menjawab")
    return Measure(title, bool(there), words, figures.moment("database_at"))


def _schema(line: RegionLine, newest: str) -> Measure:
    have = line.tenant.schema_version
    if have == newest:
        return Measure(_("Versi skema"), True, _("Terbaru, %(version)s", version=newest))
    return Measure(_("Versi skema"), False, _("%(have)s, yang terbaru %(newest)s", have=have or DASH, newest=newest))


def _drift(figures: Figures) -> Measure:
    title, at = _("Keutuhan skema"), figures.moment("drift_at")
    match figures.count("drift"):
        case 0:
            return Measure(title, True, _("Sama dengan riwayatnya"), at)
        case 1:
            return Measure(title, False, _("Berbeda dari riwayatnya"), at)
        case _:
            return Measure(title, None, _("Belum bisa dibandingkan"), at)


def _queue(line: RegionLine) -> Measure:
    figures, title = line.figures, _("Antrean")
    waiting, age = figures.count("jobs_waiting"), figures.count("queue_age_seconds")
    if waiting is None or age is None:
        return _unmeasured(title)
    words = _("%(waiting)s menunggu, yang terlama %(age)s", waiting=number(waiting), age=lag(age))
    words = words if waiting else _("Tidak ada yang menunggu")
    return Measure(title, Trouble.SLOW not in line.standing.troubles, words, figures.counted_at)


def _mails(figures: Figures) -> Measure:
    title, unsure = _("Surel"), figures.count("mails_uncertain")
    if unsure is None:
        return _unmeasured(title)
    away, refused = figures.count("mails_unanswered") or 0, figures.count("mails_refused") or 0
    found = [
        (away, ngettext("%(num)s menunggu, relai tidak menjawab", "%(num)s menunggu, relai tidak menjawab", away)),
        (refused, ngettext("%(num)s gagal dan dicoba lagi", "%(num)s gagal dan dicoba lagi", refused)),
        (unsure, _("%(n)s tidak pasti terkirim, cocokkan dengan catatan relai (jaki outbox resend)", n=number(unsure))),
    ]
    words = "; ".join(said for count, said in found if count)
    well = False if away else (None if words else True)
    return Measure(title, well, words or _("Tidak ada yang tertahan"), figures.counted_at)


def _backup(line: RegionLine, at: datetime) -> Measure:
    title, made_at = _("Cadangan"), line.figures.moment("backup_at")
    if made_at is None:
        return Measure(title, None, _("Belum diatur: tidak ada yang mencatat cadangan daerah ini"))
    age, when = lag(int((at - made_at).total_seconds())), f"{short_day(made_at)}, {clock(made_at)}"
    words, held = _("%(age)s lalu, %(when)s", age=age, when=when), line.figures.count("backup_bytes")
    return Measure(title, not is_backup_old(line.figures, at), words if held is None else f"{words}, {size(held)}")


def _calendar(figures: Figures) -> Measure:
    title, missing = _("Libur nasional"), figures.count("holidays_missing")
    if missing is None:
        return _unmeasured(title)
    edition, at = figures.count("holidays_edition") or 0, figures.moment("holidays_at")
    if missing:
        return Measure(title, False, _("Hari libur %(year)s belum dikenal", year=missing), at)
    return Measure(title, True, _("Dikenal, daftar ke-%(n)s", n=number(edition)), at)


def _certificate(line: RegionLine) -> Measure:
    title, days = _("Sertifikat"), line.figures.count("certificate_days")
    if days is None:
        return _unmeasured(title)
    well = Trouble.CERTIFICATE not in line.standing.troubles
    return Measure(title, well, _("Berlaku %(n)s hari lagi", n=number(days)), line.figures.moment("certificate_at"))


def measures(line: RegionLine, *, newest: str, at: datetime, with_certificate: bool) -> Iterator[Measure]:
    """Everything that is measured, in the order of what hurts most."""
    yield _host(line.figures)
    yield _database(line.figures)
    yield _schema(line, newest)
    yield _drift(line.figures)
    yield _queue(line)
    yield _mails(line.figures)
    yield _calendar(line.figures)
    yield _backup(line, at)
    if with_certificate:
        yield _certificate(line)


def kept(figures: Figures) -> list[tuple[str, str]]:
    """What the region keeps, and up to where its history is sealed: pairs of key and value."""
    tables, photos = figures.count("database_bytes"), figures.count("files_bytes")
    day, events = figures.count("audit_day"), figures.count("audit_events")
    sealed = DASH
    if day is not None and events is not None:
        until = datetime.strptime(str(day), "%Y%m%d").replace(tzinfo=UTC).date()
        sealed = _("sampai %(day)s, %(n)s langkah", day=short_day(until), n=number(events))
    return [
        (_("Tabel"), DASH if tables is None else size(tables)),
        (_("Berkas foto"), DASH if photos is None else size(photos)),
        (_("Riwayat disegel"), sealed),
        (_("Segel terakhir"), figures.digest("audit_head")[:16] or DASH),
    ]
