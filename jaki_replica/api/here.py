"""What the interface asks of its request: region, session, rulebook, files, and answers as JSON."""

from __future__ import annotations

import orjson
from flask import Response, abort, g
from sqlalchemy.orm import Session

from jaki_replica.photos import serving
from jaki_replica.photos.serving import Signer
from jaki_replica.photos.terms import MEGABYTE, House, Limits
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.look import region

type_plain = dict[str, object]

JSON = "application/json"
NEVER_KEPT = "no-store"


def here() -> RegionConfig:
    """The region of this host; the interface exists on no other."""
    found = region()
    if found is None:
        abort(404)
    return found


def session() -> Session:
    """The database session of this request's region."""
    found: Session = g.scope.session
    return found


def house() -> House:
    """What this region brings to a photo."""
    config = here()
    limits = Limits(most_bytes=config.limits.photo_mb * MEGABYTE)
    return House(g.tenant.key, config.identity.timezone, limits)


def signer() -> Signer:
    """Who signs links to photos on this host."""
    return Signer(g.tenant.key, runtime().settings.derived_key(serving.LINK_KEY))


def as_json(content: object, status: int = 200, *, keep: str = NEVER_KEPT, kind: str = JSON) -> Response:
    """An answer. Aware times become ISO 8601 in UTC; `keep` is its Cache-Control."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    answer = Response(body, status, content_type=kind)
    answer.headers["Cache-Control"] = keep
    return answer
