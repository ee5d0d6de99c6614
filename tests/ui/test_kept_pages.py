"""Pages kept in memory: the same bytes as drawn anew, at once those of a new revision, never somebody else's."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from jaki_replica.app import create_region_app
from jaki_replica.foundation import clock
from jaki_replica.tenancy.belief import BELIEVED_SECONDS, note_change
from jaki_replica.tenancy.configuration import actions as configuration
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui import kept_pages
from jaki_replica.ui.kept_pages import KeptPages
from tests.regions import Pair, template

KEPT = (
    "/",
    "/tentang",
    "/layanan",
    "/kontak-darurat",
    "/privasi",
    "/aksesibilitas",
    "/lapor/cara-lain",
    "/tanda.svg",
    "/peta",
)
NUMBERED = re.compile(r"Lapor Nomor (\d)")
PER_ANSWER = {"X-Request-Id", "Date"}


@dataclass
class Process:
    """One web process: its own runtime, application and memory, and how often its application drew a page."""

    runtime: Runtime
    gate: Gate = field(init=False)
    pages: KeptPages = field(init=False)
    drawn: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        app: Flask = create_region_app(self.runtime)
        app.before_request(lambda: self.drawn.append("a page"))
        assert isinstance(app.wsgi_app, KeptPages)
        self.pages = app.wsgi_app
        self.runtime.registry.refresh()
        self.gate = Gate(self.runtime.settings, self.runtime.registry, region=app, operator=app)

    def get(self, tenant: Tenant, path: str = "/", cookie: str = "", **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            sent["Cookie"] = cookie
        method = sent.pop("method", "GET")
        return Client(self.gate, use_cookies=False).open(
            path, method=method, base_url=f"http://{tenant.host}", headers=sent
        )

    def draws(self, *request: object, **more: object) -> int:
        """How often the application is asked for a request."""
        before = len(self.drawn)
        self.get(*request, **more)  # type: ignore[arg-type]
        return len(self.drawn) - before


@pytest.fixture
def process(pair: Pair, runtime: Runtime) -> Process:
    return Process(runtime)


@pytest.fixture
def elsewhere(pair: Pair, runtime: Runtime) -> Iterator[Process]:
    """Another process, as on another machine: nothing is shared but the database."""
    opened = open_runtime(runtime.settings)
    yield Process(opened)
    opened.close()


def rename(runtime: Runtime, tenant: Tenant, name: str) -> None:
    """An admin edits the brand, in one request."""
    with runtime.scope_of(tenant) as entered:
        now = queries.current(entered.session)
        assert now is not None
        config = queries.configuration(entered.session)
        config = replace(config, brand=replace(config.brand, portal=name))
        configuration.apply(entered.session, config, author="admin", reason="name", at=clock.now(), base=now.number)
        runtime.commit(entered)


@pytest.fixture(scope="module", autouse=True)
def names_put_back(runtime: Runtime, pair: Pair) -> Iterator[None]:
    """Other tests know these regions by the names they were made with."""
    yield
    for tenant in pair.both:
        rename(runtime, tenant, template().brand.portal)


def same(one: TestResponse, other: TestResponse) -> bool:
    """Whether two answers differ in nothing but what belongs to one answer alone."""
    ours, theirs = ({k: v for k, v in a.headers.items() if k not in PER_ANSWER} for a in (one, other))
    return (one.status, one.data, ours) == (other.status, other.data, theirs)


def test_files_of_the_brand_are_the_same_whoever_asks(process: Process, pair: Pair) -> None:
    page = process.get(pair.left).text
    for path in re.findall(r'(?:href|src)="((?:/tema/|/tanda/)[^"]+)', page):
        plain = process.get(pair.left, path)
        assert process.draws(pair.left, path, cookie="jaki=somebodys-session; bahasa=en") == 0
        signed_in = process.get(pair.left, path, cookie="jaki=somebodys-session", Accept_Encoding="gzip")
        body = gzip.decompress(signed_in.data) if signed_in.headers.get("Content-Encoding") else signed_in.data
        assert body == plain.data and "Set-Cookie" not in signed_in.headers


@pytest.mark.parametrize("path", KEPT)
def test_a_kept_page_is_the_drawn_page_with_all_its_headers(process: Process, pair: Pair, path: str) -> None:
    first = process.get(pair.left, path)
    assert first.status_code == 200
    assert process.draws(pair.left, path) == 0
    again = process.get(pair.left, path)
    assert same(first, again)
    assert first.headers["X-Request-Id"] != again.headers["X-Request-Id"]
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert name in again.headers
    assert "Cookie" in again.headers["Vary"] or "public" in again.headers["Cache-Control"]
    assert "Set-Cookie" not in again.headers
    assert len([name for name, _value in again.headers if name.lower() == "etag"]) == 1


@pytest.mark.parametrize("path", ["/", "/peta"])
def test_a_new_revision_is_seen_at_once_in_every_process(
    process: Process, elsewhere: Process, pair: Pair, path: str
) -> None:
    for _ in range(4):
        for one in (process, elsewhere):
            one.get(pair.left, path)
            assert one.draws(pair.left, path) == 0
        name = f"Lapor {uuid4().hex[:8]}"
        rename(process.runtime, pair.left, name)
        assert name in elsewhere.get(pair.left, path).text
        assert name in process.get(pair.left, path).text


def test_nobody_is_answered_with_the_old_look_after_the_save_while_many_ask(
    process: Process, elsewhere: Process, pair: Pair
) -> None:
    rename(process.runtime, pair.left, "Lapor Nomor 0")
    over, saved = Event(), [0]
    older: list[tuple[int, int]] = []

    def keep_asking(one: Process) -> int:
        looks = 0
        while not over.is_set():
            told = saved[-1]
            found = NUMBERED.search(one.get(pair.left).text)
            assert found is not None
            if int(found[1]) < told:
                older.append((int(found[1]), told))
            looks += 1
        return looks

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(keep_asking, one) for one in (process, elsewhere, elsewhere)]
        try:
            for number in range(1, 6):
                rename(process.runtime, pair.left, f"Lapor Nomor {number}")
                saved.append(number)
        finally:
            over.set()
        assert min(one.result() for one in asking) > 20
    assert not older


def test_a_commit_waits_as_long_as_a_belief_lasts_and_only_where_something_in_force_has_changed(
    process: Process, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("jaki_replica.tenancy.belief.time.sleep", waited.append)
    with process.runtime.scope_of(pair.left) as entered:
        entered.session.commit()
        assert waited == []
        note_change(entered.session)
        entered.session.commit()
        entered.session.commit()
    assert waited == [BELIEVED_SECONDS]


def test_two_regions_alike_in_everything_never_share_a_page(process: Process, pair: Pair) -> None:
    rename(process.runtime, pair.left, "Lapor Kiri")
    rename(process.runtime, pair.right, "Lapor Kanan")
    for _ in range(3):
        assert "Lapor Kiri" in process.get(pair.left).text
        assert "Lapor Kanan" in process.get(pair.right).text
        assert "Lapor Kanan" not in process.get(pair.left).text
    # The host that is asked for decides, whatever else a browser claims.
    forged = process.get(pair.left, X_Forwarded_Host=pair.right.host, Forwarded=f"host={pair.right.host}")
    assert "Lapor Kiri" in forged.text
    keys = [key[0] for key in process.pages._kept]
    assert set(keys) == {pair.left.key, pair.right.key}


def test_language_and_appearance_have_pages_of_their_own(process: Process, pair: Pair) -> None:
    plain = process.get(pair.left)
    english = process.get(pair.left, cookie="bahasa=en")
    dark = process.get(pair.left, cookie="tampilan=gelap; bahasa=en")
    assert 'lang="en"' in english.text and 'lang="id"' in plain.text
    assert 'data-theme="dark"' in dark.text and 'lang="en"' in dark.text
    for cookie, first in (("", plain), ("bahasa=en", english), ("tampilan=gelap; bahasa=en", dark)):
        assert process.draws(pair.left, "/", cookie) == 0
        assert same(process.get(pair.left, "/", cookie), first)


@pytest.mark.parametrize(
    "cookie",
    [
        "jaki=abc",
        "bahasa=en; jaki=abc",
        "bahasa=xx",
        "bahasa=en; bahasa=id",
        "a=b",
        "bahasa=en;tampilan=gelap",
        "=",
        ";",
    ],
)
def test_any_other_cookie_is_answered_by_the_application(process: Process, pair: Pair, cookie: str) -> None:
    process.get(pair.left)
    assert process.draws(pair.left, "/", cookie) == 1
    assert all(key[-1] != cookie for key in process.pages._kept)


@pytest.mark.parametrize(
    "path", ["/masuk", "/lapor", "/laporan", "/tidak-ada", "/layanan/tidak-ada", "/api/v1/categories"]
)
def test_forms_errors_and_what_does_not_say_so_are_never_kept(process: Process, pair: Pair, path: str) -> None:
    process.get(pair.left, path)
    assert process.draws(pair.left, path) == 1
    assert not process.pages._kept


def test_a_question_in_the_address_or_another_method_is_never_kept(process: Process, pair: Pair) -> None:
    process.get(pair.left, "/layanan?cari=ktp")
    assert process.get(pair.left, "/", method="POST").status_code == 405
    assert not process.pages._kept
    assert process.get(pair.left, "/?bahasa=en").status_code == 303


def test_a_browser_that_has_the_page_is_told_so(process: Process, pair: Pair) -> None:
    first = process.get(pair.left)
    etag = first.headers["ETag"]
    for named in (etag, f'"other", {etag}', "*"):
        again = process.get(pair.left, If_None_Match=named)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in again.headers
        assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert process.get(pair.left, If_None_Match='W/"other"').status_code == 200
    rename(process.runtime, pair.left, f"Lapor {uuid4().hex[:8]}")
    assert process.get(pair.left, If_None_Match=etag).status_code == 200


def test_it_is_packed_only_for_who_can_unpack_it(process: Process, pair: Pair) -> None:
    plain = process.get(pair.left)
    for accepted in ("gzip", "br, gzip, deflate", "gzip;q=0.5", "GZIP"):
        packed = process.get(pair.left, Accept_Encoding=accepted)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
        assert gzip.decompress(packed.data) == plain.data
    for refused in ("", "identity", "gzip;q=0", "br, gzip;q=0.0", "x-gzipped"):
        whole = process.get(pair.left, Accept_Encoding=refused)
        assert "Content-Encoding" not in whole.headers
        assert whole.data == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_head_has_the_headers_of_get_and_no_body(process: Process, pair: Pair) -> None:
    unkept = process.get(pair.left, method="HEAD")
    assert (unkept.status_code, unkept.data) == (200, b"")
    assert not process.pages._kept
    page = process.get(pair.left)
    head = process.get(pair.left, method="HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(page.data))
    assert head.headers["ETag"] == page.headers["ETag"]


def test_a_page_is_drawn_anew_after_some_seconds(process: Process, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    process.get(pair.left)
    assert process.draws(pair.left) == 0
    monkeypatch.setattr(kept_pages, "SECONDS", 0.0)
    assert process.draws(pair.left) == 1


def test_memory_is_bounded_and_those_longest_unused_leave(process: Process, pair: Pair) -> None:
    for path in KEPT:
        process.get(pair.left, path)
    whole = process.pages._size
    assert whole == sum(page.size for page in process.pages._kept.values())
    process.pages._most = whole // 2
    process.get(pair.right)
    assert process.pages._size <= whole // 2
    assert process.draws(pair.right) == 0
    assert process.draws(pair.left, KEPT[0]) == 1


def test_without_its_database_a_region_is_not_answered_from_memory(
    process: Process, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.get(pair.left)
    lost = replace(pair.left, database_url="postgresql://127.0.0.1:1/nowhere")
    picture = replace(process.runtime.registry.picture, by_host={lost.host: lost})
    monkeypatch.setattr(process.runtime.registry, "picture", picture)
    time.sleep(BELIEVED_SECONDS)
    assert process.get(lost).status_code == 503
