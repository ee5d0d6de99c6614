"""Any revision can be undone alone from its page: looked at, with a reason, over what is in force now."""

from __future__ import annotations

from tests.desk.office import words
from tests.editing.conftest import Admin
from tests.editing.test_catalogue import form, path


def saved(admin: Admin, key: str, **fields: str) -> int:
    sent = form(admin.config, key) | fields | {"alasan": "Uji", "simpan": "1"}
    assert admin.post(path(key), sent).status_code == 303
    return admin.number


def test_an_older_change_is_undone_alone_and_what_came_later_stays(laras: Admin) -> None:
    key = laras.config.categories[0].key
    before = laras.config.category(key)
    older = saved(laras, key, synonyms="kata pertama")
    newer = saved(laras, key, near_m="123")
    page = laras.get(f"/admin/pengaturan/{newer}").text
    assert f"/admin/pengaturan/{newer}/batalkan" in page, "also the one in force"
    address = f"/admin/pengaturan/{older}/batalkan"
    looked = words(laras.get(address).text)
    assert "Hanya perubahan revisi" in looked and "kata lain" in looked and "jarak laporan serupa" not in looked
    assert "Tulis alasannya" in laras.post(address, {"alasan": ""}).text
    assert laras.number == newer
    assert laras.post(address, {"alasan": "Keliru"}).status_code == 303
    made = laras.config.category(key)
    assert before is not None and made is not None
    assert (made.synonyms, made.near_m) == (before.synonyms, 123)
    assert laras.number == newer + 1
    assert laras.post(f"/admin/pengaturan/{newer}/batalkan", {"alasan": "Juga"}).status_code == 303
    assert laras.config.category(key) == before


def test_a_change_that_was_changed_again_says_so_and_offers_no_button(laras: Admin) -> None:
    key = laras.config.categories[0].key
    older = saved(laras, key, near_m="45")
    number = saved(laras, key, near_m="46")
    address = f"/admin/pengaturan/{older}/batalkan"
    looked = laras.get(address).text
    assert "Sudah diubah lagi sesudahnya" in looked
    assert "jarak laporan serupa" in looked
    assert 'name="alasan"' not in looked
    fields = {"alasan": "Paksa", "dasar": str(number)}
    laras.post(address, fields, opened=laras.get(f"/admin/pengaturan/{older}/kembalikan").text)
    assert laras.number == number


def test_the_first_revision_has_nothing_to_undo(laras: Admin) -> None:
    assert "batalkan" not in laras.get("/admin/pengaturan/1").text
    assert laras.get("/admin/pengaturan/1/batalkan").status_code == 404
