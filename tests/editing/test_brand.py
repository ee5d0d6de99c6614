"""The brand page: what is typed becomes a revision, or comes back with what is wrong."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings

from jaki_replica.branding import rules as branding
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.terms import Filing, Place
from jaki_replica.editing import brand as editing
from jaki_replica.foundation import clock
from jaki_replica.tenancy.configuration.document import canonical
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.branding.test_contrast import COLOURS
from tests.desk.office import Office, words
from tests.editing.conftest import Admin
from tests.regions import template

PAGE = "/admin/merek"


def typed(admin: Admin, **changed: str) -> dict[str, str]:
    """The form as it is opened, with some fields typed over; `brand_portal` stands for `brand.portal`."""
    renamed = {name.replace("__", "."): text for name, text in changed.items()}
    return editing.fields(admin.config) | renamed


def test_a_good_edit_is_the_next_revision_with_author_and_reason(laras: Admin) -> None:
    before = laras.number
    fields = typed(laras, brand__portal="Lapor Kita", alasan="Nama baru", simpan="1")
    answer = laras.post(PAGE, fields)
    assert answer.status_code == 303, words(answer.text)
    assert laras.number == before + 1
    assert laras.config.brand.portal == "Lapor Kita"
    shown = words(laras.get(f"/admin/pengaturan/{before + 1}").text)
    assert "Laras Contoh" in shown
    assert "Nama baru" in shown


def test_a_form_sent_back_unchanged_is_the_same_configuration_to_the_byte() -> None:
    config = template()
    made = editing.propose(config, editing.fields(config)).config
    assert made is not None
    assert canonical(made) == canonical(config)


def test_without_a_reason_nothing_is_kept_and_everything_typed_is_still_there(laras: Admin) -> None:
    before = laras.number
    answer = laras.post(PAGE, typed(laras, brand__portal="Lapor Tanpa Alasan", simpan="1"))
    assert answer.status_code == 200
    assert 'value="Lapor Tanpa Alasan"' in answer.text
    assert "Tulis alasannya" in answer.text
    assert laras.number == before


def test_a_figure_of_contrast_has_two_decimals_even_where_it_is_one(laras: Admin) -> None:
    shown = laras.post(PAGE, typed(laras, brand__primary="#ffffff", alasan="Putih", simpan="1"))
    assert "putih di warna utama (terang) 1,00, paling sedikit 4,5" in words(shown.text)
    assert "4,5 1,00 " in words(shown.text)


def test_a_palette_at_4_4_is_refused_with_its_figures_and_the_offered_colour_can_be_taken(laras: Admin) -> None:
    before = laras.number
    faint = typed(laras, brand__primary="#787878", alasan="Abu-abu")
    answer = laras.post(PAGE, faint | {"simpan": "1"})
    assert answer.status_code == 200
    assert "putih di warna utama (terang) 4,41, paling sedikit 4,5" in words(answer.text)
    assert laras.number == before
    taken = laras.post(PAGE, faint | {"pakai": "brand.primary"})
    offered = re.search(r'name="brand.primary" value="(#[0-9a-f]{6})"', taken.text)
    assert offered is not None
    assert offered[1] != "#787878"
    assert 'value="Abu-abu"' in taken.text
    assert laras.post(PAGE, faint | {"brand.primary": offered[1], "simpan": "1"}).status_code == 303
    assert laras.config.brand.primary == offered[1]


@settings(max_examples=40, deadline=None)
@given(primary=COLOURS, accent=COLOURS)
def test_what_is_offered_passes_every_pair_and_keeps_its_hue(primary: str, accent: str) -> None:
    chosen = {"brand.primary": primary, "brand.accent": accent}
    offered = editing.offered(chosen)
    report = editing.contrast(chosen | offered)
    assert report is not None
    assert report.passes
    for name, colour in offered.items():
        _, chroma, hue = branding.oklch(chosen[name])
        _, new_chroma, new_hue = branding.oklch(colour)
        assert new_chroma <= chroma + 0.01
        if chroma > 0.05 and new_chroma > 0.05:
            assert abs((new_hue - hue + 180) % 360 - 180) < 6


HOSTILE = {
    "brand__primary": ("#fff;}body{display:none", "url(javascript:alert(1))", "red", "#12345g", "#1d3fb8\n}"),
    "brand__letters": ("\U0001f600", "<b", "jk;", "ABC"),
    "brand__corner": ("4px;}", "999", "-1", "٤"),
    "brand__motif": ("../../etc/passwd", '");}', "tumpal.svg"),
    "brand__font": ("system;color:red", "Comic Sans"),
    "brand__portal": ("x" * 10_000, "Lapor \u202eatrakaJ", ""),
    "pages__contact__website": ("javascript:alert(1)", "https://x.example/<script>"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_hostile_values_are_refused_at_their_field_and_never_reach_a_stylesheet(
    laras: Admin, name: str, value: str
) -> None:
    before, field = laras.number, name.replace("__", ".")
    sent = typed(laras, **{name: value}, alasan="x", simpan="1")
    answer = laras.post(PAGE, sent)
    if answer.status_code == 303:  # only the line break around a colour is taken away, as any other space
        pytest.fail(f"{value!r} was kept")
    assert answer.status_code == 200
    assert f'href="#{field}"' in answer.text
    assert laras.number == before
    looks = {key.removeprefix("brand."): text for key, text in sent.items() if key.startswith("brand.")}
    styles = laras.client.get(f"{PAGE}/pratinjau/tema.css", base_url=f"http://{laras.tenant.host}", query_string=looks)
    assert styles.status_code in {422} or value not in styles.text


def test_markup_in_texts_is_shown_as_text(laras: Admin) -> None:
    mark = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    fields = typed(laras, brand__promise__id=mark, brand__promise__en=mark, alasan=mark, simpan="1")
    assert laras.post(PAGE, fields).status_code == 303
    for path in ("/", "/admin/pengaturan", f"/admin/pengaturan/{laras.number}", PAGE):
        page = laras.get(path).text
        assert "<script>alert" not in page
        assert "onerror=alert(2)>" not in page
    assert mark in unescape(laras.get("/").text)


def test_rows_of_emergency_numbers_are_added_moved_and_removed_by_plain_buttons(laras: Admin) -> None:
    fields = typed(laras)
    first = fields["emergency.0.number"]
    added = laras.post(PAGE, fields | {"baris": "tambah"}).text
    place = len(laras.config.emergency)
    assert f'name="emergency.{place}.number"' in added
    more = fields | {
        f"emergency.{place}.number": "119",
        f"emergency.{place}.name.id": "Ambulans",
        f"emergency.{place}.name.en": "Ambulance",
    }
    moved = laras.post(PAGE, more | {"baris": f"naik-{place}"}).text
    assert f'name="emergency.{place - 1}.number" value="119"' in re.sub(r' type="text"', "", moved)
    gone = laras.post(PAGE, more | {"baris": "hapus-0"}).text
    assert f'value="{first}"' not in gone.split("Nomor darurat")[-1]
    saved = laras.post(PAGE, more | {"alasan": "Ambulans", "simpan": "1"})
    assert saved.status_code == 303, words(saved.text)
    assert laras.config.emergency[-1].number == "119"


def test_two_admins_at_once_are_told_and_lose_nothing(laras: Admin, bima: Admin) -> None:
    opened = laras.get(PAGE).text
    mine = typed(laras, brand__corner="20", alasan="Sudut", simpan="1")
    his = typed(bima, brand__letters="ZZ", alasan="Huruf", simpan="1")
    assert bima.post(PAGE, his).status_code == 303
    answer = laras.post(PAGE, mine, opened=opened)
    assert answer.status_code == 200
    told = words(answer.text)
    assert "Bima Contoh baru saja menyimpan revisi" in told
    assert "huruf tanda: dari" in told
    assert laras.config.brand.corner != 20
    again = laras.post(PAGE, mine | {"brand.letters": "ZZ"}, opened=answer.text)
    assert again.status_code == 303
    assert (laras.config.brand.letters, laras.config.brand.corner) == ("ZZ", 20)


def test_a_preview_is_a_real_page_in_the_draft_that_only_this_host_may_frame(laras: Admin) -> None:
    fields = typed(laras, brand__portal="Lapor Draf", brand__primary="#7a1f5c", halaman="beranda", tema="gelap")
    opened = laras.get(PAGE)
    assert "frame-src 'self'" in opened.headers["Content-Security-Policy"]
    answer = laras.post(f"{PAGE}/pratinjau", fields, opened=opened.text)
    assert answer.status_code == 200
    assert "Lapor Draf" in answer.text
    assert 'data-theme="dark"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "frame-ancestors 'none'" in laras.get("/").headers["Content-Security-Policy"]
    styles = re.search(r'href="(/admin/merek/pratinjau/tema\.css\?[^"]+)"', answer.text)
    assert styles is not None
    assert "--brand-primary: #7a1f5c" in laras.get(unescape(styles[1])).text
    assert "Lapor Draf" not in laras.get("/").text


@pytest.mark.parametrize("page", ["beranda", "lapor", "meja", "laporan", "tidak-ada"])
def test_every_page_of_the_preview_can_be_shown(laras: Admin, page: str) -> None:
    assert laras.get(f"{PAGE}/pratinjau?halaman={page}").status_code == 200


def test_a_public_complaint_can_be_previewed_and_a_private_one_never_is(laras: Admin, staff: Office) -> None:
    private = staff.file(description="Rahasia yang tidak boleh tampil")
    with staff.at_work() as at:
        filing = Filing(
            key="pratinjau-umum", category=staff.own_category, description="Sampah di tepi kali", private=False,
            place=Place(area=staff.village.code),
        )  # fmt: skip
        public = file(at.session, at.book, filing, at=clock.now()).number
        at.session.commit()
    assert 'value="laporan"' in laras.get(PAGE).text
    shown = laras.get(f"{PAGE}/pratinjau?halaman=laporan&brand.portal=Lapor+Draf").text
    assert public[-4:] in shown
    assert "Lapor Draf" in shown
    assert private not in shown
    assert "Rahasia" not in shown


def test_an_edit_in_one_region_is_not_seen_in_another(laras: Admin, other: Tenant, runtime: Runtime) -> None:
    before = Admin(laras.client, runtime, other).get("/").text
    laras.post(PAGE, typed(laras, brand__portal="Hanya Di Sini", alasan="x", simpan="1"))
    after = Admin(laras.client, runtime, other).get("/").text
    assert "Hanya Di Sini" in laras.get("/").text
    assert "Hanya Di Sini" not in after
    assert len(before) == len(after)
