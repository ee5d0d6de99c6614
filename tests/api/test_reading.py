"""What programs read: complaints, categories, places, never those of another region, never what is private."""

from __future__ import annotations

from uuid import uuid4

import pytest

from jaki_replica.api import problems
from jaki_replica.areas.terms import Area
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import REPORTER, Action, Actor, Role, Step
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.photos.actions import develop
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.queries import of_complaint
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.api.conftest import jpeg, type_ask, type_file
from tests.regions import Pair


def worked_on(runtime: Runtime, pair: Pair, number: str) -> None:
    """A question and its answer, and the photo made ready."""
    with runtime.scope_of(pair.left) as entered, Decoder() as decoder:
        book = Rulebooks().of(runtime, entered)
        complaint = held(entered.session, number)
        owner = Actor(Role.OWNER, None, complaint.unit, "Kepala")
        for action, by, words in ((Action.ASK, owner, "Di sisi mana?"), (Action.REPLY, REPORTER, "Rumah saya nomor 5")):
            act(entered.session, book, complaint, action, Step(words), by=by, at=clock.now())
        store = open_store(runtime.settings.files)
        for photo in of_complaint(entered.session, complaint.id):
            develop(entered.session, store, decoder, photo.id, tenant_key=pair.left.key, at=clock.now())
        runtime.commit(entered)


def test_a_private_complaint_shows_how_it_stands_and_nothing_that_was_written(
    ask: type_ask, send: type_file, runtime: Runtime, pair: Pair
) -> None:
    number = send(photos=(jpeg(),), contact="warga@example.org").json["number"]  # type: ignore[index]
    worked_on(runtime, pair, number)
    answer = ask(f"/api/v1/complaints/{number}")
    body = answer.json
    assert body is not None
    assert set(body) == {
        "number",
        "status",
        "category",
        "area",
        "unit",
        "filed_at",
        "due_at",
        "resolved_at",
        "public",
        "timeline",
        "url",
    }
    assert [step["action"] for step in body["timeline"]] == ["file", "ask", "reply"]
    assert all("text" not in step for step in body["timeline"])
    assert body["timeline"][0]["unit"] is None
    for secret in ("Lubang besar", "nomor 5", "Di sisi mana", "warga@", "Kepala", "/foto/"):
        assert secret not in answer.text


def test_a_public_complaint_shows_text_place_and_photos_behind_signed_links(
    ask: type_ask, send: type_file, runtime: Runtime, pair: Pair, village: Area
) -> None:
    filed = send(photos=(jpeg(),), private="false")
    number = filed.json["number"]  # type: ignore[index]
    worked_on(runtime, pair, number)
    body = ask(f"/api/v1/complaints/{number}").json
    assert body is not None
    assert body["description"] == "Lubang besar di depan pasar"
    assert body["position"] == {"lat": village.lat, "lon": village.lon}
    assert body["timeline"][1]["text"] == "Di sisi mana?"
    (photo,) = body["photos"]
    assert photo["kind"] == "before"
    assert "?s=" in photo["small"] and "?s=" in photo["large"]
    assert filed.json["secret_url"].rpartition("/")[2] not in str(body)  # type: ignore[index]


def test_a_sensitive_matter_is_private_whatever_was_sent(ask: type_ask, send: type_file) -> None:
    listed = ask("/api/v1/categories").json
    assert listed is not None
    sensitive = next(one["code"] for one in listed if one["sensitive"])
    number = send(category=sensitive, private="false").json["number"]  # type: ignore[index]
    assert ask(f"/api/v1/complaints/{number}").json["public"] is False  # type: ignore[index]


def test_a_number_is_accepted_however_it_is_written(ask: type_ask, send: type_file) -> None:
    number = send().json["number"]  # type: ignore[index]
    written = f"{number[:2].lower()} {number[2:8]}-{number[8:]}"
    assert ask(f"/api/v1/complaints/{written}").json["number"] == number  # type: ignore[index]


