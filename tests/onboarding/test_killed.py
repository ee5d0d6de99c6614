"""kill -9 and a closed browser in every step: begun again it goes on, nothing is there twice, and the region goes live.

Each step is begun over and over by processes that kill themselves before and after each of their commits.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.editing import brand as brand_editor
from jaki_replica.editing import catalogue, hours
from jaki_replica.foundation import clock
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.notifications.models import Message
from jaki_replica.officials.access_models import Invitation
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.roster import queries as rosters
from jaki_replica.officials.units import position_key
from jaki_replica.onboarding.preparing import ordering, uploads
from jaki_replica.onboarding.preparing.models import OrderRow
from jaki_replica.onboarding.preparing.terms import CONFIRMED, Order, Preparation, Step
from jaki_replica.operator_console.preparing import here
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.models import OperatorLog
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant, TenantState
from tests.areas.files import feature, geojson, square, village_codes
from tests.conftest import opened_app
from tests.console import HOST, Console, console, make_operator
from tests.onboarding.conftest import AGREEMENT, type_command
from tests.onboarding.killing import (
    command,
    lives_on,
    post,
    provisioner,
    through_every_death,
    unused_gate,
    without_owner,
)
from tests.onboarding.residents import named
from tests.onboarding.test_pages import agreement, words
from tests.onboarding.test_steps import again, configured, ordered

PERSON, ADMIN, EMAIL = "Lurah Contoh", "Admin Contoh", "admin@contoh.example"
LEAST = 2  # every step commits at least once, and dies before and after that


class Region:
    """What is asked of a region after all those deaths."""

    def __init__(self, desk: Runtime, slug: str) -> None:
        self.desk, self.slug = desk, slug

    @property
    def tenant(self) -> Tenant:
        return self.desk.tenant(self.slug)

    @property
    def preparation(self) -> Preparation:
        return again(self.desk, self.slug)

    @property
    def config(self) -> RegionConfig:
        with self.desk.scope_of(self.tenant) as entered:
            return configuration.configuration(entered.session)

    def counts(self, *tables: type) -> list[int]:
        with self.desk.scope_of(self.tenant) as entered:
            return [entered.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]

    def logged(self, action: str) -> int:
        with Session(self.desk.platform) as session:
            lines = select(func.count()).select_from(OperatorLog).where(OperatorLog.action == action)
            mine = OperatorLog.tenant_id == self.tenant.id
            return session.scalar(lines.where(mine)) or 0

    def is_idle(self) -> bool:
        return not ordering.open_orders(self.desk)

    def assert_whole(self, *, revisions: int) -> None:
        """Live, with everything in it once."""
        preparation = self.preparation
        assert list(preparation.steps) == list(Step)
        assert (preparation.is_live, preparation.draft, self.tenant.state) == (True, None, TenantState.ACTIVE)
        for action in ("tenant.registered", "tenant.active", "onboarding.live"):
            assert self.logged(action) == 1, action
        with self.desk.scope_of(self.tenant) as entered:
            assert len(configuration.history(entered.session)) == revisions
            assert len(rosters.history(entered.session)) == 1
            assert len(areas.history(entered.session)) == 1
        counted = self.counts(OfficialRow, HolderRow, Invitation, Message, OutboxRow)
        assert counted == [1, 1, 1, 1, 1], "one person in one post, one invitation, one mail to be sent once"
        with Session(self.desk.platform) as session:
            asked = select(OrderRow).where(OrderRow.preparation_id == preparation.id)
            assert all(row.done_at and row.outcome and not row.fault for row in session.scalars(asked))


def test_every_command_killed_at_every_commit_is_just_run_again(
    office: Settings, desk: Runtime, jaki: type_command, plain_jaki: type_command, tmp_path: Path
) -> None:
    slug = "kota-padang-panjang"
    region = Region(desk, slug)

    def killed(*arguments: object) -> None:
        assert through_every_death(command(office, "onboarding", *arguments)) >= LEAST, arguments

    killed("start", "13.74")
    killed("agreement", slug, AGREEMENT)
    assert region.preparation.agreement_number == 1
    for step in ("configure", "areas"):  # killed in test_steps, and below over a file's boundaries
        assert jaki(step, slug).exit_code == 0
    unit = position_key("lurah", village_codes(1, "13.74")[0])
    filled = tmp_path / "pejabat.csv"
    filled.write_bytes(named(plain_jaki("officials", "export", slug).stdout_bytes, unit, PERSON))
    killed("officials", slug, filled, "--admin", ADMIN, "--email", EMAIL)
    for step in CONFIRMED[1:]:
        killed("confirm", slug, step)
    assert jaki("check", slug).exit_code == 0  # the same checklist that `live` is killed over, and killed below
    killed("live", slug)
    region.assert_whole(revisions=1)


@pytest.fixture
def operator(office: Settings, desk: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """An operator's browser that outlives every web process; those wait for orders hardly at all."""
    desk.redis.flushdb()
    monkeypatch.setattr(here, "WAIT", 0.02)
    with opened_app(without_owner(office)) as product:
        yield console(product).sign_in(make_operator(office, f"sari-{new_id().hex[-10:]}"))


