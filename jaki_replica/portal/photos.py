"""Photos behind signed links, and the links for those who may see them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, request

from jaki_replica.foundation.clock import now
from jaki_replica.photos import serving
from jaki_replica.photos.serving import Signer
from jaki_replica.photos.terms import Variant
from jaki_replica.portal.here import here, tenant_key
from jaki_replica.ui.at_hand import files
from jaki_replica.ui.edge import runtime

blueprint = Blueprint("photos", __name__)


def signer() -> Signer:
    """Who signs links on this host."""
    found: Signer | None = g.get("signer")
    if found is None:
        found = g.signer = Signer(tenant_key(), runtime().settings.derived_key(serving.LINK_KEY))
    return found


def address(photo_id: UUID, variant: Variant = Variant.LARGE) -> str:
    """A link to one file of a photo that holds for an hour at least."""
    return serving.link(photo_id, variant, signer(), at=now())


@blueprint.get("/foto/<photo_id>/<variant>")
def show(photo_id: str, variant: str) -> Response:
    """One of a photo's two small files; whoever has the link was allowed to see it."""
    here()
    signature, end = request.args.get("s", ""), request.args.get("t", "")
    found = serving.serve(files(), signer(), (photo_id, variant), signature, end, at=now())
    answer = Response(found.content, content_type=found.content_type)
    answer.headers.update(found.headers)
    return answer
