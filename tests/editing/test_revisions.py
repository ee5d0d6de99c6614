"""The history page: readable, downloaded and uploaded as a file, taken back; the commands see the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaki_replica.cli.main import main
from jaki_replica.editing import brand as editing
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.document import canonical, digest, marked
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.desk.office import Office, hidden, words
from tests.editing.conftest import Admin
from tests.officials.visitor import shown_again

UPLOAD = "/admin/pengaturan/unggah"


def exported(config: RegionConfig, base: RegionConfig | None = None) -> str:
    """A file with this content, made from `base`."""
    return marked(canonical(config), digest(canonical(base or config)))


def recoloured(config: RegionConfig, colour: str) -> RegionConfig:
    return replace(config, brand=replace(config.brand, primary=colour))


def upload(admin: Admin, text: str, **fields: str) -> tuple[int, str]:
    page = admin.get(UPLOAD).text
    sent = {"csrf_token": hidden(page, "csrf_token"), "berkas": (io.BytesIO(text.encode()), "x.yaml")} | fields
    answer = shown_again(admin, admin.client.post(UPLOAD, base_url=f"http://{admin.tenant.host}", data=sent))
    return answer.status_code, answer.text


type_jaki = Callable[..., Result]


@pytest.fixture
def jaki(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> type_jaki:
    """Run a command of `jaki tenants` on this installation."""
    assert settings.owner_url is not None
    values = {
        "MASTER_KEY": settings.master_key.hex(),
        "DATABASE_URL": settings.owner_url.render_as_string(hide_password=False),
        "REDIS_URL": settings.redis_url,
        "DATABASE_ROLE_PREFIX": settings.role_prefix,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ("tenants", *arguments))

    return run


def test_a_difference_reads_as_a_clerk_would_say_it(laras: Admin) -> None:
    fields = editing.fields(laras.config) | {"brand.primary": "#2b5d1a", "alasan": "Hijau", "simpan": "1"}
    old = laras.config.brand.primary
    assert laras.post("/admin/merek", fields).status_code == 303
    page = words(laras.get(f"/admin/pengaturan/{laras.number}").text)
    assert f"Merek: warna utama: dari {old} ke #2b5d1a" in page
    assert "brand.primary" in page


def test_a_download_is_the_export_byte_for_byte(laras: Admin, jaki: type_jaki) -> None:
    page = laras.get(f"/admin/pengaturan/{laras.number}/unduh")
    told = jaki("export", laras.tenant.slug)
    assert page.text == told.stdout
    assert "attachment" in page.headers["Content-Disposition"]


def test_a_file_is_first_a_plan_and_then_applied(laras: Admin) -> None:
    before, config = laras.number, laras.config
    text = exported(recoloured(config, "#5a2d82"), config)
    status, page = upload(laras, text)
    assert status == 200
    assert "Merek: warna utama" in words(page)
    assert "Tidak ada laporan yang terpengaruh" in page
    assert laras.number == before
    status, page = upload(laras, text, terapkan="1")
    assert (status, laras.number) == (200, before)
    assert "Tulis alasannya" in page
    status, _page = upload(laras, text, terapkan="1", alasan="Ungu")
    assert (status, laras.number) == (303, before + 1)


def test_faults_of_a_file_are_told_with_line_and_column(laras: Admin) -> None:
    text = exported(laras.config).replace("primary:", "primari:", 1)
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "primari:" in row)
    status, page = upload(laras, text)
    assert status == 200
    assert f"berkas.yaml:{line}:" in page
    assert "mungkin maksudnya primary?" in page
    assert "primari" in page.split("<textarea")[1]


def test_the_file_of_another_region_is_refused_with_the_difference(
    laras: Admin, other: Tenant, runtime: Runtime
) -> None:
    theirs = Admin(laras.client, runtime, other).config
    before = laras.number
    status, page = upload(laras, exported(theirs), terapkan="1", alasan="Salah berkas")
    assert (status, laras.number) == (200, before)
    assert "Tidak ada yang diubah" in page
    assert "ubah-dua" in page


def test_an_old_export_over_newer_edits_is_refused_with_what_it_would_undo(laras: Admin) -> None:
    old = laras.config
    fields = editing.fields(old) | {"brand.letters": "Q7", "alasan": "Huruf", "simpan": "1"}
    assert laras.post("/admin/merek", fields).status_code == 303
    before = laras.number
    status, page = upload(laras, exported(recoloured(old, "#5a2d82"), old), terapkan="1", alasan="x")
    assert (status, laras.number) == (200, before)
    assert "Sejak berkas ini diunduh" in page
    assert "ke Q7" in words(page)


@pytest.mark.parametrize("text", ["", "\x00", "a: b", "- - -", "x" * 1_000_001, "&a [*a]"])
def test_a_file_that_is_none_comes_back_with_a_clear_word(laras: Admin, text: str) -> None:
    status, page = upload(laras, text, terapkan="1", alasan="x")
    assert status == 200
    assert "Unggah YAML" in page


def test_rolling_back_by_page_is_rolling_back_by_command(laras: Admin, jaki: type_jaki) -> None:
    target = laras.number
    digests = []
    for how in ("page", "command"):
        fields = editing.fields(laras.config) | {"brand.portal": f"Sementara {how}", "alasan": "x", "simpan": "1"}
        assert laras.post("/admin/merek", fields).status_code == 303
        if how == "page":
            path = f"/admin/pengaturan/{target}/kembalikan"
            assert "Sementara page" in laras.get(path).text
            assert laras.post(path, {}).status_code == 200
            assert laras.post(path, {"alasan": "Kembali"}).status_code == 303
        else:
            assert jaki("rollback", laras.tenant.slug, str(target), "--reason", "x").exit_code == 0
        with laras.runtime.scope_of(laras.tenant) as entered:
            found = queries.current(entered.session)
            assert found is not None
            digests.append((found.sha256, found.kind))
    assert digests[0] == digests[1]


def test_rolling_back_over_what_was_not_seen_is_refused(laras: Admin, bima: Admin) -> None:
    path = f"/admin/pengaturan/{laras.number}/kembalikan"
    fields = editing.fields(laras.config) | {"brand.letters": "W1", "alasan": "x", "simpan": "1"}
    assert laras.post("/admin/merek", fields).status_code == 303
    opened = laras.get(path).text
    fields = editing.fields(laras.config) | {"brand.letters": "W2", "alasan": "x", "simpan": "1"}
    assert bima.post("/admin/merek", fields).status_code == 303
    before = laras.number
    answer = laras.post(path, {"alasan": "Kembali"}, opened=opened)
    assert (answer.status_code, laras.number) == (200, before)
    assert 'value="Kembali"' in answer.text


def test_the_plan_tells_what_open_complaints_would_notice(
    laras: Admin, staff: Office, runtime: Runtime, jaki: type_jaki, tmp_path: Path
) -> None:
    staff.file(staff.agency_category)
    with runtime.scope_of(staff.tenant) as entered:
        config = queries.configuration(entered.session)
    moved = tuple(replace(one, owner="area") if one.key == staff.agency_category else one for one in config.categories)
    gone = tuple(
        replace(one, key="roads.other") if one.key == staff.agency_category else one for one in config.categories
    )
    file = tmp_path / "region.yaml"
    limits = replace(config.sla.default, verify=config.sla.default.accept, answer=config.sla.default.verify)
    file.write_text(
        exported(replace(config, categories=moved, routes=(), sla=replace(config.sla, default=limits)), config)
    )
    told = jaki("plan", staff.tenant.slug, str(file))
    assert told.exit_code == 0, told.stdout
    assert "would be owned by another unit if routed now" in told.stdout
    assert "New complaints get other deadlines" in told.stdout
    file.write_text(exported(replace(config, categories=gone, routes=()), config))
    told = jaki("apply", staff.tenant.slug, str(file), "--reason", "x")
    assert told.exit_code == 1
    assert f"categories.{staff.agency_category}" in told.stderr
    assert "retired_on" in told.stderr
    before = laras.number
    status, page = upload(laras, file.read_text(), terapkan="1", alasan="x")
    assert (status, laras.number) == (200, before)
    assert "Hentikan saja kategorinya" in page