class Pages:
    """The console of one region: forms sent to web processes that die, and orders that provisioners die over."""

    def __init__(self, office: Settings, operator: Console, region: Region) -> None:
        self.office, self.operator, self.region = office, operator, region
        self.gate = unused_gate(without_owner(office))
        self.path = f"/daerah-baru/{region.slug}"

    def sent(self, where: str, *, expected: int = 303, at: str | None = None, **form: object) -> None:
        """One form, sent over and over by the same browser to processes that die before they answer."""
        address = self.path + where
        page = self.path + (where if at is None else at)
        form["csrf_token"] = self.operator.token(page)
        work = post(self.gate, self.operator.cookie(), address, form, expected=expected)
        assert through_every_death(work) >= LEAST, where
        assert self.operator.get(page).status_code == 200, "opened anew the page is there"

    def ordered(self, where: str, **form: object) -> None:
        """As `sent`, and then the provisioner dies over what was ordered; at the end a browser sends the form again."""
        self.sent(where, **form)
        assert not self.region.is_idle(), "the browser was closed, and the order is not lost"
        assert through_every_death(provisioner(self.office)) >= LEAST
        assert self.region.is_idle()
        page = self.path + (where if (at := form.pop("at", None)) is None else str(at))
        again_ = {"csrf_token": self.operator.token(page)} | form
        answer = self.operator.client.post(self.path + where, base_url=f"http://{HOST}", data=again_)
        assert answer.status_code == 303, where
        lives_on(provisioner(self.office))

    def uploaded(self, where: str, name: str, content: bytes, **form: object) -> str:
        """A file sent by a browser that gets its answer; returns the page that it leads to."""
        data = {"csrf_token": self.operator.token(self.path + where), "berkas": (io.BytesIO(content), name)} | form
        self.operator.client.post(self.path + where, base_url=f"http://{HOST}", data=data)
        return self.operator.get(self.path + where).text


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def test_web_processes_and_provisioners_killed_at_every_commit_leave_the_console_to_go_on(
    office: Settings, desk: Runtime, operator: Console, tmp_path: Path
) -> None:
    region = Region(desk, "kota-payakumbuh")
    pages = Pages(office, operator, region)
    chosen = {"wilayah": "13.76", "csrf_token": operator.token("/daerah-baru?cari=payakumbuh")}
    assert through_every_death(post(pages.gate, operator.cookie(), "/daerah-baru", chosen)) >= LEAST
    pages.sent("/perjanjian", base="0", **agreement())
    assert region.preparation.agreement_number == 1
    text = region.preparation.draft
    pages.ordered("/pengaturan", base="1", naskah=text, terima="1")
    draw(pages, tmp_path)
    staff(pages)
    pages.sent("/pejabat/admin", at="/pejabat", expected=200, name=ADMIN, email=EMAIL)
    kind = region.config.categories[0].key
    renamed = catalogue.CategoryEditor(kind, clock.now().date()).fields(region.config) | {"name.id": "Lubang di jalan"}
    pages.sent(f"/kategori/{kind}", **renamed, dasar="1")
    pages.sent("/kategori")
    limits = hours.fields(region.config) | {"sla.default.answer": "2 hari kerja"}
    pages.sent("/waktu", **limits, dasar="2", simpan="1")
    looks = brand_editor.fields(region.config) | {"brand.portal": "Lapor Payakumbuh Contoh"}
    pages.sent("/merek", **looks, dasar="3", simpan="1")
    pages.ordered("/periksa", at="")
    refused = operator.post(f"{pages.path}/buka", at=pages.path)
    assert refused.status_code == 422, "nobody opens it without having read its warnings"
    pages.ordered("/buka", at="", tahu=value(operator.get(pages.path).text, "tahu"))
    region.assert_whole(revisions=4)


