"""Posts that nobody was ever entered for are told wherever an admin decides who gets complaints."""

from __future__ import annotations

from jaki_replica.complaints.consequences import consequences
from jaki_replica.officials.holders import Standing
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.rules.receiving import Receivers
from tests.desk.office import Office, words
from tests.editing.conftest import Admin
from tests.editing.test_catalogue import form, path

KEY = "roads.pothole"


def test_giving_a_category_to_the_official_of_the_area_tells_the_posts_without_anybody_before_it_is_kept(
    laras: Admin, staff: Office
) -> None:
    config = laras.config
    first = next(one for one in config.agencies if one.branches is None and config.position(one.key) is None)
    laras.post(
        path(KEY), form(config, KEY, owner=first.key, first="owner", alasan="Dinas", simpan="1", dilihat=first.key)
    )
    looking = form(laras.config, KEY, owner=first.key, first="area", alasan="Memeriksa", simpan="1", dilihat=first.key)
    assert laras.post(path(KEY), looking).status_code == 303
    number = laras.number
    wanted = form(laras.config, KEY, owner="area", first="area", alasan="Wilayah", simpan="1")
    looked = words(laras.post(path(KEY), wanted).text)
    assert laras.number == number
    with staff.at_work() as at:
        posts = Receivers(at.book.config, at.book.organisation)
        assert len(posts.owners(at.book.config.category(KEY))) == 1  # type: ignore[arg-type]
        areas = {unit.key for code in at.book.organisation.places if (unit := at.book.organisation.owner_of(code))}
        empty = [key for key in areas if at.book.standing(key) is Standing.UNRECORDED]
        assert 0 < len(empty) < len(areas)
        told = consequences(at.book, at.book.config)
        assert (told.receiving.posts, told.is_quiet) == (0, True)
    assert "jabatan yang akan menerima laporan baru tidak ada orangnya" in looked
    assert "laporannya masuk ke unit itu, tetapi belum ada yang membacanya" in looked
    assert laras.post(path(KEY), wanted | {"dilihat": "area"}).status_code == 303
    assert laras.number == number + 1
    page = words(laras.get("/admin/kategori/cakupan").text)
    assert "Setiap kategori punya pemilik, tetapi" in page
    assert "jabatan penerima tidak ada orangnya" in page
    assert "tanpa orang" in page
    before = config.category(KEY)
    assert before is not None
    back = form(laras.config, KEY, owner=before.owner, first=before.first, alasan="Kembali", simpan="1")
    assert laras.post(path(KEY), back | {"dilihat": before.owner}).status_code == 303


def test_who_gets_it_says_that_nobody_is_there(laras: Admin, staff: Office) -> None:
    with staff.at_work() as at:
        here = at.book.organisation
        category = at.book.config.category(KEY)
        assert category is not None
        area = next(
            code
            for code in here.places
            if (found := first_unit(KEY, code, at.book.config, here, at.book.holders, at.book.at))
            and at.book.standing(found.unit) is Standing.UNRECORDED
        )
    page = words(laras.get(f"/admin/kategori/siapa?kategori={KEY}&wilayah={area}").text)
    assert "belum ada orangnya" in page
    assert "Laporannya tetap masuk ke unit ini, tetapi belum ada yang membacanya." in page
    assert "Tidak ada seorang pun di atasnya" in page or "Atasan terdekat yang ada orangnya" in page


def test_every_receiver_is_one_that_routing_finds_and_none_is_left_out(staff: Office) -> None:
    with staff.at_work() as at:
        config, here = at.book.config, at.book.organisation
        above = {code.rpartition(".")[0] for code in here.places}
        leaves = [code for code in here.places if code not in above]
        receivers = Receivers(config, here)
        for category in config.categories:
            decisions = [first_unit(category.key, code, config, here) for code in leaves]
            expected = {one.unit for one in decisions} | {one.owner for one in decisions}
            assert receivers.of(category) == expected, category.key
