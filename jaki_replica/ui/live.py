"""Tells an open page that something has changed, and nothing else: by a stream where one is offered, or when it asks.

A page carries a sealed ticket: what it shows, of which region, since when. No database is asked. A stream holds a
thread, so a process holds as many as `LIVE_STREAMS` says, which is none where pages are served.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, g, request

from jaki_replica.complaints.terms import for_everybody, for_officials, of_unit
from jaki_replica.foundation import sealing
from jaki_replica.foundation.changes import Changes, Listener, milliseconds
from jaki_replica.foundation.errors import Conflict
from jaki_replica.tenancy.gate import TENANT
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui.edge import runtime

blueprint = Blueprint("live", __name__)

STREAMS = "jaki_live_streams"
OFFERED = "Kabar-Alir"
MOST_TOPICS = 60
LIFETIME_MS = 12 * 3600 * 1000
HEARTBEAT_SECONDS = 20.0
LONGEST_SECONDS = 600.0
TO_URL, FROM_URL = str.maketrans("+/", "-_"), str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a page shows, and the moment (milliseconds) it was drawn at."""

    topics: tuple[str, ...]
    since: int


class Streams:
    """How many streams this process holds, and may hold."""

    def __init__(self, most: int, listener: Listener) -> None:
        """None are held yet."""
        self.most = most
        self.listener = listener
        self._held = threading.BoundedSemaphore(most) if most else None
        self.count = 0

    def enter(self) -> bool:
        """Take a place, where there is one."""
        if self._held is None or not self._held.acquire(blocking=False):
            return False
        self.count += 1
        return True

    def leave(self) -> None:
        """Give the place back."""
        self.count -= 1
        if self._held is not None:
            self._held.release()


def register(app: Flask, here: Runtime) -> None:
    """Let `app` answer pages that are open, and give its templates `live_ticket`."""
    app.extensions[STREAMS] = Streams(here.settings.live_streams, Listener(here.redis))
    app.register_blueprint(blueprint)
    app.jinja_env.filters["of_unit"] = of_unit
    app.jinja_env.globals.update(live_ticket=ticket, for_everybody=for_everybody, for_officials=for_officials)


def ticket(*topics: str) -> str:
    """The ticket of a page that shows these topics; nothing for a page that shows too many."""
    if not 0 < len(topics) <= MOST_TOPICS:
        return ""
    began = milliseconds() - int((time.perf_counter() - g.begun) * 1000)
    plain = json.dumps([began, *topics], separators=(",", ":"))
    return sealing.sealed(_key(), plain, owner=_tenant_key()).translate(TO_URL)


def _read(given: str) -> Ticket | None:
    """What a ticket says; None for one that is not of this region, was changed, or is too old."""
    try:
        since, *topics = json.loads(sealing.opened(_key(), given.translate(FROM_URL), owner=_tenant_key()))
    except Conflict:
        return None
    return Ticket(tuple(topics), since) if milliseconds() - since < LIFETIME_MS else None


def _key() -> bytes:
    return runtime().settings.derived_key("live")


def _tenant_key() -> str:
    tenant: Tenant = request.environ[TENANT]
    return tenant.key


@blueprint.get("/kabar")
def ask() -> Response:
    """Whether there is something new: 200 if so, 204 if not, 410 for a page that has to be loaded anew anyway."""
    found = _read(request.args.get("t", ""))
    if found is None:
        return _short(410)
    changed = runtime().changes.any_since(_tenant_key(), found.topics, found.since)
    answer = _short(200 if changed else 204)
    if runtime().settings.live_offered:
        answer.headers[OFFERED] = "1"
    return answer


@blueprint.get("/kabar/alir")
def stream() -> Response:
    """The same as a stream that says it at once, and then ends. 204 tells the browser not to come again."""
    streams: Streams = current_app.extensions[STREAMS]
    found = _read(request.args.get("t", ""))
    if found is None or not streams.most:
        return _short(204)
    if not streams.enter():
        answer = _short(503)
        answer.headers["Retry-After"] = "60"
        return answer
    told = Told(runtime().changes, streams, _tenant_key(), found)
    answer = Response(told, content_type="text/event-stream; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


class Told:
    """The body of one stream. Its place is given back when the stream ends or is closed, begun or not."""

    def __init__(self, changes: Changes, streams: Streams, tenant_key: str, ticket: Ticket) -> None:
        """The place in `streams` is taken already."""
        self._streams = streams
        self._lines = _lines(changes, streams.listener, tenant_key, ticket)
        self._left = threading.Lock()

    def __iter__(self) -> Iterator[str]:
        """The lines, as they come."""
        return self

    def __next__(self) -> str:
        """The next line."""
        return next(self._lines)

    def close(self) -> None:
        """The browser has gone, or all is said."""
        self._lines.close()
        if self._left.acquire(blocking=False):
            self._streams.leave()


def _lines(changes: Changes, listener: Listener, tenant_key: str, ticket: Ticket) -> Generator[str]:
    yield "retry: 60000\n\n"
    until = time.monotonic() + LONGEST_SECONDS
    with listener.waiting(tenant_key, ticket.topics) as woken:
        while time.monotonic() < until:
            if changes.any_since(tenant_key, ticket.topics, ticket.since):
                yield "event: baru\ndata: \n\n"
                return
            if not woken.wait(HEARTBEAT_SECONDS):
                yield ": \n\n"
            woken.clear()


def _short(code: int) -> Response:
    answer = Response(status=code)
    answer.headers["Cache-Control"] = "no-store"
    return answer
