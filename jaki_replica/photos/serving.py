"""Photos as pages show them: signed links that hold for a while, and the bytes behind a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from jaki_replica.foundation.errors import Forbidden, NotFound
from jaki_replica.foundation.files import links
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.photos.keys import key_of
from jaki_replica.photos.terms import ImageType, Variant

LINK_KEY = "photos.links"  # the purpose for which `Settings.derived_key` makes the signing key
HOLDS = timedelta(hours=1)
SERVED = (Variant.LARGE, Variant.SMALL)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: one tenant with the installation's key. A link of another tenant is never valid here."""

    tenant_key: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Served:
    """What the page answers with."""

    content: bytes = field(repr=False)
    content_type: str
    headers: Mapping[str, str]


def link(photo_id: UUID, variant: Variant, signer: Signer, *, at: datetime, holds: timedelta = HOLDS) -> str:
    """The path of a photo that a page may show now; it holds between one and two times `holds`.

    Within one `holds` the same photo has the same link, so browsers keep what they have loaded.
    Raises Forbidden for the original, which is never served: it holds metadata.
    """
    _check_served(variant)
    step = int(holds.total_seconds())
    return _link(photo_id, variant, signer, (int(at.timestamp()) // step + 2) * step)


@lru_cache(maxsize=8192)
def _link(photo_id: UUID, variant: Variant, signer: Signer, end: int) -> str:
    """A list has the same few links for an hour."""
    ends = datetime.fromtimestamp(end, UTC)
    signature = links.sign(_parts(photo_id, variant), tenant_key=signer.tenant_key, expires_at=ends, key=signer.key)
    return f"/foto/{photo_id}/{variant.value}?s={signature}&t={links.end_of(ends)}"


def serve(store: FileStore, signer: Signer, path: tuple[str, str], signature: str, end: str, *, at: datetime) -> Served:
    """The file behind a link; `path` is the photo's id and the variant as they stand in the address.

    Raises NotFound for what is no photo or is not ready, Forbidden for a link that is not valid (any more).
    """
    photo_id, variant = _read(path)
    _check_served(variant)
    parts = _parts(photo_id, variant)
    links.check(parts, tenant_key=signer.tenant_key, end=end, signature=signature, key=signer.key, at=at)
    content = store.read(key_of(signer.tenant_key, photo_id, variant))
    left = int(end) - int(at.timestamp())
    headers = {"Cache-Control": f"private, max-age={left}, immutable", **HEADERS}
    return Served(content, ImageType.WEBP.value, headers)


def _parts(photo_id: UUID, variant: Variant) -> tuple[str, str, str]:
    return "photo", str(photo_id), variant.value


def _read(path: tuple[str, str]) -> tuple[UUID, Variant]:
    try:
        photo_id, variant = UUID(path[0]), Variant(path[1])
    except ValueError:
        raise NotFound("There is no such photo") from None
    if str(photo_id) != path[0]:  # one spelling only, or caches could hold it twice
        raise NotFound("There is no such photo")
    return photo_id, variant


def _check_served(variant: Variant) -> None:
    if variant not in SERVED:
        raise Forbidden("The original of a photo is not shown")
