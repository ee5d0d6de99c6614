"""Every failure below `/api` as problem details (RFC 9457), whatever went wrong and wherever."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from jaki_replica.api.blueprint import PREFIX, PROBLEM
from jaki_replica.api.here import as_json, type_plain
from jaki_replica.api.neighbours import neighbour_line
from jaki_replica.complaints.actions.filing import Outside
from jaki_replica.foundation.errors import DomainError, Fault, Invalid, TooMany
from jaki_replica.ui import errors

log = structlog.get_logger(__name__)

E = TypeVar("E", bound=Exception)

TITLES = {
    "invalid": "The input is wrong",
    "outside": "The place lies outside this region",
    "not_found": "There is no such thing here",
    "conflict": "It does not fit what is there already",
    "forbidden": "This is not allowed",
    "bad_request": "The request cannot be read",
    "method_not_allowed": "This address does not take this method",
    "too_large": "The request is too large",
    "unsupported_media_type": "This kind of content is not taken here",
    "too_many": "More often than this region allows",
    "unavailable": "A part this needs does not answer now",
    "internal": "Something went wrong on our side",
}
BY_STATUS = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many",
    503: "unavailable",
}
REMEDIES = {
    "missing": "Send this field.",
    "unknown": "Use one of the codes this region has.",
    "not_a_number": "Send a decimal number with a point.",
    "out_of_range": "Stay within the range the description gives.",
    "not_a_choice": "Use one of the values the description lists.",
    "not_a_file": "Send the photo as a file part of a multipart form.",
    "wrong_key": "Send 8 to 100 printable ASCII characters, new for each complaint.",
    "outside": "Report it to the government of that place.",
    "too_short": "Write at least {} characters.",
    "too_long": "Write at most {} characters.",
    "too_many": "Send at most {}.",
    "email": "Write it like nama@contoh.id.",
    "kind": "Send an e-mail address or an Indonesian phone number.",
    "digits": "Send a phone number of 10 to 13 digits.",
}
PLACES = {"key": "Idempotency-Key", "place": "position"}
WORD = re.compile(r"[a-z][a-z_]*")


def is_ours() -> bool:
    """Whether this request is for the interface, known address or not."""
    return request.path == "/api" or request.path.startswith("/api/")


def problem(
    status: int, code: str, detail: str, faults: Sequence[type_plain] = (), *, more: type_plain | None = None
) -> Response:
    """One failure."""
    title = TITLES.get(code, TITLES["invalid"])
    content = {
        "type": f"{request.url_root}{PREFIX[1:]}/docs#{code}",
        "title": title,
        "status": status,
        "detail": detail or title,
        "faults": list(faults),
        "request_id": g.get("request_id", ""),
        **(more or {}),
    }
    return as_json(content, status, kind=PROBLEM)


def fault_line(fault: Fault) -> type_plain:
    """A fault of the domain with a stable code and a remedy in words."""
    code, _colon, amount = fault.message.partition(":")
    if code == "unknown_area":
        return {"field": "area", "code": "unknown", "remedy": REMEDIES["unknown"]}
    code = code if WORD.fullmatch(code) else "invalid"
    words = REMEDIES.get(code, fault.remedy or "Correct this field.").format(fault.remedy or amount)
    return {"field": PLACES.get(fault.field, fault.field), "code": code, "remedy": words}


def refused(error: DomainError) -> Response:
    """A refusal of the domain."""
    status = next((code for kind, code in errors.STATUS.items() if isinstance(error, kind)), 400)
    code = error.code if error.code in TITLES else BY_STATUS.get(status, "invalid")
    log.info("refused", code=error.code, status=status)
    faults = [fault_line(fault) for fault in error.faults] if isinstance(error, Invalid) else []
    more: type_plain = {"neighbour": neighbour_line(error.located.neighbour)} if isinstance(error, Outside) else {}
    answer = problem(status, code, error.message, faults, more=more)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def from_http(error: HTTPException) -> Response:
    """Unknown address, wrong method, body too large, too many requests."""
    status = error.code or 500
    answer = problem(status, BY_STATUS.get(status, "bad_request" if status < 500 else "internal"), "")
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def away(error: SQLAlchemyError) -> Response:
    """The database does not answer or refused."""
    log.error("database", kind=type(error).__name__, exc_info=current_app.debug)
    return problem(503, "unavailable", "")


def unforeseen(error: Exception) -> Response:
    """Our fault; the log has it all under the request's id."""
    log.exception("unforeseen", kind=type(error).__name__)
    return problem(500, "internal", "")


def register(app: Flask) -> None:
    """Answer failures below `/api` in this way, all others as pages do."""
    app.register_error_handler(DomainError, _ours_or(refused, errors.refused))
    app.register_error_handler(HTTPException, _ours_or(from_http, errors.from_http))
    app.register_error_handler(SQLAlchemyError, _ours_or(away, errors.away))
    app.register_error_handler(Exception, _ours_or(unforeseen, errors.unforeseen))


def _ours_or(ours: Callable[[E], Response], theirs: Callable[[E], Response]) -> Callable[[E], Response]:
    def answer(error: E) -> Response:
        return ours(error) if is_ours() else theirs(error)

    return answer
