"""Whether a host of ours is answered: asked of the running server over loopback, else of a gate of our own.

A gate tells nobody but this installation which hosts it knows: the question carries a key made from the master key.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from jaki_replica.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PATH = "/.well-known/jaki-host"
KEY = "HTTP_X_JAKI_GATE"
HEADER = "X-Jaki-Gate"
SECONDS = 3.0


class Answered(StrEnum):
    """Who answers on a host, as far as it is right; `wrong` where the host leads elsewhere or nowhere."""

    SERVER = "server"
    HERE = "here"
    WRONG = "wrong"


def key_of(settings: Settings) -> str:
    """The key that only processes of this installation have."""
    return settings.derived_key("gate").hex()


def is_asked(settings: Settings, environ: Mapping[str, object]) -> bool:
    """Whether a request is the question, from one of ours."""
    given = str(environ.get(KEY, ""))
    return environ.get("PATH_INFO") == PATH and hmac.compare_digest(given.encode(), key_of(settings).encode())


def who_answers(settings: Settings, gate: WSGIApplication, host: str, tenant_key: str) -> Answered:
    """Ask the server of this installation on this machine, or `gate` where none runs here."""
    found = _asked_over_loopback(settings, host)
    if found is not None:
        return Answered.SERVER if found == tenant_key else Answered.WRONG
    return Answered.HERE if _asked_here(settings, gate, host) == tenant_key else Answered.WRONG


def _asked_over_loopback(settings: Settings, host: str) -> str | None:
    """The tenant's key, an empty text where the host is unknown there, None where no gate of ours listens."""
    connection = HTTPConnection("127.0.0.1", settings.port, timeout=SECONDS)
    try:
        connection.request("GET", PATH, headers={"Host": host, HEADER: key_of(settings)})
        answer = connection.getresponse()
        body = answer.read(100).decode("ascii", "replace").strip()
        return body if answer.getheader(HEADER) == "here" else None
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def _asked_here(settings: Settings, gate: WSGIApplication, host: str) -> str:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH, "HTTP_HOST": host, KEY: key_of(settings)}
    body: Iterable[bytes] = gate(environ, lambda *_: lambda data: None)
    return b"".join(body).decode("ascii").strip()
