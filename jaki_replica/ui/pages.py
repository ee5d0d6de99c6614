"""What every host serves whatever its face: files, theme, mark, manifest."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from jaki_replica.ui.kept_pages import same_for_everybody
from jaki_replica.ui.look import look, mark
from jaki_replica.ui.static_files import StaticFile, tree

FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"

blueprint = Blueprint("ui", __name__, template_folder="templates")


@blueprint.get("/s/<digest>/<path:name>")
def asset(digest: str, name: str) -> AnyResponse:
    """A file of the tree. An address of an older tree leads to the file of the same name as it is now."""
    file = tree().files.get(name)
    if file is None:
        abort(404)
    if digest != tree().digest:
        return _elsewhere(tree().address(name))
    return _sent(file)


@blueprint.get("/tema/<digest>.css")
@same_for_everybody
def theme(digest: str) -> AnyResponse:
    """The theme css of this host. Another digest than today's leads to today's."""
    today = look().theme
    if today is None:
        abort(404)
    if digest != today.digest:
        return _elsewhere(f"/tema/{today.digest}.css")
    return _text(today.css, "text/css; charset=utf-8", FOR_EVER)


@blueprint.get("/tanda.svg")
@same_for_everybody
def portal_mark() -> Response:
    """The mark of this host, also its favicon."""
    return _text(mark(), "image/svg+xml", AN_HOUR)


@blueprint.get("/tanda/<digest>.svg")
@same_for_everybody
def kept_mark(digest: str) -> AnyResponse:
    """The mark of this host for ever. Another digest than today's leads to today's."""
    today = look().mark
    if today != f"/tanda/{digest}.svg":
        return _elsewhere(today)
    return _text(mark(), "image/svg+xml", FOR_EVER)


@blueprint.get("/favicon.ico")
def favicon() -> AnyResponse:
    """Browsers that ask without being told get the mark."""
    return redirect("/tanda.svg", 302)


@blueprint.get("/manifest.webmanifest")
@same_for_everybody
def manifest() -> Response:
    """Name, colours and mark, for a home screen."""
    worn = look()
    icon = {"src": worn.mark, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    answer = jsonify(
        name=worn.portal,
        short_name=worn.portal,
        start_url="/",
        scope="/",
        display="standalone",
        lang="id",
        background_color=worn.ink,
        theme_color=worn.ink,
        icons=[icon],
    )
    answer.content_type = "application/manifest+json"
    answer.headers["Cache-Control"] = AN_HOUR
    return answer


def _sent(file: StaticFile) -> Response:
    packed = file.packed if request.accept_encodings["gzip"] > 0 else None
    answer = make_response(packed or file.body)
    answer.content_type = file.content_type
    answer.headers["Cache-Control"] = FOR_EVER
    if file.packed is not None:
        answer.headers["Vary"] = "Accept-Encoding"
    if packed is not None:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _text(body: str, content_type: str, keep: str) -> Response:
    answer = make_response(body)
    answer.content_type = content_type
    answer.headers["Cache-Control"] = keep
    return answer


def _elsewhere(address: str) -> AnyResponse:
    answer = redirect(address, 302)
    answer.headers["Cache-Control"] = "no-store"
    return answer
