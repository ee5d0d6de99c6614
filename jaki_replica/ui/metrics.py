"""What Prometheus may know: counts and times per region and route. Shown only to who has the token."""

from __future__ import annotations

import hmac
from functools import cache

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client import values as prometheus_values
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("jaki_requests", "Requests answered", ["tenant", "method", "route", "status"])
KEPT = Counter("jaki_kept_pages", "Pages answered from memory, in no other figure", ["tenant", "route"])
SECONDS = Histogram("jaki_request_seconds", "Time to answer", ["tenant", "route"], buckets=(0.01, 0.05, 0.2, 1, 5))

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
blueprint = Blueprint("metrics", __name__)


@cache
def _counter(tenant: str, method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(tenant, method, route, str(status))


@cache
def _times(tenant: str, route: str) -> Histogram:
    return SECONDS.labels(tenant, route)


def answered(tenant: str, method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered. `route` is one of the application's rules, so that there are few of them.

    A method that nobody knows, which anybody may invent, counts with all others of its kind.
    """
    _counter(tenant, method if method in METHODS else "other", route, status).inc()
    _times(tenant, route).observe(seconds)


def figures() -> bytes:
    """All figures in the text format; of all processes where they share a folder for them."""
    if prometheus_values.ValueClass.__name__ == "MutexValue":
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
    return generate_latest(registry)


@blueprint.get("/metrics")
def show() -> Response:
    """The figures, for `Authorization: Bearer <METRICS_TOKEN>`; without the right token there is nothing here."""
    token = current_app.extensions["jaki_runtime"].settings.metrics_token
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    return Response(figures(), content_type=CONTENT_TYPE_LATEST)
