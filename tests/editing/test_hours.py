"""Limits and calendar on a page: typed in words, shown by example, never in a wrong order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jaki_replica.complaints.actions.acting import deadlines_of, held
from jaki_replica.complaints.actions.recording import events
from jaki_replica.editing import hours as editing
from jaki_replica.editing.lengths import file_text
from jaki_replica.sla.examples import example, moments
from jaki_replica.sla.national import NationalDay, decreed_years, missing_years, national_days
from jaki_replica.tenancy.configuration.document import canonical
from jaki_replica.tenancy.configuration.terms import Calendar, Duration, Escalation, NamedDay, RegionConfig, SlaStep
from tests.desk.office import Office, words
from tests.editing.conftest import Admin
from tests.officials.shipped import REGIONS, config
from tests.regions import template

PAGE = "/admin/waktu"
KNOWN = national_days(range(2024, 2037))


def form(region: RegionConfig, **changed: str) -> dict[str, str]:
    fields = {name: text for name, text in editing.fields(region).items() if text}
    return fields | {name.replace("__", "."): text for name, text in changed.items()}


@pytest.mark.parametrize("region", [*REGIONS, "example"])
def test_a_form_sent_back_unchanged_is_the_same_configuration_to_the_byte(region: str) -> None:
    found = template() if region == "example" else config(region)
    made = editing.propose(found, editing.read(form(found)))
    assert made.faults == {}
    assert made.config is not None
    assert canonical(made.config) == canonical(found)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("3 hari", "3d"), ("3 hari kerja", "3wd"), ("6 Jam  kerja", "6wh"), ("14wd", "14wd"), ("2 working days", "2wd"),
        ("1 hour", "1h"), ("06 jam", "6h"), ("tiga hari", "tiga hari"), ("3", "3"), ("-3 hari", "-3 hari"),
    ],
)  # fmt: skip
def test_lengths_are_read_as_people_write_them(typed: str, text: str) -> None:
    assert file_text(typed) == text


def test_limits_hours_and_holidays_become_a_revision(laras: Admin) -> None:
    sent = form(laras.config, calendar__hours__friday="07.30-11.30, 13.00-16.30", alasan="Jumat", simpan="1")
    place = len(laras.config.calendar.holidays)
    sent |= {f"calendar.holidays.{place}.on": "2027-03-01", f"calendar.holidays.{place}.name": "Hari jadi"}
    answer = laras.post(PAGE, sent)
    assert answer.status_code == 303, words(answer.text)
    calendar = laras.config.calendar
    assert NamedDay(date(2027, 3, 1), "Hari jadi") in calendar.holidays
    friday = next(day for day in calendar.hours if day.day == "friday")
    assert [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in friday.open] == ["07:30-11:30", "13:00-16:30"]


def test_a_month_with_other_hours_is_added_and_its_faults_stand_in_its_row(laras: Admin) -> None:
    place = len(laras.config.calendar.periods)
    row = {"name": "Ramadan", "first": "2029-01-15", "last": "2029-02-13", "hours.monday": "08.00-15.00"}
    sent = form(laras.config, alasan="Ramadan", simpan="1")
    sent |= {f"calendar.periods.{place}.{key}": text for key, text in row.items()}
    wrong = laras.post(PAGE, sent | {f"calendar.periods.{place}.last": "2029-01-01"})
    assert wrong.status_code == 200
    assert f'href="#calendar.periods.{place}.last"' in wrong.text
    wrong = laras.post(PAGE, sent | {f"calendar.periods.{place}.hours.monday": "pagi"})
    assert f'href="#calendar.periods.{place}.hours.monday"' in wrong.text
    assert laras.post(PAGE, sent).status_code == 303
    made = laras.config.calendar.periods[-1]
    assert (made.name, made.first, made.last) == ("Ramadan", date(2029, 1, 15), date(2029, 2, 13))
    assert [f"{day.day}" for day in made.hours] == ["monday"]
    added = words(laras.get(f"/admin/pengaturan/{laras.number}").text)
    assert "Kalender: masa khusus" in added
    assert "Ramadan" in added


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("sla.default.red", "90 hari kerja", "Merah harus lebih dulu dari batas selesai"),
        ("sla.default.amber", "13 hari kerja", "Kuning harus lebih dulu dari merah"),
        ("sla.default.amber", "2 hari", "dihitung sama"),
        ("sla.default.verify", "besok", "Lama ditulis seperti 6 jam"),
        ("sla.default.verify", "", "Lama ditulis seperti 6 jam"),
        ("calendar.hours.monday", "16:00-07:00", "Jam ditulis seperti"),
        ("calendar.hours.monday", "<script>", "Jam ditulis seperti"),
        ("calendar.holidays.0.on", "2026-02-31", "Tanggal ditulis tahun dulu"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(laras: Admin, field: str, value: str, told: str) -> None:
    before = laras.number
    base = form(laras.config, sla__default__red="12 hari kerja", sla__default__amber="8 hari kerja")
    base |= {"sla.default.finish": "14 hari kerja", "calendar.holidays.0.name": "Libur", "alasan": "x", "simpan": "1"}
    base.setdefault("calendar.holidays.0.on", "2027-05-05")
    answer = laras.post(PAGE, base | {field: value})
    assert (answer.status_code, laras.number) == (200, before)
    assert f'href="#{field}"' in answer.text
    assert told in words(answer.text)


def test_examples_show_the_deadlines_of_real_dates_before_and_after(laras: Admin) -> None:
    region = laras.config
    page = laras.get(PAGE)
    first = moments(region, KNOWN, datetime.now(UTC))[0]
    assert f"{first.astimezone(region.identity.timezone):%H.%M}" in page.text
    shown = laras.post(f"{PAGE}/contoh", form(region, sla__default__verify="1 jam"), opened=page.text).text
    assert "Usulan" in shown
    assert "tetap" in shown
    assert "Laporan baru mendapat batas waktu lain" in shown
    wrong = laras.post(f"{PAGE}/contoh", form(region, sla__default__verify="besok"), opened=page.text).text
    assert "Usulan belum bisa dihitung" in wrong


def test_who_is_told_of_a_late_step_is_shown_by_date_changed_and_kept(laras: Admin) -> None:
    rules = laras.config.sla.escalation
    page = laras.get(PAGE).text
    assert "Yang diberi tahu bila belum dikerjakan" in page
    place = len(rules)
    row = {"step": "answer", "late_by": "2 hari", "up": "3"}
    sent = form(laras.config, alasan="Sesuai Perwal", simpan="1")
    more = sent | {f"sla.escalation.{place}.{key}": text for key, text in row.items()}
    tried = words(laras.post(f"{PAGE}/contoh", {k: v for k, v in more.items() if k != "simpan"}, opened=page).text)
    assert "batas jawaban pertama terlewat tidak diberi tahu" in tried
    for name, value, told in (
        ("late_by", "besok", "Lama ditulis seperti"),
        ("step", "", "Pilih batas"),
        ("up", "9", "Pilih atasan"),
    ):
        wrong = laras.post(PAGE, more | {f"sla.escalation.{place}.{name}": value})
        assert f'href="#sla.escalation.{place}.{name}"' in wrong.text and told in words(wrong.text), name
    assert laras.post(PAGE, more).status_code == 303
    assert laras.config.sla.escalation == (*rules, Escalation(SlaStep.ANSWER, Duration(2), 3))
    told = words(laras.get(f"/admin/pengaturan/{laras.number}").text)
    assert "pemberitahuan ke atasan" in told
    kept = form(laras.config, alasan="Kembali", simpan="1", **{"baris.sla.escalation": f"hapus-{place}"})
    assert laras.post(PAGE, {k: v for k, v in kept.items() if k != "simpan"}).text.count('.late_by" type') == place
    empty = form(laras.config, alasan="Tidak ada", simpan="1")
    assert laras.post(PAGE, {k: v for k, v in empty.items() if "escalation" not in k}).status_code == 303
    assert laras.config.sla.escalation == ()
    assert "Tidak ada atasan yang diberi tahu." in laras.get(PAGE).text


@pytest.mark.parametrize("region", REGIONS)
def test_friday_half_past_four_is_counted_in_the_zone_of_the_region(region: str) -> None:
    found = config(region)
    friday = next(
        at for at in moments(found, KNOWN, datetime(2026, 11, 25, tzinfo=UTC)) if (at.hour, at.minute) == (16, 30)
    )
    assert (friday.weekday(), friday.utcoffset()) == (4, found.identity.timezone.utcoffset(friday.replace(tzinfo=None)))
    plain = replace(found, sla=replace(found.sla, overrides=(), default=replace(found.sla.default, verify=Duration(3))))
    assert example(plain, KNOWN, "", friday).due["verify"] == friday + timedelta(days=3)


def test_a_new_holiday_moves_no_deadline_of_a_complaint_already_filed(laras: Admin, staff: Office) -> None:
    number = staff.file()

    def due() -> datetime:
        with staff.at_work() as at:
            complaint = held(at.session, number)
            return deadlines_of(at.session, at.book, complaint, events(at.session, complaint.id)).finish.due_at

    before = due()
    sent = form(laras.config, alasan="Libur panjang", simpan="1")
    start, place = datetime.now(UTC).date(), len(laras.config.calendar.holidays)
    for n in range(1, 15):
        sent |= {
            f"calendar.holidays.{place + n}.on": (start + timedelta(n)).isoformat(),
            f"calendar.holidays.{place + n}.name": f"Libur {n}",
        }
    assert laras.post(PAGE, sent).status_code == 303
    assert due() == before
    assert staff.complaint(staff.file()).due_at > before


def test_an_admin_is_told_of_a_year_whose_national_days_are_not_known(
    laras: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "belum lengkap" not in laras.get(PAGE).text
    last = max(decreed_years(KNOWN))

    def later(calendar: Calendar, _on: date, known: Iterable[NationalDay]) -> tuple[int, ...]:
        return missing_years(calendar, date(last, 3, 1), known)

    monkeypatch.setattr("jaki_replica.tenant_admin.hours.missing_years", later)
    assert f"Libur nasional {last + 1} belum lengkap" in laras.get(PAGE).text


def test_a_deadline_on_a_day_with_other_hours_says_which() -> None:
    known = config("palembang")
    zone = known.identity.timezone
    friday = datetime(2026, 12, 4, 9, tzinfo=zone)
    found = example(known, KNOWN, known.categories[0].key, friday)
    told = {name: [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in spans] for name, spans in found.hours.items()}
    for name, due in found.due.items():
        if name in told:
            assert due.astimezone(zone).weekday() != 4
    assert told["finish"][0][0] == "07:30" and told["finish"][-1][1] == "16:00"
    monday = example(known, KNOWN, known.categories[0].key, datetime(2026, 11, 30, 9, tzinfo=zone))
    assert all(due.astimezone(zone).weekday() == 4 for name, due in monday.due.items() if name in monday.hours)
