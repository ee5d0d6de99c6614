"""The door for what a phone kept: one complaint for each key, whatever is lost, old, wrong or somebody else's."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

import pytest
from limits import parse
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from jaki_replica.app import create_region_app
from jaki_replica.complaints.models import Complaint
from jaki_replica.photos.models import Photo
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.ui import limits
from jaki_replica.ui.limits import Limiter
from tests.portal.citizens import STORY, Citizen, Town, jpeg
from tests.regions import Pair

DOOR = "/lapor/kiriman"
KEY = re.compile(r'data-key="([^"]+)"')


class Phone:
    """One report on one phone, sent as its script does."""

    def __init__(self, citizen: Citizen, *, key: str = "", region: str = "") -> None:
        self.citizen = citizen
        self.key, self.id = key or uuid4().hex * 2, str(uuid4())
        self.region = region or citizen.tenant.slug
        self.photos: list[str] = []

    def send(self, step: str, **more: object) -> TestResponse:
        token = self.citizen.get(DOOR).json["token"]
        about = {"csrf_token": token, "id": self.id, "kunci": self.key, "daerah": self.region, "tahap": step}
        data = {**about, "foto_id": self.photos, **more}
        return self.citizen.client.post(DOOR, base_url=f"http://{self.citizen.tenant.host}", data=data)

    def photograph(self, data: bytes, name: str = "jalan.jpg") -> TestResponse:
        answer = self.send("foto", foto=(BytesIO(data), name))
        if answer.status_code == 200:
            self.photos = answer.json.get("photos", self.photos)
        return answer

    def finish(self, area: str, **more: object) -> TestResponse:
        parts = area.split(".")
        levels = {f"wilayah_{i}": ".".join(parts[: i + 1]) for i in range(1, len(parts))}
        top = len(self.citizen.tenant.code.split("."))
        answers = {"kategori": "roads.pothole", "cerita": STORY, "siapa": "semua", "kontak": "", "patokan": "Pasar"}
        step = str(more.pop("tahap", "kirim"))
        return self.send(step, **{**answers, **{k: v for k, v in levels.items() if int(k[-1]) >= top}, **more})


def made(town: Town, key: str) -> tuple[int, int]:
    """How many complaints there are of this key, and how many photos they have."""
    with town.at_work() as here:
        session = here.scope.session
        found = session.scalars(select(Complaint.id).where(Complaint.idempotency_key == key)).all()
        photos = session.scalar(select(func.count()).where(Photo.complaint_id.in_(found)))
        return len(found), photos or 0


def test_one_report_is_taken_in_piece_by_piece(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    assert phone.send("tanya").json == {"photos": []}
    phone.photograph(jpeg(1))
    phone.photograph(jpeg(2))
    answer = phone.finish(town.villages[0])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert made(town, phone.key) == (1, 2)
    assert answer.json["number"].replace(" ", "") in answer.json["path"]
    assert STORY in citizen.page(answer.json["path"])
    assert citizen.receipt() == answer.json["path"]


def test_whatever_is_sent_again_under_the_same_key_gives_the_same_number(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    first = phone.finish(town.villages[0]).json
    again = Phone(citizen, key=phone.key)
    assert again.send("tanya").json == first
    assert again.photograph(jpeg(3)).json == first
    assert again.finish(town.villages[1], cerita="Cerita lain sama sekali").json == first
    assert made(town, phone.key) == (1, 1)


def test_what_was_written_step_by_step_before_the_signal_went_is_the_same_report(citizen: Citizen, town: Town) -> None:
    citizen.photograph((jpeg(1), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    found = KEY.search(citizen.get("/lapor/periksa").text)
    assert found is not None
    phone = Phone(citizen, key=found[1])
    phone.photos = phone.send("tanya").json["photos"]
    assert len(phone.photos) == 1
    citizen.finish(siapa="petugas")  # it arrived, but the phone never heard of it
    number = phone.finish(town.villages[0]).json["number"]
    assert made(town, phone.key) == (1, 1)
    assert number.replace(" ", "") in citizen.receipt()


def test_after_the_phone_has_sent_it_the_form_begins_anew(citizen: Citizen, town: Town) -> None:
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    found = KEY.search(citizen.get("/lapor/periksa").text)
    assert found is not None
    phone = Phone(citizen, key=found[1])
    phone.photograph(jpeg(1))
    phone.finish(town.villages[0])
    assert citizen.get("/lapor/periksa").headers["Location"].endswith("/lapor/terkirim")
    assert citizen.send("/lapor/periksa", {"cerita": STORY}, form="/lapor").headers["Location"].endswith("/terkirim")
    assert made(town, phone.key) == (1, 1)


def test_everything_wrong_is_said_at_once_and_nothing_is_stored(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    answer = phone.finish("", kategori="roads.gone", cerita="x", kontak="0812 345")
    assert answer.status_code == 422
    assert {field for field, _words in answer.json["faults"]} >= {"tempat", "jenis", "cerita", "kontak"}
    assert made(town, phone.key) == (0, 0)
    phone.photograph(jpeg(1))
    assert phone.finish(town.villages[0]).status_code == 200


def test_a_rehearsal_says_what_is_wrong_and_stores_nothing(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    count = town.count()
    answer = phone.finish(town.villages[0], tahap="periksa", kontak="0812 345")
    assert [field for field, _words in answer.json["faults"]] == ["kontak"]
    assert phone.finish(town.villages[0], tahap="periksa").json == {"faults": []}
    assert town.count() == count
    assert phone.finish(town.villages[0]).status_code == 200


def test_a_photo_that_is_none_is_refused_in_words(citizen: Citizen) -> None:
    answer = Phone(citizen).photograph(b"bukan foto", "catatan.jpg")
    assert answer.status_code == 422
    assert "catatan.jpg" in answer.json["faults"][0][1]


def test_a_photo_that_the_server_has_no_longer_is_asked_for_again(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    phone.photos.append(uuid4().hex)
    answer = phone.finish(town.villages[0])
    assert answer.status_code == 422
    assert answer.json["faults"][0][0] == "foto"
    assert made(town, phone.key) == (0, 0)


def test_a_photo_that_was_taken_out_on_the_phone_goes(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    phone.photograph(jpeg(2))
    phone.photos.pop(0)
    phone.finish(town.villages[0])
    assert made(town, phone.key) == (1, 1)


def test_a_report_for_another_region_is_never_taken_in_here(citizen: Citizen, town: Town) -> None:
    phone = Phone(citizen, region="daerah-lain")
    answer = phone.finish(town.villages[0])
    assert answer.status_code == 409
    assert answer.json["faults"]
    assert made(town, phone.key) == (0, 0)


def test_the_key_of_one_region_opens_nothing_in_another(citizen: Citizen, neighbour: Citizen, town: Town) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    phone.finish(town.villages[0])
    other = Phone(neighbour, key=phone.key)
    other.id = phone.id
    assert other.send("tanya").json == {"photos": []}


def test_the_draft_of_one_phone_is_not_opened_by_another_key(citizen: Citizen) -> None:
    phone = Phone(citizen)
    phone.photograph(jpeg(1))
    other = Phone(citizen)
    other.id = phone.id
    assert other.send("tanya").status_code == 400


@pytest.mark.parametrize("change", [{"id": "x"}, {"kunci": "short"}, {"kunci": "ü" * 40}, {"csrf_token": "old"}])
def test_a_request_that_no_script_of_ours_makes_is_refused(citizen: Citizen, change: dict[str, str]) -> None:
    assert Phone(citizen).send("tanya", **change).status_code == 400


@pytest.mark.parametrize("path", ["/lapor/tanpa-sinyal", "/lapor/ponsel", "/lapor/wilayah.json", "/luring.js"])
def test_what_the_browser_keeps_is_the_same_for_everybody(
    citizen: Citizen, neighbour: Citizen, town: Town, path: str
) -> None:
    before = citizen.get(path)
    citizen.photograph((jpeg(1), "rahasia.jpg"))
    citizen.place(town.villages[0], patokan="Rumah Ibu Contoh")
    after = citizen.get(path)
    assert before.text == after.text
    assert "Set-Cookie" not in after.headers
    assert neighbour.get(path).text != after.text


def test_the_areas_to_choose_from_lead_down_to_every_smallest_one(citizen: Citizen, town: Town) -> None:
    found: list[str] = []

    def walk(level: list[object]) -> None:
        if level:
            name, _label, below = level
            assert re.fullmatch(r"wilayah_[0-3]", str(name))
            for code, _word, deeper in below:  # type: ignore[attr-defined]
                if not deeper:
                    found.append(code)
                walk(deeper)

    walk(citizen.get("/lapor/wilayah.json").json)
    assert set(town.villages) <= set(found)


def test_the_script_changes_with_what_it_keeps_and_may_always_be_asked_for_anew(citizen: Citizen) -> None:
    answer = citizen.get("/luring.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    citizen.client.set_cookie("bahasa", "en", domain=citizen.tenant.host)
    assert answer.text != citizen.get("/luring.js").text
    for address in re.findall(r'"(/(?:s|tema|tanda)/[^"]+)"', answer.text):
        assert citizen.get(address).status_code == 200


def test_there_is_one_limit_of_reports_whichever_way_they_come(town: Town, runtime: Runtime, pair: Pair) -> None:
    app = create_region_app(runtime)
    phone = Phone(Citizen(Gate(runtime.settings, runtime.registry, region=app, operator=app), pair.left))
    with town.at_work() as here:
        most = here.book.config.limits.reports_per_hour
    limiter: Limiter = app.extensions[limits.KEY]
    form = phone.citizen.page("/lapor/periksa")
    assert phone.send("tanya").status_code == 200
    for _time in range(most):
        limiter.hit(parse(f"{most} per hour"), "filings", f"{pair.left.key}:")  # a test client has no address
    assert phone.send("tanya").status_code == 429
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    sent = phone.citizen.client.post(
        "/lapor/periksa", base_url=f"http://{pair.left.host}", data={"csrf_token": token[1], "cerita": STORY}
    )
    assert sent.status_code == 429
    runtime.redis.flushdb()
