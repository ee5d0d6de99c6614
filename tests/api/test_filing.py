"""Complaints sent by programs: filed once, answered the same, refused with every fault and nothing left behind."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from jaki_replica.areas.terms import Area
from jaki_replica.complaints import queries
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Actor, Role, Step
from jaki_replica.foundation import clock
from jaki_replica.photos.models import Photo
from jaki_replica.settings import Settings
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from tests.api.conftest import jpeg, type_ask, type_file
from tests.regions import Pair


def faults(answer: TestResponse) -> set[tuple[str, str]]:
    """Field and code of each fault of a refusal, which must be a whole problem."""
    assert answer.content_type == "application/problem+json"
    body = answer.json
    assert body is not None
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail", "request_id"} <= set(body)
    assert all(fault["remedy"] for fault in body["faults"])
    return {(fault["field"], fault["code"]) for fault in body["faults"]}


def count(runtime: Runtime, pair: Pair, table: type[Complaint] | type[Photo]) -> int:
    with runtime.scope_of(pair.left) as entered:
        return entered.session.scalar(select(func.count()).select_from(table)) or 0


def kept_files(settings: Settings) -> set[Path]:
    return {path for path in Path(str(settings.files)).rglob("*") if path.is_file()}


def test_a_complaint_is_filed_and_answered_with_all_that_was_promised(send: type_file, village: Area) -> None:
    answer = send(photos=(jpeg(),), accuracy_m="12", landmark="seberang pasar", contact="warga@example.org")
    assert answer.status_code == 201
    body = answer.json
    assert body is not None
    assert body["number"].startswith("KA")
    assert body["status"] == "waiting"
    assert body["area"] == {"code": village.code, "name": village.name}
    assert set(body["unit"]) == {"code", "name"}
    assert datetime.fromisoformat(body["due_at"]).tzinfo is not None
    assert body["url"].endswith(f"/laporan/{body['number']}")
    assert body["secret_url"].startswith(body["url"] + "/")
    assert answer.headers["Location"].endswith(body["number"])
    assert "Set-Cookie" not in answer.headers


def test_an_area_may_stand_for_a_position(send: type_file, village: Area) -> None:
    answer = send(lat=None, lon=None, area=village.code)
    assert (answer.status_code, answer.json["area"]["code"]) == (201, village.code)  # type: ignore[index]


def test_the_same_key_again_answers_the_same_even_after_somebody_has_worked_on_it(
    send: type_file, runtime: Runtime, pair: Pair, settings: Settings
) -> None:
    key = uuid4().hex
    first = send(key, (jpeg(),))
    files, rows = kept_files(settings), count(runtime, pair, Photo)
    with runtime.scope_of(pair.left) as entered:
        book = Rulebooks().of(runtime, entered)
        complaint = held(entered.session, first.json["number"])  # type: ignore[index]
        other = next(u for u in sorted(book.all_units) if u != complaint.unit)
        by = Actor(Role.OWNER, None, complaint.unit, "Kepala")
        act(entered.session, book, complaint, Action.PASS_ON, Step("x", unit=other), by=by, at=clock.now())
        runtime.commit(entered)
    again = send(key, (jpeg(),))
    assert (again.status_code, again.data) == (201, first.data)
    assert (kept_files(settings), count(runtime, pair, Photo)) == (files, rows)


def test_another_content_with_a_known_key_is_a_conflict(send: type_file, settings: Settings) -> None:
    key = uuid4().hex
    assert send(key).status_code == 201
    files = kept_files(settings)
    answer = send(key, (jpeg(),), description="Sesuatu yang lain sama sekali")
    assert answer.status_code == 409
    assert faults(answer) == set()
    assert answer.json["type"].endswith("/api/v1/docs#conflict")  # type: ignore[index]
    assert kept_files(settings) == files


def test_twenty_posts_of_one_key_at_once_make_one_complaint(send: type_file, runtime: Runtime, pair: Pair) -> None:
    key, before = uuid4().hex, count(runtime, pair, Complaint)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: send(key, (jpeg(),)), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert count(runtime, pair, Complaint) == before + 1


@pytest.mark.parametrize(
    ("key", "code"),
    [(None, "missing"), ("short", "wrong_key"), ("x" * 101, "wrong_key"), ("kunci-é-panjang", "wrong_key")],
)
def test_a_key_is_needed_and_must_be_usable(send: type_file, key: str | None, code: str) -> None:
    answer = send(key)
    assert answer.status_code == 422
    assert faults(answer) == {("Idempotency-Key", code)}


def test_every_fault_of_form_domain_and_photos_is_told_at_once(
    send: type_file, runtime: Runtime, pair: Pair, settings: Settings
) -> None:
    files, rows = kept_files(settings), count(runtime, pair, Photo)
    answer = send(
        None,
        (b"just text", jpeg(), jpeg()[:20]),
        category="of-another-region",
        description="x",
        lat="NaN",
        lon="181",
        accuracy_m="-1",
        private="perhaps",
        language="jv",
        contact="0812",
        landmark="x" * 301,
    )
    assert answer.status_code == 422
    assert faults(answer) == {
        ("Idempotency-Key", "missing"),
        ("category", "unknown"),
        ("description", "too_short"),
        ("lat", "not_a_number"),
        ("lon", "out_of_range"),
        ("accuracy_m", "out_of_range"),
        ("private", "not_a_choice"),
        ("language", "not_a_choice"),
        ("contact", "digits"),
        ("landmark", "too_long"),
        ("photo", "no_photo"),
        ("photo", "broken"),
    }
    assert (kept_files(settings), count(runtime, pair, Photo)) == (files, rows)
    words = {fault["field"]: fault["remedy"] for fault in answer.get_json()["faults"]}
    assert words["landmark"] == "Write at most 300 characters."


@pytest.mark.parametrize("written", ["1_0", "١٠٦", "1e400", "106,8"])
def test_a_position_is_a_number_as_programs_write_it(send: type_file, written: str) -> None:
    assert ("lon", "not_a_number") in faults(send(lat="-6.17", lon=written))


@pytest.mark.parametrize("field", ["category", "description"])
def test_what_is_missing_is_named(send: type_file, field: str) -> None:
    assert faults(send(**{field: None})) == {(field, "missing")}
    assert faults(send(**{field: ""})) <= {(field, "unknown"), (field, "too_short")}


def test_a_complaint_without_a_place_is_refused(send: type_file) -> None:
    assert faults(send(lat=None, lon=None)) == {("position", "missing")}
    assert faults(send(lat=None)) == {("position", "missing")}
    assert faults(send(lat=None, lon=None, area="99.99.99.9999")) == {("area", "unknown")}
    assert faults(send(lat=None, lon=None, area="x\x00y")) >= {("area", "unknown")}


@pytest.mark.parametrize(
    ("lat", "lon"), [(0, 0), (-6.0, 70.0), (3.139, 101.687), (-6.2, 106.8), (89.9, 179.9), (5.5, 95.0)]
)
def test_a_place_elsewhere_is_refused_with_the_neighbour(send: type_file, lat: float, lon: float) -> None:
    answer = send(lat=str(lat), lon=str(lon))
    assert answer.status_code == 422
    assert faults(answer) == {("position", "outside")}
    assert "neighbour" in answer.json  # type: ignore[operator]


def test_a_place_in_jakarta_names_jakarta(send: type_file) -> None:
    neighbour = send(lat="-6.2", lon="106.8").json["neighbour"]  # type: ignore[index]
    assert neighbour["code"].startswith("31.")
    assert neighbour["name"]


def png_of(width: int, height: int) -> bytes:
    """A one-bit PNG of that size, a few kilobytes in all."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        (b"Ini bukan foto", "no_photo"),
        (b"GIF89a" + bytes(50), "other_type"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "broken"),
        (png_of(12_000, 12_000), "too_many_pixels"),
        (jpeg() + bytes(20_000_000), "too_large"),
        (jpeg()[:30], "broken"),
    ],
    ids=["text", "gif", "truncated-heic", "pixels", "20MB", "truncated-jpeg"],
)
def test_what_is_no_photo_is_refused(send: type_file, settings: Settings, photo: bytes, code: str) -> None:
    files = kept_files(settings)
    assert faults(send(photos=(photo,))) == {("photo", code)}
    assert kept_files(settings) == files


