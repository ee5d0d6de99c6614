"""Changing who owns a category: what becomes of its open complaints is told by post before it is kept, and after."""

from __future__ import annotations

from dataclasses import replace

from jaki_replica.complaints.consequences import consequences, left_behind
from tests.desk.office import Office, words
from tests.editing.conftest import Admin
from tests.editing.test_catalogue import form, path


def test_open_complaints_are_told_by_post_before_and_stay_with_whom_they_were(laras: Admin, staff: Office) -> None:
    key = staff.agency_category
    number = staff.file(key)
    before, old = staff.complaint(number), laras.config
    page = words(laras.get(path(key)).text)
    assert "Laporan terbuka sekarang" in page
    with staff.at_work() as at:
        title = at.book.organisation.unit(before.unit).head.title
    assert title in page
    changed = form(laras.config, key, owner="area", first="owner") | {"alasan": "Jalan lingkungan", "simpan": "1"}
    revision = laras.number
    first = laras.post(path(key), changed)
    told = words(first.text)
    assert (first.status_code, laras.number) == (200, revision)
    assert "Periksa dulu pengaruhnya" in told
    assert "laporan terbuka tetap di tempatnya dan tetap milik pemilik lama" in told
    assert f"{title}: " in told
    assert 'value="Jalan lingkungan"' in first.text
    other = laras.post(path(key), changed | {"owner": "inspektorat", "dilihat": "area"})
    assert laras.number == revision, "seen for one owner is not seen for another"
    assert "Periksa dulu pengaruhnya" in other.text
    kept = laras.post(path(key), changed | {"dilihat": "area"})
    assert (kept.status_code, laras.number) == (303, revision + 1)
    after = words(laras.get(kept.headers["Location"]).text)
    assert "Laporan yang sudah terbuka" in after
    assert f"{title}: " in after
    now = staff.complaint(number)
    assert (now.unit, now.category_owner) == (before.unit, before.category_owner)
    with staff.at_work() as at:
        left = left_behind(at.book, old)
        back = consequences(at.book, old).moved
        assert [(one.old, one.new, one.holders) for one in left] == [(one.new, one.old, one.holders) for one in back]
        assert sum(count for one in left for _post, count in one.holders) == sum(one.count for one in left) > 0
        assert left_behind(at.book, replace(at.book.config)) == ()


def test_what_moves_nothing_is_kept_at_once(laras: Admin) -> None:
    key = "roads.pothole" if laras.config.category("roads.pothole") else laras.config.categories[0].key
    revision = laras.number
    sent = form(laras.config, key) | {"synonyms": "lubang baru", "alasan": "Kata", "simpan": "1"}
    assert laras.post(path(key), sent).status_code == 303
    assert laras.number == revision + 1