def draw(pages: Pages, folder: Path) -> None:
    """Boundaries of a file: looked through, then put in force."""
    city = "13.76"
    drawn = geojson(folder, [feature(code, square(code, city)) for code in village_codes(60, city)])
    pages.uploaded("/wilayah", "batas.geojson", drawn.read_bytes())
    assert through_every_death(provisioner(pages.office)) >= LEAST
    chosen = value(pages.operator.get(pages.path + "/wilayah").text, "pasang")
    pages.ordered("/wilayah", pasang=chosen)


def staff(pages: Pages) -> None:
    """A list of officials: looked through, then put into use."""
    sheet = pages.operator.get(pages.path + "/pejabat/daftar.csv").data
    filled = named(sheet, position_key("lurah", village_codes(1, "13.76")[0]), PERSON)
    data = {"csrf_token": pages.operator.token(pages.path + "/pejabat"), "periksa": "1"}
    data |= {"berkas": (io.BytesIO(filled), "pejabat.csv")}
    looked = pages.operator.client.post(pages.path + "/pejabat", base_url=f"http://{HOST}", data=data)
    pages.sent("/pejabat", terapkan=value(looked.text, "terapkan"))


def test_a_second_mail_goes_out_only_when_it_is_asked_for(
    office: Settings, desk: Runtime, shelf: FileStore, operator: Console
) -> None:
    region = Region(desk, configured(desk, shelf, "13.77").slug)
    ordered(desk, shelf, region.slug, Order.INSTALL_AREAS)
    path = f"/daerah-baru/{region.slug}/pejabat"

    def invited(**form: str) -> str:
        return words(operator.post(f"{path}/admin", at=path, **form))

    assert "Tautan undangan, hanya tampil sekarang" in invited(name=ADMIN, email=EMAIL)
    again_ = invited(name="Nama Lain", email=EMAIL.upper())
    assert "sudah diundang" in again_
    assert "/undangan/" not in again_
    assert region.counts(Invitation, Message) == [1, 1]
    assert "/undangan/" in invited(name=ADMIN, email=EMAIL, baru="1")
    assert region.counts(Invitation, Message) == [2, 2]
    assert "1 admin" in words(operator.get(path)), "the older link leads nowhere any more"
    for _ in range(2):  # without an address a link that was not seen cannot be seen again: the new one replaces it
        assert "/undangan/" in invited(name="Tanpa Surel")
    assert region.counts(Invitation, Message) == [4, 2]
    assert "2 admin" in words(operator.get(path))


def test_an_upload_that_is_in_force_is_not_kept_and_is_not_put_in_force_twice(
    desk: Runtime, shelf: FileStore, tmp_path: Path
) -> None:
    city = "13.72"
    region = Region(desk, configured(desk, shelf, city).slug)
    drawn = geojson(tmp_path, [feature(code, square(code, city)) for code in village_codes(60, city)])
    findings = []
    for _ in range(2):
        with drawn.open("rb") as content:
            upload = uploads.keep(shelf, region.preparation.id, drawn.name, content)
        findings.append(ordered(desk, shelf, region.slug, Order.INSTALL_AREAS, **upload).outcome)
        assert not shelf.exists(str(upload["key"]))
    first, second = ({k: v for k, v in one.items() if k != "seconds"} for one in findings)
    assert first == second
    with desk.scope_of(region.tenant) as entered:
        assert len(areas.history(entered.session)) == 1
