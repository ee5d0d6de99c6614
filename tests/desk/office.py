"""A region's office for tests: staff with posts, complaints in any state, and browsers that are signed in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import cast
from uuid import UUID, uuid4

from PIL import Image
from werkzeug.test import Client, TestResponse

from jaki_replica.areas.terms import Area
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Actor, Filing, Place, Point, Role, Step
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.files import open_store
from jaki_replica.officials import actions as officials
from jaki_replica.officials import queries as official_queries
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.terms import Role as AccountRole
from jaki_replica.photos.actions import develop
from jaki_replica.photos.decoder import Decoder
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import AtWork

PASSWORD = "a long password for tests"
DECODER = Decoder()
HASHED = passwords.hashed(PASSWORD)
LURAH, CAMAT, AGENCY, OTHER, JUDGE, ARBITER = "lurah", "camat", "dinas", "lurah-lain", "pemeriksa", "penengah"
DIRECTOR = "kepala-bagian"


@dataclass(slots=True)
class Desk:
    """A browser without scripts in which somebody is signed in."""

    client: Client
    host: str
    develop: Callable[[list[UUID]], None] = lambda _photos: None

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=self.host)

    def post(self, path: str, fields: dict[str, object], files: list[bytes] = []) -> TestResponse:  # noqa: B006
        sent = dict(fields)
        if files:
            sent["photo"] = [(io.BytesIO(one), f"{n}.jpg") for n, one in enumerate(files)]
        return self.client.post(path, base_url=self.host, data=sent)

    def case(self, number: str) -> TestResponse:
        return self.get(f"/meja/laporan/{number}")

    def token(self, page: str) -> str:
        return hidden(page, "csrf_token")

    def do(self, number: str, action: str, /, **fields: object) -> TestResponse:
        """What a person does: open the page, fill in one form, send it."""
        page = self.case(number).text
        carried = {"csrf_token": self.token(page), "versi": hidden(page, "versi")}
        return self.post(f"/meja/laporan/{number}/{action}", carried | fields)

    def claim(self, number: str, photo: bytes, /, **fields: object) -> TestResponse:
        """Send the photo; where it is being compared, wait for the worker as a person does, then send again."""
        page = self.get(f"/meja/laporan/{number}/selesai").text
        carried = {"csrf_token": self.token(page), "versi": hidden(page, "versi")}
        answer = self.post(f"/meja/laporan/{number}/selesai", carried | fields, [photo])
        if "data-comparing" not in answer.text or not {"text", "evidence_reason"} <= set(fields):
            return answer
        kept = re.findall(r'name="kept" value="([0-9a-f]{32})"', answer.text)
        self.develop([UUID(one) for one in kept])
        return self.post(f"/meja/laporan/{number}/selesai", carried | fields | {"kept": kept})

    def judge(self, number: str, action: str, /, **fields: object) -> TestResponse:
        page = self.get(f"/meja/validasi/{number}").text
        carried = {"csrf_token": self.token(page), "versi": hidden(page, "versi")}
        return self.post(f"/meja/validasi/{number}/{action}", carried | fields)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field; the first of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def photo(shade: int = 90) -> bytes:
    """A photo as a phone makes it, without position or time."""
    picture = Image.linear_gradient("L").resize((320, 240)).point(lambda v: (v + shade) % 256)
    kept = io.BytesIO()
    picture.convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


class Office:
    """One region with a lurah and his camat, an agency, another lurah, a validator, an arbiter."""

    def __init__(self, runtime: Runtime, tenant: Tenant, books: Rulebooks, gate: Gate) -> None:
        self.runtime, self.tenant, self.books, self.gate = runtime, tenant, books, gate
        with self.at_work() as at:
            book = at.book
            villages = [a for a in book.ground.tree.at_level(4) if a.lat and book.organisation.owner_of(a.code)]
            self.village, self.elsewhere = villages[0], villages[-1]
            self.lurah = self._owner(at, self.village)
            self.own_category = next(c.key for c in book.config.categories if c.owner == "area")
            self.agency_category = next(c.key for c in book.config.categories if c.owner == "pekerjaan-umum")
            self.agency = book.route(self.agency_category, self.village.code).owner
            camat = book.organisation.unit(self.lurah).superior
            assert camat is not None
            arbiter = f"agency:{book.config.workflow.arbiter}"
            self._account(at, LURAH, self.lurah, tenure=Tenure.PLT)
            self._account(at, CAMAT, camat)
            self._account(at, AGENCY, self.agency)
            self._account(at, OTHER, self._owner(at, self.elsewhere))
            self._account(at, ARBITER, arbiter)
            self._account(at, DIRECTOR, f"agency:{book.config.workflow.validator}")
            self._account(at, JUDGE, role=AccountRole.VALIDATOR)
            at.session.commit()

    @contextmanager
    def at_work(self) -> Iterator[AtWork]:
        with self.runtime.scope_of(self.tenant) as entered:
            yield AtWork(self.runtime, entered, self.books.of(self.runtime, entered))

    def _owner(self, at: AtWork, area: Area) -> str:
        unit = at.book.organisation.owner_of(area.code)
        assert unit is not None
        return unit.key

    def _account(
        self,
        at: AtWork,
        name: str,
        *units: str,
        role: AccountRole = AccountRole.OFFICIAL,
        tenure: Tenure = Tenure.DEFINITIVE,
    ) -> None:
        now = clock.now()
        account = officials.open_account(
            at.session, username=name, password=PASSWORD, display_name=f"Nama {name}", role=role, at=now
        )
        account.password_hash = HASHED
        at.session.flush()
        for unit in units:
            officials.appoint(at.session, account, unit, tenure=tenure, since=now - timedelta(days=400))

    def sign_in(self, name: str, tenant: Tenant | None = None) -> Desk:
        desk = Desk(Client(self.gate), f"http://{(tenant or self.tenant).host}", self.develop)
        page = desk.get("/masuk").text
        fields = {"csrf_token": hidden(page, "csrf_token"), "username": name, "password": PASSWORD, "next": "/meja"}
        answer = desk.post("/masuk", fields)
        assert answer.status_code == 303, answer.text
        return desk

    def develop(self, photos: list[UUID]) -> None:
        """What the worker does with photos."""
        store = open_store(self.runtime.settings.files)
        with self.at_work() as at:
            for one in photos:
                develop(at.session, store, DECODER, one, tenant_key=self.tenant.key, at=clock.now())
            at.session.commit()

    def file(self, category: str = "", description: str = "Lubang besar di depan pasar", **more: object) -> str:
        """A complaint in the office's village; returns its number."""
        at_time = more.pop("at", None)
        area, told = more.pop("area", self.village), more.pop("place", None)
        photos = cast("tuple[UUID, ...]", more.pop("photos", ()))
        landmark = str(more.pop("landmark", "Depan pasar"))
        assert isinstance(area, Area)
        assert area.lat is not None
        assert area.lon is not None
        with self.at_work() as at:
            filing = Filing(
                key=uuid4().hex,
                category=category or self.own_category,
                description=description,
                place=told
                if isinstance(told, Place)
                else Place(pin=Point(area.lat, area.lon, 18.0), landmark=landmark),
                private=bool(more.pop("private", True)),
                contact="rahasia@pelapor.example",
                photo_ids=tuple(photos),
            )
            moment = at_time if isinstance(at_time, datetime) else clock.now()
            receipt = file(at.session, at.book, filing, at=moment)
            at.session.commit()
        return receipt.number

    def act(self, number: str, action: Action, by: Role, name: str, **step: object) -> None:
        """A step by the domain's own action, as somebody of the office."""
        with self.at_work() as at:
            complaint = held(at.session, number)
            account = official_queries.account_named(at.session, name)
            assert account is not None
            actor = Actor(by, account.id, complaint.unit, "Pejabat")
            act(at.session, at.book, complaint, action, Step(**step), by=actor, at=clock.now())  # type: ignore[arg-type]
            at.session.commit()

    def complaint(self, number: str) -> Complaint:
        with self.at_work() as at:
            return held(at.session, number)
