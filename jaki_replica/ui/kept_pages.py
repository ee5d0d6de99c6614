"""Pages that are the same for everybody, answered from memory in front of Flask.

Only what a page itself declares (`same_for_everybody`) is kept, for seconds, and only as long as revision and areas are
those it was drawn with. A browser with any cookie but the two of language and appearance never gets or makes one.
"""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from jaki_replica.complaints.in_force import Beliefs, State
from jaki_replica.tenancy.gate import REQUEST_ID, TENANT
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui import appearance, language, metrics
from jaki_replica.ui.edge import reads_only

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

P = ParamSpec("P")
R = TypeVar("R")

SAME = "jaki.same_for_everybody"
SECONDS = 5.0
MOST_BYTES = 16 * 1024 * 1024
LARGEST = 512 * 1024
LEAST_PACKED = 600
OF_THE_BRAND = ("/tanda/", "/tema/")  # files under their digest: no cookie changes them
# Any of the two, once each, with a value we know: then the header itself may be part of a key.
CHOICES = re.compile(
    rf"{language.COOKIE}=(?:{'|'.join(language.NAMES)})(?:; {appearance.COOKIE}=(?:{'|'.join(appearance.CHOICES)}))?"
    rf"|{appearance.COOKIE}=(?:{'|'.join(appearance.CHOICES)})(?:; {language.COOKIE}=(?:{'|'.join(language.NAMES)}))?"
)
PACKED = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[0-9.]+\s*)?(?:,|$)", re.IGNORECASE)
PER_ANSWER = frozenset({"x-request-id", "content-length", "vary", "etag"})

type_headers = list[tuple[str, str]]
type_key = tuple[str, State, str, str, str, str]


def same_for_everybody(view: Callable[P, R]) -> Callable[P, R]:
    """This page only reads, and depends on nothing but region, revision, language and appearance, for some seconds."""

    @wraps(view)
    def declared(*args: P.args, **values: P.kwargs) -> R:
        request.environ[SAME] = request.url_rule.rule if request.url_rule else "-"
        return view(*args, **values)

    return reads_only(declared)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it was given, also packed. `headers` are without request id and lengths."""

    headers: type_headers
    body: bytes
    packed: bytes | None
    etag: str
    route: str
    drawn_at: float

    @property
    def size(self) -> int:
        """What it takes in memory, about."""
        return len(self.body) + len(self.packed or b"") + 1024


class KeptPages:
    """WSGI middleware around the regions' application; one for each process."""

    def __init__(
        self, app: WSGIApplication, runtime: Runtime, beliefs: Beliefs, *, most_bytes: int = MOST_BYTES
    ) -> None:
        """`most_bytes` bounds all kept pages of the process together; those longest unused leave first."""
        self._app = app
        self._runtime = runtime
        self._beliefs = beliefs
        self._most = most_bytes
        self._kept: OrderedDict[type_key, Page] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, from memory where that is the same."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        page = self._look_up(key)
        if page is not None:
            metrics.KEPT.labels(environ[TENANT].slug, page.route).inc()
            return _answered(page, environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._app(environ, start_response)
        return self._draw(key, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> type_key | None:
        """What an answer may depend on; None for a request that memory must not answer."""
        path = environ.get("PATH_INFO", "")
        cookies = "" if path.startswith(OF_THE_BRAND) else environ.get("HTTP_COOKIE", "")
        plain = environ["REQUEST_METHOD"] in {"GET", "HEAD"} and not environ.get("QUERY_STRING")
        tenant: Tenant | None = environ.get(TENANT)
        if not plain or tenant is None or (cookies and not CHOICES.fullmatch(cookies)):
            return None
        now = self._state(tenant)
        if now is None:
            return None
        return tenant.key, now, environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), path, cookies

    def _state(self, tenant: Tenant) -> State | None:
        """What is in force there, read a moment ago at most; None while the database is away."""
        known = self._beliefs.known(tenant.key)
        if known is not None:
            return known
        try:
            with self._runtime.scope_of(tenant, reading=True) as entered:
                return self._beliefs.read(tenant.key, entered.session)
        except SQLAlchemyError:
            return None

    def _look_up(self, key: type_key) -> Page | None:
        with self._lock:
            page = self._kept.get(key)
            if page is None:
                return None
            if time.monotonic() - page.drawn_at > SECONDS:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return page

    def _keep(self, key: type_key, page: Page) -> None:
        if page.size > LARGEST:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = page
            self._size += page.size
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: type_key) -> None:
        gone = self._kept.pop(key, None)
        self._size -= gone.size if gone else 0

    def _draw(self, key: type_key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the page where it says that it may be kept."""
        declared: list[type_headers] = []
        drawn_at = time.monotonic()

        def begin(status: str, headers: type_headers, exc_info: object = None) -> Callable[[bytes], object]:
            if status == "200 OK" and environ.get(SAME) and not _sets_cookie(headers):
                declared.append(headers)
                return lambda _more: None
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)  # type: ignore[arg-type]

        answer = self._app(environ, begin)
        if not declared:
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        page = _page(declared[0], body, environ[SAME], drawn_at)
        self._keep(key, page)
        return _answered(page, environ, start_response)


def _sets_cookie(headers: type_headers) -> bool:
    return any(name.lower() == "set-cookie" for name, _value in headers)


def _page(headers: type_headers, body: bytes, route: str, drawn_at: float) -> Page:
    small = gzip.compress(body, 6, mtime=0) if len(body) >= LEAST_PACKED else None
    packed = small if small is not None and len(small) < len(body) else None
    kept = [(name, value) for name, value in headers if name.lower() not in PER_ANSWER]
    varies = [value for name, value in headers if name.lower() == "vary"]
    varies += ["Accept-Encoding"] if packed else []
    etag = f'W/"{sha256(body).hexdigest()[:32]}"'
    kept += [("ETag", etag), *([("Vary", ", ".join(varies))] if varies else [])]
    return Page(kept, body, packed, etag, route, drawn_at)


def _answered(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The page for this browser: whole or packed, or that it has it already."""
    headers = [*page.headers, ("X-Request-Id", environ[REQUEST_ID])]
    if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), page.etag):
        start_response("304 Not Modified", [pair for pair in headers if pair[0].lower() != "content-type"])
        return []
    body = page.body
    if page.packed is not None and PACKED.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _has_it(named: str, etag: str) -> bool:
    return bool(named) and (named.strip() == "*" or etag in (one.strip() for one in named.split(",")))
