"""The words of each line of an explanation. The page puts the values in, shown in the region's zone."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.sla.terms import LineCode
from jaki_replica.tenancy.configuration.terms import Text

SENTENCES: Mapping[LineCode, Text] = {
    LineCode.FILED: Text("Diterima {at}.", "Received {at}."),
    LineCode.POLICY: Text("Batas waktu menurut revisi {revision}.", "Time limits of revision {revision}."),
    LineCode.CALENDAR: Text(
        "Hari dan jam kerja menurut revisi {revision}, zona {zone}.",
        "Working days and hours of revision {revision}, zone {zone}.",
    ),
    LineCode.HOLIDAYS: Text(
        "Libur nasional menurut daftar ke-{edition}, yang berlaku saat diterima.",
        "National holidays of list {edition}, the one that counted when it was received.",
    ),
    LineCode.STARTS_LATER: Text(
        "Diterima di luar jam kerja: waktu kerja mulai dihitung {at}.",
        "Received outside working hours: working time counts from {at}.",
    ),
    LineCode.LIMIT: Text(
        "{step}: {limit} sejak {since}, jadi paling lambat {due_at}.",
        "{step}: {limit} from {since}, so {due_at} at the latest.",
    ),
    LineCode.PASSED_ON: Text(
        "Diteruskan antarunit, {times} kali seluruhnya; waktunya tetap berjalan.",
        "Passed on between units, {times} in all; the clock went on.",
    ),
    LineCode.PAUSED: Text(
        "Menunggu jawaban pelapor dari {start} sampai {end}; waktu itu tidak dihitung.",
        "Waited for the reporter from {start} to {end}; that time does not count.",
    ),
    LineCode.PAUSE_LIMIT: Text(
        "Menunggu jawaban pelapor paling lama {limit}; sesudah {at} waktu berjalan lagi.",
        "Waits for the reporter {limit} at most; after {at} the clock goes on.",
    ),
    LineCode.STOPPED: Text(
        "Waktu berhenti dari {start} sampai {end}, lalu berjalan lagi dari sisanya.",
        "The clock stood still from {start} to {end}, then went on where it stood.",
    ),
    LineCode.STOPPED_SINCE: Text("Waktu berhenti sejak {at}.", "The clock has stood still since {at}."),
    LineCode.SCHEDULED: Text(
        "Tanggal selesai yang dijanjikan disetujui {at}: {until}.",
        "A promised date was approved {at}: {until}.",
    ),
    LineCode.DAY_OFF: Text("{on} libur: {name}.", "{on} is a day off: {name}."),
    LineCode.IN_TIME: Text(
        "{step}: dilakukan {at}, sebelum batas {due_at}.", "{step}: done {at}, before the limit {due_at}."
    ),
    LineCode.LATE: Text(
        "{step}: dilakukan {at}, sesudah batas {due_at}.", "{step}: done {at}, after the limit {due_at}."
    ),
}
