"""Somebody with a phone and no script, who reports and follows through HTTP; and the officials behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Actor, Evidence, Role, Step
from jaki_replica.foundation import clock
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.actions import develop
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoState
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.photos.pictures import encoded, scene
from tests.regions import AtWork

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="(\d+)"')
SECRET = re.compile(r'class="secret"><a href="([^"]+)"')
STORY = "Lubang besar di depan pasar, dua motor sudah jatuh."


def jpeg(seed: int = 1) -> bytes:
    """A small photo."""
    return encoded(scene(64, 48, seed))


def cut_off(form: str = "JPEG", part: float = 0.4, seed: int = 1) -> bytes:
    """A photo that lost its end on the way: its header is sound, its picture is not."""
    whole = encoded(scene(400, 300, seed), form)
    return whole[: int(len(whole) * part)]


@dataclass
class Citizen:
    """A browser at one region's host."""

    gate: Gate
    tenant: Tenant
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(self.gate)

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, base_url=f"http://{self.tenant.host}", **more)

    def page(self, path: str) -> str:
        """The page at `path`, wherever that leads."""
        return unescape(self.get(path, follow_redirects=True).text)

    def send(self, path: str, data: Mapping[str, object], *, form: str = "") -> TestResponse:
        """Send the form of a page as a browser does."""
        token = TOKEN.search(self.get(form or path).text)
        assert token is not None, path
        body = {"csrf_token": token[1], **data}
        return self.client.post(path, base_url=f"http://{self.tenant.host}", data=body)

    def photograph(self, *files: tuple[bytes, str], **more: object) -> TestResponse:
        return self.send("/lapor", {"foto": [(BytesIO(data), name) for data, name in files], **more})

    def place(self, area: str, **more: object) -> TestResponse:
        """Choose the area by name, all levels at once."""
        parts = area.split(".")
        top = len(self.tenant.code.split("."))
        levels = {f"wilayah_{i}": ".".join(parts[: i + 1]) for i in range(top, len(parts))}
        return self.send("/lapor/tempat", {"patokan": "Depan pasar", **levels, **more})

    def about(self, category: str) -> TestResponse:
        return self.send("/lapor/jenis", {"kategori": category})

    def finish(self, **more: object) -> TestResponse:
        return self.send("/lapor/periksa", {"cerita": STORY, "siapa": "petugas", "kontak": "", **more})

    def receipt(self) -> str:
        """The path of the reporter's own view, from the receipt."""
        found = SECRET.search(self.get("/lapor/terkirim").text)
        assert found is not None
        return found[1]

    def answer(self, path: str, data: Mapping[str, object]) -> TestResponse:
        """Answer on one's own page, for the version that one has seen."""
        seen = SEEN.search(self.get(f"{path}?jawab=ya").text)
        return self.send(path, {"seen": seen[1] if seen else "1", **data}, form=f"{path}?jawab=ya")


@dataclass(frozen=True)
class Town:
    """A region with its database, to look into and to act as its officials."""

    runtime: Runtime
    tenant: Tenant
    rulebooks: Rulebooks

    @contextmanager
    def at_work(self) -> Iterator[AtWork]:
        with self.runtime.scope_of(self.tenant) as scope:
            yield AtWork(self.runtime, scope, self.rulebooks.of(self.runtime, scope))

    @property
    def villages(self) -> list[str]:
        """The codes of the smallest areas."""
        with self.at_work() as here:
            return [area.code for area in here.book.ground.tree.at_level(4) if area.lat is not None]

    def point(self, code: str) -> tuple[float, float]:
        with self.at_work() as here:
            area = here.book.ground.tree.by_code[code]
            assert area.lat is not None
            assert area.lon is not None
            return area.lat, area.lon

    def complaint(self, number: str) -> Complaint:
        with self.at_work() as here:
            found = held(here.session, number)
            here.session.expunge(found)
            return found

    def count(self) -> int:
        with self.at_work() as here:
            return here.session.query(Complaint).count()

    def officials(self, number: str, action: Action, **step: object) -> None:
        """An official takes a step."""
        with self.at_work() as here:
            complaint = held(here.session, number)
            judging = action in {Action.ACCEPT_FIX, Action.REFUSE_FIX}
            role = Role.VALIDATOR if judging else Role.OWNER
            by = Actor(role, UUID(int=12 if judging else 11), complaint.unit, "Kepala")
            act(here.session, here.book, complaint, action, Step(**step), by=by, at=clock.now())  # type: ignore[arg-type]
            here.session.commit()

    def develop(self, decoder: Decoder) -> None:
        """What the worker does with the photos that wait."""
        store = open_store(self.runtime.settings.files)
        with self.at_work() as here:
            for one in here.session.scalars(select(Photo.id).where(Photo.state == PhotoState.RECEIVED.value)).all():
                develop(here.session, store, decoder, one, tenant_key=self.tenant.key, at=clock.now())
            here.session.commit()

    def repair(self, number: str) -> None:
        """From wherever it is to a fix that was accepted."""
        found = self.complaint(number)
        if found.status in {"waiting", "reopened"}:
            if found.unit != found.category_owner:
                self.officials(number, Action.PASS_ON, text="Milik dinas", unit=found.category_owner)
                self.officials(number, Action.ACCEPT)
            else:
                self.officials(number, Action.START)
        self.officials(number, Action.CLAIM_DONE, text="Sudah ditambal", evidence=Evidence((self._photo(),)))
        self.officials(number, Action.ACCEPT_FIX)

    def _photo(self) -> UUID:
        with self.at_work() as here:
            row = Photo(
                id=new_id(),
                kind="after",
                position=0,
                state="ready",
                original_key="x/after",
                content_type="image/jpeg",
                size_bytes=1,
                width=1,
                height=1,
                sha256="0" * 64,
                capture_source="camera",
                created_at=clock.now(),
            )
            here.session.add(row)
            here.session.commit()
            return row.id