def test_more_photos_than_allowed_are_refused_unread(send: type_file) -> None:
    assert faults(send(photos=(jpeg(),) * 6)) == {("photo", "too_many")}


def test_a_photo_sent_as_text_is_named(send: type_file) -> None:
    assert faults(send(photo="aGVsbG8=")) == {("photo", "not_a_file")}


@pytest.mark.parametrize(
    "text", ["Lubang\x00 di jalan", "Lubang \ud800 di jalan", "\u202eLubang di jalan", "Lubang\r\ndi jalan 🕳"]
)
def test_odd_signs_are_kept_harmless(
    ask: type_ask, form: dict[str, str], runtime: Runtime, pair: Pair, text: str
) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    body = urlencode({**form, "description": raw, "landmark": raw, "contact": "warga\x00@example.org"})
    kind, headers = "application/x-www-form-urlencoded", {"Idempotency-Key": uuid4().hex}
    answer = ask("/api/v1/complaints", "POST", data=body, content_type=kind, headers=headers)
    assert answer.status_code == 201
    with runtime.scope_of(pair.left) as entered:
        row = queries.by_number(entered.session, answer.json["number"])  # type: ignore[index]
    assert not set("\x00\ud800\u202e") & set(row.description + row.landmark + str(row.place))


def test_a_hundred_thousand_signs_are_too_many(send: type_file) -> None:
    answer = send(description="a" * 100_000)
    assert faults(answer) == {("description", "too_long")}
    assert "2000" in answer.text


