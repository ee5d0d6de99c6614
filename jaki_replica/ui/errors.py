"""Turns what the domain refuses, and what goes wrong, into pages in the region's own brand."""

from __future__ import annotations

import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from jaki_replica.foundation.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, TooMany, Unavailable
from jaki_replica.ui import faces, stale_forms
from jaki_replica.ui.words import gettext as _

log = structlog.get_logger(__name__)

STATUS: dict[type[DomainError], int] = {
    Invalid: 422,
    NotFound: 404,
    Conflict: 409,
    Forbidden: 403,
    TooMany: 429,
    Unavailable: 503,
}
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})


def page(code: int, message: str = "", remedy: str = "") -> Response:
    """The error page of `code`; where even that fails, the same in plain words."""
    shown = code if code in PAGES else 400 if code < 500 else 500
    return _drawn(f"errors/{shown}.html", code, message=message, remedy=remedy)


def _drawn(template: str, code: int, **values: object) -> Response:
    try:
        face = faces.of_request() if code < 500 else None  # beyond that nothing may be asked of the database
        bar = face.bar if face else None
        body = render_template(template, code=code, face=face, bar=bar, request_id=g.get("request_id", ""), **values)
    except TemplateNotFound:
        raise
    except Exception:  # an error page must not fail a second time
        log.exception("error page failed", code=code)
        return _plain(code)
    return make_response(body, code)


def _plain(code: int) -> Response:
    words = _("Maaf, ini kesalahan kami. Silakan coba lagi.")
    return Response(f"{words}\n{g.get('request_id', '')}\n", code, content_type="text/plain; charset=utf-8")


def refused(error: DomainError) -> Response:
    """A refusal of the domain that no page has caught. Its words are for logs and developers, not for this reader."""
    code = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)
    log.info("refused", code=error.code, status=code)
    response = page(code)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def from_http(error: HTTPException) -> Response:
    """Flask's own refusals: unknown page, wrong method, body too large, too many requests."""
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    response = page(error.code or 500)
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def stale_form(error: CSRFError) -> Response:
    """A form from an expired or foreign session: refused, and offered again where our own page sent it."""
    form = stale_forms.kept()
    if form is not None:
        response = _drawn("errors/stale.html", 400, kept=form)
        response.headers["Cache-Control"] = "no-store"
        return response
    return page(400, _("Halaman ini sudah terlalu lama terbuka."), _("Muat ulang halaman, lalu kirim lagi."))


def away(error: SQLAlchemyError) -> Response:
    """The database does not answer or refused: say so, keep the details in the log."""
    log.error("database", kind=type(error).__name__, exc_info=current_app.debug)
    return page(503)


def unforeseen(error: Exception) -> Response:
    """Our fault. The log has it all under the request's id; the page has only the id."""
    log.exception("unforeseen", kind=type(error).__name__)
    return page(500)


def register(app: Flask) -> None:
    """Answer every failure with a page."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(SQLAlchemyError, away)
    app.register_error_handler(Exception, unforeseen)
