"""The admin's pages of officials: a post filled, a list uploaded, history, superiors; all looked at first."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.officials.roster import queries
from jaki_replica.officials.roster.terms import Roster
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.officials.books import workbook
from tests.officials.visitor import Visitor, hidden, visitor
from tests.regions import USERNAME, Pair

NIP = "198001012005011001"
FAR = (datetime.now(UTC) + timedelta(days=40)).date()


def present(runtime: Runtime, tenant: Tenant) -> Roster:
    with runtime.scope_of(tenant) as entered:
        return queries.roster(entered.session, Rulebooks().of(runtime, entered).config.identity.timezone)


def keep(admin: Visitor, waiting: str, reason: str) -> TestResponse:
    """Say yes to a change that was looked at."""
    return admin.post(waiting, simpan="1", alasan=reason, dasar=hidden(admin.get(waiting).text, "dasar"))


def appoint(admin: Visitor, post: str, name: str, **more: str) -> str:
    """Fill in the form; returns the address of the change that waits."""
    fields = {"langkah": "angkat", "orang": "baru", "nama": name, "sebagai": "definitive", "mulai": "2026-01-01"} | more
    answer = admin.post(f"/admin/pejabat/jabatan/{post}", **fields)
    assert answer.status_code == 303, errors(answer.text)
    return answer.headers["Location"]


def errors(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'class="error"[^>]*>.*?<span>(.*?)</span>', page, re.DOTALL)]


def test_a_lurah_is_appointed_looked_at_and_kept_with_a_reason(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    waiting = appoint(admin, post, "Rina Contoh", nip=NIP, keputusan="800/1/contoh")
    looked = admin.get(waiting).text
    assert "Rina Contoh mengisi jabatan" in looked
    assert "0 laporan terbuka ikut" in looked
    assert "Rina Contoh tercatat sebagai" in looked
    assert present(runtime, tenant) == Roster()
    assert "Tulis alasannya" in admin.post(waiting, simpan="1").text
    kept = keep(admin, waiting, "SK 800/1")
    assert kept.status_code == 303
    page = admin.get(kept.headers["Location"]).text
    assert "Rina Contoh" in page
    assert "sejak 1 Jan 2026" in page
    history = admin.get("/admin/pejabat/riwayat").text
    assert "SK 800/1" in history
    assert admin.get(waiting).status_code == 409


def test_a_successor_in_the_future_ends_the_holder_and_is_told_before(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Rina Contoh"), "SK 1")
    waiting = appoint(admin, post, "Budi Misalia", mulai=FAR.isoformat())
    looked = admin.get(waiting).text
    assert "Budi Misalia menggantikan Rina Contoh" in looked
    assert "Masa jabatan Rina Contoh" in looked
    keep(admin, waiting, "SK 2")
    found = present(runtime, tenant).of_unit(post)
    assert [one.until for one in found] == [FAR - timedelta(days=1), None]
    assert "Yang akan menjabat" in admin.get(f"/admin/pejabat/jabatan/{post}").text


def test_a_tenure_is_ended_and_what_is_over_stays_to_be_seen(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Rina Contoh"), "SK 1")
    page = admin.get(f"/admin/pejabat/jabatan/{post}").text
    key = re.search(r'name="jabatan" value="([^"]+)"', page)
    assert key is not None
    wrong = admin.post(f"/admin/pejabat/jabatan/{post}", langkah="akhiri", jabatan=key[1], terakhir="2020-01-01")
    assert wrong.status_code == 200
    assert errors(wrong.text) == ["Hari terakhir mendahului hari pertama."]
    waiting = admin.post(f"/admin/pejabat/jabatan/{post}", langkah="akhiri", jabatan=key[1], terakhir="2026-02-01")
    looked = admin.get(waiting.headers["Location"]).text
    assert "kosong, Rina Contoh tidak lagi menjabat" in looked
    assert "Rina Contoh tidak lagi dapat bertindak" in looked
    keep(admin, waiting.headers["Location"], "Pensiun")
    page = admin.get(f"/admin/pejabat/jabatan/{post}").text
    assert "Kosong sejak 2 Feb 2026" in page
    assert "Pejabat sebelumnya (1)" in page
    assert len(present(runtime, tenant).of_unit(post)) == 1


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_still_there(admin: Visitor, post: str) -> None:
    fields = {"langkah": "angkat", "orang": "baru", "nama": "<b>Rina", "nip": "1.98E+17", "email": "x", "mulai": ""}
    answer = admin.post(f"/admin/pejabat/jabatan/{post}", **fields)
    assert answer.status_code == 200
    assert len(errors(answer.text)) == 3
    assert "sudah hilang" in " ".join(errors(answer.text))
    assert "&lt;b&gt;Rina" in answer.text
    assert "<b>Rina" not in answer.text


def test_a_second_holder_is_refused_with_both_names(admin: Visitor, post: str) -> None:
    keep(admin, appoint(admin, post, "Rina Contoh"), "SK 1")
    fields = {"langkah": "angkat", "orang": "baru", "nama": "Budi Misalia", "sebagai": "plt", "mulai": "2026-03-01"}
    answer = admin.post(f"/admin/pejabat/jabatan/{post}", **fields)
    assert answer.status_code == 200
    assert any("Rina Contoh" in one and "Budi Misalia" in one for one in errors(answer.text))


def test_two_admins_at_once_are_told_and_both_changes_can_be_kept(
    admin: Visitor, post: str, other_post: str, runtime: Runtime, tenant: Tenant
) -> None:
    first, second = appoint(admin, post, "Rina Contoh"), appoint(admin, other_post, "Budi Misalia")
    base = hidden(admin.get(second).text, "dasar")
    assert admin.post(first, simpan="1", alasan="SK 1", dasar=base).status_code == 303
    answer = admin.post(second, simpan="1", alasan="SK yang kalah", dasar=base)
    assert answer.status_code == 200
    assert "Rina Contoh menjabat" in answer.text
    assert 'value="SK yang kalah"' in answer.text
    assert "SK yang kalah" not in admin.get("/admin/pejabat/riwayat").text
    again = admin.post(second, simpan="1", alasan="SK 2", dasar=hidden(answer.text, "dasar"))
    assert again.status_code == 303
    assert {one.unit for one in present(runtime, tenant).holdings.values()} == {post, other_post}


def test_a_change_kept_in_another_tab_says_as_which_revision(admin: Visitor, post: str) -> None:
    waiting = appoint(admin, post, "Rina Contoh")
    base = hidden(admin.get(waiting).text, "dasar")
    assert admin.post(waiting, simpan="1", alasan="SK 1", dasar=base).status_code == 303
    number = re.findall(r"/admin/pejabat/riwayat/(\d+)", admin.get("/admin/pejabat/riwayat").text)[0]
    again = admin.post(waiting, simpan="1", alasan="SK 1", dasar=base)
    for answer in (admin.get(waiting), admin.get(again.headers["Location"])):
        assert answer.status_code == 409
        assert f"Sudah disimpan sebagai revisi pejabat {number}" in answer.text
        assert f'href="/admin/pejabat/riwayat/{number}"' in answer.text
    dropped = appoint(admin, post, "Budi Misalia", mulai="2026-03-01")
    admin.post(dropped, batal="1")
    assert admin.get(dropped).status_code == 404


def test_two_admins_at_one_post_cannot_both_have_their_way(admin: Visitor, post: str) -> None:
    first, second = appoint(admin, post, "Rina Contoh"), appoint(admin, post, "Budi Misalia")
    base = hidden(admin.get(second).text, "dasar")
    admin.post(first, simpan="1", alasan="SK 1", dasar=base)
    answer = admin.post(second, simpan="1", alasan="SK lain", dasar=base)
    assert answer.status_code == 200
    assert "pada waktu yang sama" in answer.text
    assert 'name="simpan"' not in answer.text
    assert admin.post(second, simpan="1", alasan="SK lain", dasar="999").status_code == 200


def test_a_list_is_uploaded_looked_at_and_kept_and_twice_changes_nothing(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    data = workbook([[post, None, "Rina Contoh", NIP, None, "2026-01-01"]])
    looked = admin.get(admin.upload(data).headers["Location"])
    assert looked.status_code == 200
    waiting = re.search(r'action="(/admin/pejabat/periksa/[^"]+)"', looked.text)
    assert waiting is not None
    assert present(runtime, tenant) == Roster()
    assert keep(admin, waiting[1], "Daftar awal").status_code == 303
    assert "Tidak ada yang berubah" in admin.upload(data).text
    downloaded = admin.get("/admin/pejabat/unduh/xlsx").data
    assert "Tidak ada yang berubah" in admin.upload(downloaded).text
    text_file = admin.get("/admin/pejabat/unduh/csv?riwayat=1")
    assert NIP.encode() in text_file.data
    assert text_file.headers["Cache-Control"] == "no-store"
    keep(admin, appoint(admin, post, "Budi Misalia", mulai=FAR.isoformat()), "SK 2")
    stale = admin.upload(text_file.data, "lama.csv")
    assert stale.status_code == 200
    assert "Budi Misalia menjabat" in stale.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Berkasnya kosong."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "format .xls lama"),
        (b"x" * (5 * 2**20), "lebih besar dari 4 MB"),
        (b"Nama,Jabatan\nRina,Lurah Xyz\n", "Tidak ada jabatan Lurah Xyz"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_changes(
    admin: Visitor, runtime: Runtime, tenant: Tenant, data: bytes, words: str
) -> None:
    answer = admin.upload(data, "x.csv")
    assert answer.status_code == 200
    assert words in unescape(answer.text)
    assert present(runtime, tenant) == Roster()


def test_an_older_list_is_taken_back_after_it_was_looked_at(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Rina Contoh"), "SK 1")
    number = re.findall(r"/admin/pejabat/riwayat/(\d+)", admin.get("/admin/pejabat/riwayat").text)[0]
    keep(admin, appoint(admin, post, "Budi Misalia", mulai="2026-03-01"), "SK 2")
    assert "Rina Contoh menjabat" in admin.get(f"/admin/pejabat/riwayat/{number}").text
    waiting = admin.post(f"/admin/pejabat/riwayat/{number}/kembalikan").headers["Location"]
    assert "dibatalkan" in admin.get(waiting).text
    keep(admin, waiting, "Salah unggah")
    assert [one.until for one in present(runtime, tenant).of_unit(post)] == [None]
    assert "kembali ke yang lama" in admin.get("/admin/pejabat/riwayat").text


def test_the_tree_is_narrowed_to_what_is_vacant_or_looked_for(admin: Visitor, post: str) -> None:
    keep(admin, appoint(admin, post, "Rina Contoh"), "SK 1")
    found = admin.get("/admin/pejabat?cari=rina").text
    assert f'data-unit="{post}"' in found
    assert found.count("data-unit=") < 6
    vacant = admin.get("/admin/pejabat?kosong=1").text
    assert f'data-unit="{post}"' not in vacant
    assert "Tidak ada yang cocok" in admin.get("/admin/pejabat?cari=zzzz").text


def test_the_whole_tree_takes_the_same_few_statements_however_many_hold_a_post(
    admin: Visitor, runtime: Runtime, tenant: Tenant, settings: Settings
) -> None:
    with runtime.scope_of(tenant) as entered:
        units = list(Rulebooks().of(runtime, entered).organisation.units)
    counts = []
    for part in (units[:1], units):
        rows = [[unit, None, f"Orang Contoh {n}", None, "Plt", "2026-01-01"] for n, unit in enumerate(part)]
        waiting = admin.upload(workbook(rows)).headers["Location"]
        keep(admin, waiting, "Isi")
        seen: list[str] = []

        def note(connection: object, cursor: object, statement: str, *more: object, seen: list[str] = seen) -> None:
            if "officials" in statement or "holders" in statement:
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert admin.get("/admin/pejabat").status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 3


def test_a_change_of_one_region_is_nothing_in_the_other(
    app: Gate, admin: Visitor, post: str, twins: Pair, runtime: Runtime
) -> None:
    waiting = appoint(admin, post, "Rina Kiri")
    elsewhere = visitor(app, twins.right, USERNAME)
    assert elsewhere.get(waiting).status_code == 404
    assert elsewhere.post(waiting, simpan="1", alasan="x").status_code == 404
    keep(admin, waiting, "SK 1")
    assert "data-unit=" not in elsewhere.get("/admin/pejabat?cari=Rina+Kiri").text
    assert elsewhere.get(f"/admin/pejabat/jabatan/{post}").status_code == 404


def test_a_change_of_another_admin_cannot_be_kept_for_him(
    app: Gate, admin: Visitor, post: str, tenant: Tenant, runtime: Runtime
) -> None:
    waiting = appoint(admin, post, "Rina Contoh")
    with runtime.scope_of(tenant) as entered:
        entered.session.execute(text("UPDATE roster_drafts SET author = 'Orang Lain'"))
        entered.session.commit()
    assert admin.get(waiting).status_code == 404
