"""The wizard lets a short name be chosen and checked, shows the brand on the real page, and adds categories."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from jaki_replica.areas.queries import drawn
from jaki_replica.cli import running
from jaki_replica.demo import DemoResult
from jaki_replica.editing import brand as brand_editor
from jaki_replica.editing import groups
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.onboarding.preparing import queries
from jaki_replica.onboarding.preparing.terms import Order
from jaki_replica.operator_console import agreements
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.console import Console
from tests.onboarding.test_pages import words
from tests.onboarding.test_steps import configured, ordered


def test_a_name_can_be_looked_at_before_it_is_taken_and_its_address_is_shown(here: Console, desk: Runtime) -> None:
    page = words(here.get("/daerah-baru?cari=salatiga&wilayah=33.73"))
    assert "Alamat portalnya http://kota-salatiga.localhost" in page
    looked = here.post("/daerah-baru", wilayah="33.73", nama="salatiga", cari="salatiga", periksa="1")
    assert looked.status_code == 200
    assert "http://salatiga.localhost" in words(looked)
    with Session(desk.platform) as session:
        assert all(one.code != "33.73" for one in queries.every(session)), "only looked at"
    begun = here.post("/daerah-baru", wilayah="33.73", nama="salatiga", cari="salatiga")
    assert begun.headers["Location"].endswith("/daerah-baru/salatiga")
    with Session(desk.platform) as session:
        draft = queries.by_slug(session, "salatiga").draft
    assert draft is not None
    assert "slug: salatiga" in draft and "hosts: [salatiga]" in draft


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("operator", 422, "dipakai sistem ini sendiri"),
        ("www", 422, "dipakai sistem ini sendiri"),
        ("Kota_X", 422, "huruf kecil, angka, dan tanda hubung"),
        ("a", 422, "huruf kecil, angka, dan tanda hubung"),
        ("kota--x", 422, "huruf kecil, angka, dan tanda hubung"),
        ("<script>", 422, "huruf kecil, angka, dan tanda hubung"),
        ("x" * 40, 422, "huruf kecil, angka, dan tanda hubung"),
    ],
)
def test_a_name_that_cannot_be_is_told_at_its_field_and_kept_there(
    here: Console, name: str, status: int, said: str
) -> None:
    for more in ({}, {"periksa": "1"}):
        answer = here.post("/daerah-baru", wilayah="32.73", nama=name, cari="bandung", **more)
        assert answer.status_code == status
        assert said in words(answer)
        assert 'id="nama-error"' in answer.text
        assert "<script>" not in answer.text.split("<main")[1]
    assert re.search(
        r'name="nama"[^>]*value="' + re.escape(name.replace("<", "&lt;").replace(">", "&gt;")), answer.text
    )


def test_the_name_of_another_region_is_refused_with_whose_it_is(here: Console) -> None:
    assert here.post("/daerah-baru", wilayah="33.76", nama="pantura", cari="tegal").status_code == 303
    answer = here.post("/daerah-baru", wilayah="33.75", nama="pantura", cari="pekalongan")
    assert answer.status_code == 409
    assert "sudah dipakai Kota Tegal" in words(answer)
    assert here.post("/daerah-baru", wilayah="33.75", nama="", cari="pekalongan").status_code == 303


def test_the_brand_is_shown_on_the_regions_own_page_before_it_is_kept(
    here: Console, desk: Runtime, shelf: FileStore
) -> None:
    slug = configured(desk, shelf, "35.73").slug
    path = f"/daerah-baru/{slug}/merek"
    form = here.get(path)
    assert "frame-src 'self'" in form.headers["Content-Security-Policy"]
    assert form.text.count('name="palet"') == form.text.count('class="sample"') > 3
    frame = re.search(r'<iframe name="pratinjau" src="([^"]+)"', form.text)
    assert frame is not None
    drawn = here.get(frame[1].replace("&amp;", "&"))
    assert drawn.status_code == 200
    assert "sandbox" in drawn.headers["Content-Security-Policy"]
    assert "Buat laporan" in words(drawn)
    typed = {
        "brand.portal": "Lapor Apel",
        "brand.primary": "#7a1f3d",
        "brand.promise.id": "Kami datang, kami perbaiki.",
    }
    with desk.scope_of(desk.tenant(slug)) as entered:
        whole = brand_editor.fields(configuration.configuration(entered.session)) | typed
    worn = here.post(f"{path}/pratinjau", at=path, **whole, tema="gelap")
    assert worn.status_code == 200
    assert "Lapor Apel" in worn.text and "Kami datang, kami perbaiki." in words(worn)
    assert 'data-theme="dark"' in worn.text
    styles = re.search(r'href="([^"]*pratinjau/tema\.css[^"]*)"', worn.text)
    assert styles is not None
    assert "#7a1f3d" in here.get(styles[1].replace("&amp;", "&")).text
    faint = here.post(f"{path}/pratinjau", at=path, **(whole | {"brand.primary": "#ffffff"}))
    assert (faint.status_code, "Belum bisa ditampilkan" in words(faint)) == (422, True)
    assert here.get(f"{path}/pratinjau/tema.css?primary=red;}}x").status_code == 404
    with desk.scope_of(desk.tenant(slug)) as entered:
        assert configuration.current_number(entered.session) == 1, "nothing was kept"


def test_a_category_is_added_taken_off_the_list_and_offered_again_without_the_file(
    here: Console, desk: Runtime, shelf: FileStore
) -> None:
    slug = configured(desk, shelf, "35.74").slug
    path = f"/daerah-baru/{slug}/kategori-baru"
    lacking = here.post(path, dasar="1", **{"name.id": "Layangan putus"})
    assert lacking.status_code == 422
    assert 'value="Layangan putus"' in lacking.text
    with desk.scope_of(desk.tenant(slug)) as entered:
        group = configuration.configuration(entered.session).groups[0].key
    fields = {"name.id": "Layangan putus", "name.en": "Stray kite", "group": group, "owner": "area", "near_m": "30"}
    assert here.post(path, dasar="1", first="owner", photo="yes", **fields).status_code == 303
    key = f"{group}.stray-kite"
    assert "Layangan putus" in words(here.get(f"/daerah-baru/{slug}/kategori"))
    edit = f"/daerah-baru/{slug}/kategori/{key}"
    for press, shown in (("hentikan", True), ("aktifkan", False)):
        with desk.scope_of(desk.tenant(slug)) as entered:
            base = str(configuration.current_number(entered.session))
        assert here.post(edit, dasar=base, first="owner", **fields, **{press: "1"}).status_code == 303
        row = here.get(f"/daerah-baru/{slug}/kategori").text.split("Layangan putus")[1].split("</tr>")[0]
        assert ("tidak ditawarkan" in row) is shown


def test_one_count_of_steps_stands_on_every_page(here: Console, desk: Runtime, shelf: FileStore) -> None:
    slug = configured(desk, shelf, "35.75").slug
    with Session(desk.platform) as session:
        done = len(queries.by_slug(session, slug).steps)
    assert f"{done} dari 10 langkah" in words(here.get("/daerah-baru"))
    for _ in range(2):
        assert f"{done} dari 10 langkah selesai." in words(here.get(f"/daerah-baru/{slug}"))
        here.post(f"/daerah-baru/{slug}/periksa", at=f"/daerah-baru/{slug}")


def test_nothing_is_made_up_in_a_region_that_somebody_prepares(
    desk: Runtime, shelf: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = configured(desk, shelf, "35.76").slug
    asked: list[str] = []

    def fill(_runtime: Runtime, tenant: Tenant, **_more: object) -> DemoResult:
        asked.append(tenant.slug)
        return DemoResult()

    monkeypatch.setattr(running.demo, "fill", fill)
    running._fill(desk, None, print)  # type: ignore[arg-type]  # no logins are made
    assert slug in desk.registry.refresh().by_slug
    assert slug not in asked


def test_the_list_of_regions_tells_the_agreements_that_end_first(
    here: Console, desk: Runtime, shelf: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreements, "SHOWN", 1000)  # other tests leave agreements too
    slug = configured(desk, shelf, "35.77").slug
    page = here.get("/")
    assert f'href="/daerah-baru/{slug}/perjanjian"' in page.text
    assert "tahap jatuh tempo" in words(page)


def test_groups_and_exceptions_are_edited_without_the_file(here: Console, desk: Runtime, shelf: FileStore) -> None:
    slug = configured(desk, shelf, "72.71").slug
    ordered(desk, shelf, slug, Order.INSTALL_AREAS)
    path = f"/daerah-baru/{slug}"
    with desk.scope_of(desk.tenant(slug)) as entered:
        config = configuration.configuration(entered.session)
        village = next(iter(sorted(drawn(entered.session), key=len, reverse=True)))
    typed = groups.fields(config)
    moved = here.post(f"{path}/kelompok", dasar="1", baris="turun-0", **typed)
    assert moved.status_code == 200
    first, second = (config.groups[place].name.id for place in (0, 1))
    assert moved.text.index(f'value="{second}"') < moved.text.index(f'value="{first}"')
    faulty = here.post(f"{path}/kelompok", dasar="1", simpan="1", **(typed | {"groups.0.name.id": ""}))
    assert (faulty.status_code, 'id="groups.0.name.id-error"' in faulty.text) == (422, True)
    named = typed | {"groups.0.name.id": "Jalan raya"}
    assert here.post(f"{path}/kelompok", dasar="1", simpan="1", **named).status_code == 303
    row = {"category": config.categories[0].key, "area": village, "owner": config.agencies[-1].key, "first": "owner"}
    fields = {f"routes.0.{name}": value for name, value in row.items()}
    lacking = here.post(f"{path}/pengecualian", dasar="2", simpan="1", **fields)
    assert (lacking.status_code, 'id="routes.0.why-error"' in lacking.text) == (422, True)
    old = here.post(f"{path}/pengecualian", dasar="1", simpan="1", **fields, **{"routes.0.why": "Kesepakatan 2026"})
    assert (old.status_code, "Kesepakatan 2026" in old.text) == (409, True)
    kept = here.post(f"{path}/pengecualian", dasar="2", simpan="1", **fields, **{"routes.0.why": "Kesepakatan 2026"})
    assert kept.status_code == 303
    with desk.scope_of(desk.tenant(slug)) as entered:
        now = configuration.configuration(entered.session)
    assert now.groups[0].name.id == "Jalan raya"
    assert [(one.area, one.why) for one in now.routes] == [(village, "Kesepakatan 2026")]
