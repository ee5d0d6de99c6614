"""The first thing a request meets, before Flask: an exact host names a region or the operator, or nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import HOST_NAME, Settings, type_network
from jaki_replica.tenancy import probe
from jaki_replica.tenancy.registry import Registry
from jaki_replica.tenancy.terms import TenantState

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TENANT = "jaki.tenant"
REQUEST_ID = "jaki.request_id"
CLIENT = "jaki.client"
PLAIN_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
GIVEN_ID = re.compile(r"[0-9a-fA-F-]{16,64}")


def host_of(header: str) -> str | None:
    """The host name in a Host header, in lower case and without its port; None where it is not exactly one name."""
    name, colon, port = header.partition(":")
    if colon and not (port.isascii() and port.isdigit() and len(port) <= 5):
        return None
    name = name.lower()
    return name if len(name) <= 253 and name.isascii() and HOST_NAME.fullmatch(name) else None


def client_of(peer: str, forwarded_for: str, trusted: tuple[type_network, ...]) -> str:
    """The client's address: the last in the chain that is not one of our own proxies."""
    for candidate in [peer, *reversed([part.strip() for part in forwarded_for.split(",") if part.strip()])]:
        address = _address(candidate)
        if address is None:
            return peer
        if not any(address in network for network in trusted):
            return candidate
    return peer


def _address(value: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(value)
    except ValueError:
        return None


class Gate:
    """WSGI middleware in front of the regions' application and the operator's."""

    def __init__(
        self, settings: Settings, registry: Registry, *, region: WSGIApplication, operator: WSGIApplication
    ) -> None:
        """`region` answers on the hosts of active tenants, `operator` on the operator's host, nobody on others."""
        self._settings = settings
        self._registry = registry
        self._region = region
        self._operator = operator

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        self._settle_origin(environ)
        if environ.get("PATH_INFO") == "/healthz":
            return plain(start_response, environ, "200 OK", "ok\n")
        host = host_of(str(environ.get("HTTP_HOST", "")))
        if host == self._settings.operator_host:
            return self._operator(environ, start_response)
        if not self._registry.is_known:
            words = "Layanan belum siap.\nThe service is not ready yet.\n"
            return plain(start_response, environ, "503 Service Unavailable", words, [("Retry-After", "10")])
        tenant = self._registry.picture.by_host.get(host) if host else None
        if probe.is_asked(self._settings, environ):
            words = f"{tenant.key}\n" if tenant else "\n"
            return plain(start_response, environ, "200 OK", words, [(probe.HEADER, "here")])
        if tenant is None or tenant.state is TenantState.PROVISIONING:
            return plain(start_response, environ, "404 Not Found", "Not found\n")
        if tenant.state is TenantState.SUSPENDED:
            words = "Layanan ini sedang dihentikan sementara.\nThis service is suspended for now.\n"
            return plain(start_response, environ, "503 Service Unavailable", words, [("Retry-After", "3600")])
        environ[TENANT] = tenant
        return self._region(environ, start_response)

    def _settle_origin(self, environ: WSGIEnvironment) -> None:
        """Believe X-Forwarded-* from our own proxies only; from others they are removed."""
        peer = str(environ.get("REMOTE_ADDR", ""))
        address = _address(peer)
        proxied = address is not None and any(address in n for n in self._settings.trusted_proxies)
        given = {name: str(environ.pop(name, "")) for name in FORWARDED}
        offered = str(environ.pop("HTTP_X_REQUEST_ID", ""))
        environ[CLIENT] = peer
        environ[REQUEST_ID] = new_id().hex
        if self._settings.https:
            environ["wsgi.url_scheme"] = "https"
        if not proxied:
            return
        environ[CLIENT] = client_of(peer, given["HTTP_X_FORWARDED_FOR"], self._settings.trusted_proxies)
        environ["REMOTE_ADDR"] = environ[CLIENT]
        if given["HTTP_X_FORWARDED_PROTO"] in {"http", "https"}:
            environ["wsgi.url_scheme"] = given["HTTP_X_FORWARDED_PROTO"]
        if given["HTTP_X_FORWARDED_HOST"]:
            environ["HTTP_HOST"] = given["HTTP_X_FORWARDED_HOST"]
        if GIVEN_ID.fullmatch(offered):
            environ[REQUEST_ID] = offered


def plain(
    start_response: Callable[..., object],
    environ: WSGIEnvironment,
    status: str,
    words: str,
    more: list[tuple[str, str]] | None = None,
) -> Iterable[bytes]:
    """A short text without any brand."""
    body = words.encode()
    headers = [*PLAIN_HEADERS, ("Content-Length", str(len(body))), ("X-Request-Id", str(environ[REQUEST_ID]))]
    start_response(status, headers + (more or []))
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
