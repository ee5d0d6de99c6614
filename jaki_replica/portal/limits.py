"""The region's time limits in the words of citizens, drawn from its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from jaki_replica.tenancy.configuration.terms import (
    Counting,
    Duration,
    Escalation,
    RegionConfig,
    Sla,
    SlaLimits,
    SlaStep,
    TimeUnit,
)
from jaki_replica.ui.formats import days, duration, working_days
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

LONGEST_RULER = 31
HOURS_OF_DAY = 24
HOURS_OF_WORKING_DAY = 8


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the promise on which something must have happened. `shape` is a state's silhouette."""

    day: int
    title: str
    words: str
    shape: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit: which step, how long, and what happens then."""

    step: str
    length: str
    words: str


@dataclass(frozen=True, slots=True)
class SpecialLimit:
    """A category (or group of them) with a finish of its own."""

    category: str
    length: str


def last_day(length: Duration) -> int:
    """The day of the promise, counted from 1, on which `length` ends."""
    if length.unit is TimeUnit.DAY:
        return length.amount
    a_day = HOURS_OF_WORKING_DAY if length.counting is Counting.WORKING else HOURS_OF_DAY
    return max(1, ceil(length.amount / a_day))


def ruler_days(limits: SlaLimits) -> int:
    """How many blocks the ruler has; 0 where the promise is too long to draw."""
    total = last_day(limits.finish)
    return total if total <= LONGEST_RULER else 0


def milestones(sla: Sla) -> tuple[Milestone, ...]:
    """Check, first answer and finish, in this order."""
    limits = sla.default
    return (
        Milestone(
            last_day(limits.verify),
            _("Hari ke-%(day)s: diperiksa", day=last_day(limits.verify)),
            _("Paling lama %(length)s diterima, atau diteruskan ke pemiliknya.", length=duration(limits.verify)),
            "waiting",
        ),
        Milestone(
            last_day(limits.answer),
            _("Hari ke-%(day)s: jawaban pertama", day=last_day(limits.answer)),
            _("Petugas menulis apa yang akan dikerjakan dan kapan."),
            "in_progress",
        ),
        Milestone(
            last_day(limits.finish),
            _("Hari ke-%(day)s: selesai", day=last_day(limits.finish)),
            _("Lewat dari ini, atasannya ikut diberi tahu.") if _escalates(sla) else _("Lengkap dengan buktinya."),
            "resolved",
        ),
    )


LIMITS: tuple[tuple[str, object, object], ...] = (
    ("verify", _l("Diperiksa"), _l("Petugas pertama menerima laporan, atau meneruskannya ke pemilik yang tepat.")),
    (
        "accept",
        _l("Pengoperan dijawab"),
        _l("Instansi yang dioper menerima atau mengembalikan. Hitungan hari Anda tetap berjalan."),
    ),
    ("answer", _l("Jawaban pertama"), _l("Anda membaca apa yang akan dikerjakan dan kapan.")),
    ("amber", _l("Peringatan bagi petugas"), _l("Laporan ditandai kuning di meja petugas.")),
    ("red", _l("Tercatat terlambat"), _l("Lewat dari ini, keterlambatan tercatat pada pejabat yang bertugas.")),
    ("finish", _l("Selesai"), _l("Pekerjaan rampung dan buktinya dikirim.")),
    ("validate", _l("Bukti diperiksa"), _l("Orang lain memeriksa buktinya, bukan yang mengerjakan.")),
    ("reporter", _l("Giliran Anda"), _l("Anda menjawab sudah beres atau belum. Bila diam, laporan ditutup.")),
    (
        "acknowledge",
        _l("Instansi lain menjawab"),
        _l("Bila ini wewenang instansi lain, laporan tetap kami ikuti sampai mereka menerimanya."),
    ),
    ("legal", _l("Batas undang-undang"), _l("Batas terakhir menurut UU 25/2009.")),
)
"""Every limit in the order in which it is reached: its name in a policy, title, meaning."""


def all_limits(region: RegionConfig) -> tuple[Limit, ...]:
    """Every limit of the default policy, from receipt to the end."""
    limits = region.sla.default
    return tuple(Limit(str(title), duration(getattr(limits, name)), str(words)) for name, title, words in LIMITS)


def special_limits(region: RegionConfig) -> tuple[SpecialLimit, ...]:
    """Categories whose finish differs from the default, shortest first."""
    usual = region.sla.default.finish
    finishes = [(override.category, region.sla.limits(override.category).finish) for override in region.sla.overrides]
    found = [
        (last_day(finish), SpecialLimit(name, duration(finish)))
        for category, finish in finishes
        if finish != usual and (name := _category_name(region, category))
    ]
    return tuple(limit for _day, limit in sorted(found, key=lambda pair: (pair[0], pair[1].category)))


def counting_words(region: RegionConfig) -> str:
    """Whether weekends and holidays count."""
    if region.sla.default.finish.counting is Counting.CALENDAR:
        return _("Yang dihitung semua hari, termasuk Sabtu, Minggu, dan hari libur.")
    return _("Yang dihitung hanya hari kerja. Sabtu, Minggu, hari libur, dan cuti bersama tidak dihitung.")


def pause_words(region: RegionConfig) -> str:
    """When the clock stands still."""
    length = region.workflow.pause
    longest = working_days(length.amount) if length.counting is Counting.WORKING else days(length.amount)
    return _(
        "Hitungan hanya berhenti bila petugas bertanya kepada Anda, tiap kali paling lama %(length)s dan paling banyak"
        " %(times)s kali.",
        length=longest,
        times=region.workflow.questions,
    )


def escalation_words(region: RegionConfig) -> tuple[str, ...]:
    """Who is told when a limit is missed, one sentence per rule."""
    return tuple(_escalation(rule) for rule in region.sla.escalation)


def _escalation(rule: Escalation) -> str:
    steps = {
        SlaStep.VERIFY: _("pemeriksaan"),
        SlaStep.ACCEPT: _("jawaban pengoperan"),
        SlaStep.ANSWER: _("jawaban pertama"),
        SlaStep.RED: _("batas merah"),
        SlaStep.FINISH: _("batas selesai"),
        SlaStep.VALIDATE: _("pemeriksaan bukti"),
        SlaStep.ACKNOWLEDGE: _("tanda terima instansi lain"),
    }
    who = _("atasan petugas") if rule.up == 1 else _("atasan %(up)s tingkat di atasnya", up=rule.up)
    if rule.late_by.amount == 0:
        return _("Begitu %(step)s terlewat, %(who)s diberi tahu.", step=steps[rule.step], who=who)
    return _(
        "Bila %(step)s terlewat %(length)s, %(who)s diberi tahu.",
        step=steps[rule.step],
        length=duration(rule.late_by),
        who=who,
    )


def _escalates(sla: Sla) -> bool:
    return any(rule.step in {SlaStep.RED, SlaStep.FINISH} for rule in sla.escalation)


def _category_name(region: RegionConfig, key: str) -> str:
    category, group = region.category(key), region.group(key)
    if category is not None:
        return words(category.name)
    return words(group.name) if group is not None else ""
