"""Headers that every page carries, error pages included."""

from __future__ import annotations

from flask import Flask, Response, g, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


def may_frame_its_own() -> None:
    """Let this page hold frames of its own host."""
    g.policy = POLICY + "; frame-src 'self'"


def may_be_framed_here() -> None:
    """Let pages of the same host hold this one in a frame, where it can do nothing: no script, no form, no window."""
    g.policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'") + "; sandbox allow-same-origin"
    g.frames = "SAMEORIGIN"


def add_headers(response: Response) -> Response:
    """The policy without `unsafe-*`, and the usual company. Pages are never kept by shared caches."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", g.get("policy", POLICY))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = g.get("frames", "DENY")
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=()"
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache"
        headers.add("Vary", "Cookie")
    return response


def register(app: Flask) -> None:
    """Add the headers to every response of `app`."""
    app.after_request(add_headers)