def test_a_category_that_only_another_region_has_is_unknown(send: type_file) -> None:
    assert faults(send(category="roads.local")) == {("category", "unknown")}


def test_what_is_no_form_is_refused(ask: type_ask) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    answer = ask("/api/v1/complaints", "POST", json={"category": "roads.pothole"}, headers=headers)
    assert (answer.status_code, faults(answer)) == (415, set())


def test_a_body_beyond_the_limit_is_refused(ask: type_ask, settings: Settings) -> None:
    size = settings.body_limit_mb * 1024 * 1024 + 1
    kind, headers = "multipart/form-data; boundary=x", {"Idempotency-Key": uuid4().hex}
    answer = ask("/api/v1/complaints", "POST", data=b"--x", content_type=kind, headers=headers, length=size)
    assert (answer.status_code, faults(answer)) == (413, set())


def test_where_the_database_fails_a_problem_says_so_and_nothing_is_kept(
    send: type_file, runtime: Runtime, settings: Settings, pair: Pair
) -> None:
    files, rows = kept_files(settings), count(runtime, pair, Complaint)
    table = f'"{pair.left.schema}".complaint_days'
    with owner_transaction(settings) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO away")
    try:
        answer = send(photos=(jpeg(),))
    finally:
        with owner_transaction(settings) as connection:
            connection.exec_driver_sql(f'ALTER TABLE "{pair.left.schema}".away RENAME TO complaint_days')
    assert (answer.status_code, faults(answer)) == (503, set())
    assert (kept_files(settings), count(runtime, pair, Complaint)) == (files, rows)
    assert send().status_code == 201


def test_one_address_may_not_file_without_end_and_repeats_do_not_count(send: type_file) -> None:
    key = uuid4().hex
    codes = [send(key).status_code for _ in range(5)] + [send().status_code for _ in range(59)]
    assert set(codes) == {201}
    answer = send()
    assert (answer.status_code, faults(answer)) == (429, set())
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * 3600
