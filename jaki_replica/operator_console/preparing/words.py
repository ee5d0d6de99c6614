"""Steps, findings and checks in the words of the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from jaki_replica.onboarding.preparing.terms import Order, Preparation, Step, StepDone
from jaki_replica.ui.formats import number, short_day
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l
from jaki_replica.ui.words import ngettext

STEPS: Mapping[Step, object] = {
    Step.REGION: _l("Daerah dipilih"),
    Step.AGREEMENT: _l("Perjanjian Swakelola Tipe II"),
    Step.CONFIGURATION: _l("Berkas pengaturan"),
    Step.AREAS: _l("Wilayah"),
    Step.OFFICIALS: _l("Jabatan dan pejabat"),
    Step.CATEGORIES: _l("Kategori dan pemilik"),
    Step.SLA: _l("Batas waktu dan kalender"),
    Step.BRAND: _l("Merek"),
    Step.CHECKLIST: _l("Pemeriksaan akhir"),
    Step.LIVE: _l("Dibuka untuk warga"),
}
PAGES: Mapping[Step, str] = {
    Step.AGREEMENT: "preparing.agreement",
    Step.CONFIGURATION: "preparing.configuration",
    Step.AREAS: "preparing.areas",
    Step.OFFICIALS: "preparing.officials",
    Step.CATEGORIES: "preparing.categories",
    Step.SLA: "preparing.sla",
    Step.BRAND: "preparing.brand",
}
ORDERS: Mapping[Order, object] = {
    Order.PROVISION: _l("Skema dan akun basis data sedang dibuat"),
    Order.CHECK_AREAS: _l("Berkas batas wilayah sedang diperiksa"),
    Order.INSTALL_AREAS: _l("Wilayah sedang dimuat"),
    Order.CHECK: _l("Semua baris sedang diperiksa"),
    Order.OPEN: _l("Portal sedang dibuka"),
}
NOT_YET = _l("Belum dikerjakan")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its sign, its words and where it is worked on."""

    title: object
    words: str
    shape: str
    role: str
    href: str = ""
    step: Step | None = None


def lines(preparation: Preparation) -> list[Line]:
    """Every step with what came of it; the one to do next is marked."""
    return [_line(preparation, step) for step in Step]


def _line(preparation: Preparation, step: Step) -> Line:
    done = preparation.steps.get(step)
    shape, role = ("resolved", "is-good") if done else ("next", "is-ended")
    if done is None and step is preparation.next_step:
        shape, role = "in_progress", "is-waiting"
    words = FINDINGS[step](done) if done else str(NOT_YET)
    return Line(STEPS[step], words, shape, role, address(preparation, step), step)


def address(preparation: Preparation, step: Step) -> str:
    """Where a step is worked on; empty for one that has no page of its own."""
    return url_for(PAGES[step], slug=preparation.slug) if step in PAGES else ""


def _areas(done: StepDone) -> str:
    levels = done.finding.get("levels")
    villages = levels.get("4", 0) if isinstance(levels, dict) else 0
    if done.finding["source"] == "shipped":
        return _("%(n)s desa dan kelurahan, batas perkiraan", n=number(villages))
    gaps, overlaps = done.finding["gaps"], done.finding["overlaps"]
    return _("%(n)s desa dan kelurahan, %(gaps)s celah, %(overlaps)s tumpang tindih",
             n=number(villages), gaps=gaps, overlaps=overlaps)  # fmt: skip


def _confirmed(done: StepDone) -> str:
    return _("Dilihat dan disetujui %(by)s", by=done.by.removeprefix("operator:"))


FINDINGS: Mapping[Step, Callable[[StepDone], str]] = {
    Step.REGION: lambda d: _("Kode %(code)s, nama singkat %(slug)s", code=d.finding["code"], slug=d.finding["slug"]),
    Step.AGREEMENT: lambda d: _(
        "%(number)s, sampai %(day)s", number=d.finding["number"], day=day(d.finding["ends_on"])
    ),
    Step.CONFIGURATION: lambda d: _(
        "Revisi %(n)s, %(count)s kategori, skema %(schema)s",
        n=d.finding["revision"],
        count=d.finding["categories"],
        schema=d.finding["schema"],
    ),
    Step.AREAS: _areas,
    Step.OFFICIALS: _confirmed,
    Step.CATEGORIES: _confirmed,
    Step.SLA: _confirmed,
    Step.BRAND: _confirmed,
    Step.CHECKLIST: lambda d: _(
        "%(n)s baris, %(warnings)s catatan", n=d.finding["checks"], warnings=d.finding["warnings"]
    ),
    Step.LIVE: lambda d: str(d.finding["host"]),
}


def minutes(count: int) -> str:
    """How long it has been going on."""
    if count < 120:
        return ngettext("%(num)s menit", "%(num)s menit", count)
    hours = count // 60
    return ngettext("%(num)s jam", "%(num)s jam", hours) if hours < 48 else _("%(n)s hari", n=hours // 24)


def day(value: object) -> str:
    """A date as it is kept, in words."""
    return short_day(value if isinstance(value, date) else date.fromisoformat(str(value)))
