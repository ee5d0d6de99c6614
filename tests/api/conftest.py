"""A client of the interface that comes from an address of its own, so that no test uses up another's limit."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from werkzeug.test import Client, TestResponse

from jaki_replica.areas.locating import LocatorCache
from jaki_replica.areas.queries import ground
from jaki_replica.areas.terms import Area
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import Pair

ADDRESSES = (f"198.51.{high}.{low}" for high, low in itertools.product(range(256), range(1, 255)))

type_ask = Callable[..., TestResponse]
type_file = Callable[..., TestResponse]


@pytest.fixture
def ask(app: Gate, pair: Pair) -> type_ask:
    """Ask the left region, or another host."""
    address = next(ADDRESSES)

    def send(path: str, method: str = "GET", *, tenant: Tenant = pair.left, **more: object) -> TestResponse:
        client = Client(app)
        length = {"CONTENT_LENGTH": str(more.pop("length"))} if "length" in more else {}
        return client.open(
            path,
            method=method,
            base_url=f"http://{tenant.host}",
            environ_overrides={"REMOTE_ADDR": address, **length},
            **more,
        )

    return send


@pytest.fixture(scope="session")
def village(runtime: Runtime, pair: Pair) -> Area:
    """A village of the left region that has a point."""
    with runtime.scope_of(pair.left) as entered:
        found = ground(entered.session, pair.left.key, LocatorCache())
    return next(a for a in found.tree.at_level(4) if a.lat and a.lon and found.locator.area_at(a.lat, a.lon) == a.code)


@pytest.fixture
def form(village: Area) -> dict[str, str]:
    """A complaint that is well."""
    return {
        "category": "roads.pothole",
        "description": "Lubang besar di depan pasar",
        "lat": str(village.lat),
        "lon": str(village.lon),
    }


@pytest.fixture
def send(ask: type_ask, form: dict[str, str]) -> type_file:
    """File the form with changes; None takes a field out."""

    def send(key: str | None = "", photos: tuple[bytes, ...] = (), **changes: object) -> TestResponse:
        tenant = {"tenant": changes.pop("tenant")} if "tenant" in changes else {}
        data: dict[str, object] = {k: v for k, v in (form | changes).items() if v is not None}
        if photos:
            data["photo"] = [(BytesIO(photo), f"foto-{place}.jpg") for place, photo in enumerate(photos)]
        headers = {} if key is None else {"Idempotency-Key": key or uuid4().hex}
        content = {"content_type": "multipart/form-data"}
        return ask("/api/v1/complaints", "POST", data=data, headers=headers, **content, **tenant)

    return send


def jpeg(colour: tuple[int, int, int] = (90, 120, 60), side: int = 64) -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()