def test_a_complaint_of_another_region_is_not_there(ask: type_ask, send: type_file, pair: Pair) -> None:
    key = uuid4().hex
    number = send(key).json["number"]  # type: ignore[index]
    answer = ask(f"/api/v1/complaints/{number}", tenant=pair.right)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert number not in answer.text


@pytest.mark.parametrize("number", ["x", "KA0000000000", "%00", "KA2611230001'--", "../categories", "ሀሁ" * 50])
def test_what_is_no_number_is_not_found(ask: type_ask, number: str) -> None:
    answer = ask(f"/api/v1/complaints/{number}")
    assert answer.status_code in {200, 404} if number.startswith("..") else answer.status_code == 404


def test_categories_are_listed_with_both_languages_and_words_to_search_by(ask: type_ask) -> None:
    answer = ask("/api/v1/categories")
    assert answer.json is not None
    assert {"code", "name", "group", "group_name", "synonyms", "sensitive", "photo"} == set(answer.json[0])
    assert set(answer.json[0]["name"]) == {"id", "en"}
    assert "public" in answer.headers["Cache-Control"]


def test_a_position_is_inside_near_or_outside(ask: type_ask, village: Area) -> None:
    inside = ask("/api/v1/areas/locate", query_string={"lat": village.lat, "lon": village.lon, "accuracy_m": 5000}).json
    assert inside is not None
    assert (inside["code"], inside["name"], inside["how"]) == (village.code, village.name, "inside")
    assert len(inside["candidates"]) > 1
    assert inside["candidates"][0].keys() == {"code", "name", "share", "distance_m"}
    outside = ask("/api/v1/areas/locate?lat=0&lon=0").json
    assert outside is not None
    assert (outside["code"], outside["how"], outside["neighbour"]) == (None, "outside", None)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", {"lat": "missing", "lon": "missing"}),
        ("lat=x&lon=1", {"lat": "not_a_number"}),
        ("lat=nan&lon=inf", {"lat": "not_a_number", "lon": "not_a_number"}),
        ("lat=91&lon=-181&accuracy_m=-1", {"lat": "out_of_range", "lon": "out_of_range", "accuracy_m": "out_of_range"}),
        ("lat=1&lon=1&accuracy_m=1e300", {"accuracy_m": "out_of_range"}),
    ],
)
def test_a_position_that_is_none_is_refused_field_by_field(ask: type_ask, query: str, wrong: dict[str, str]) -> None:
    answer = ask(f"/api/v1/areas/locate?{query}")
    assert answer.status_code == 422
    assert {fault["field"]: fault["code"] for fault in answer.json["faults"]} == wrong  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/api", "GET", 404),
        ("/api/v1/nothing", "GET", 404),
        ("/api/v2/complaints", "POST", 404),
        ("/api/v1/categories", "DELETE", 405),
        ("/api/v1/complaints", "GET", 405),
        ("/api/v1/complaints", "PUT", 405),
    ],
)
def test_every_failure_is_a_problem(ask: type_ask, path: str, method: str, status: int) -> None:
    answer = ask(path, method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]  # type: ignore[index]
    assert "Set-Cookie" not in answer.headers
    if status == 405:
        assert answer.headers["Allow"]


def test_other_failures_stay_pages(ask: type_ask) -> None:
    assert ask("/tidak-ada").mimetype == "text/html"


def test_our_own_failure_is_a_problem_that_says_nothing_of_its_cause(app: Gate) -> None:
    with app._region.test_request_context("/api/v1/categories"):  # type: ignore[attr-defined]
        answer = problems.unforeseen(RuntimeError("a secret"))
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert b"secret" not in answer.data


def test_other_sites_may_read_and_not_send(ask: type_ask, send: type_file) -> None:
    origin = {"Origin": "https://lain.example"}
    assert ask("/api/v1/categories", headers=origin).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in send().headers
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}
    preflight = ask("/api/v1/complaints", "OPTIONS", headers=asked)
    assert not [name for name, _ in preflight.headers if name.startswith("Access-Control")]
    assert "Access-Control-Allow-Origin" not in ask("/").headers
