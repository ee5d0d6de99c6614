"""The least an application can do: what pages are held against, on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterable

BODY = b"<!doctype html><title>Halo</title><p>Halo, dunia"


def app(_environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    """The same few bytes for everybody."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]
