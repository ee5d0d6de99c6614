"""A form whose page was open too long: what was typed is kept in the answer, to be sent again by one button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from jaki_replica.ui import faces, preferences
from jaki_replica.ui.words import lazy_gettext as _l

LIMIT = 1024 * 1024
TOKEN = "csrf_token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SHOWN, LENGTH = 6, 400
SECRETS: Mapping[str, tuple[object, str]] = {
    "old": (_l("Kata sandi sekarang"), "current-password"),
    "password": (_l("Kata sandi"), "off"),
    "sandi": (_l("Kata sandi"), "off"),
    "again": (_l("Kata sandi sekali lagi"), "off"),
    "kode": (_l("Kode"), "one-time-code"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form held, without its token. `secrets` are fields to be typed again; `files` names of files not kept.

    `address` is a path of this host. `encoding` is how the form was sent.
    """

    address: str
    encoding: str
    fields: tuple[tuple[str, str], ...]
    secrets: tuple[str, ...]
    files: tuple[str, ...]
    must_sign_in: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person has surely typed, to be seen: the longest texts of several words, in the form's order."""
        texts = dict.fromkeys(value.strip() for _name, value in self.fields if " " in value.strip() or "@" in value)
        longest = sorted(texts, key=len, reverse=True)[:SHOWN]
        return tuple(text if len(text) <= LENGTH else f"{text[:LENGTH]}…" for text in texts if text in longest)

    @property
    def secret_fields(self) -> tuple[tuple[str, object, str], ...]:
        """Name, label and autocomplete of each secret."""
        return tuple((name, *SECRETS[name.lower()]) for name in self.secrets)


def kept() -> Kept | None:
    """This request's form; None where it may not be offered again: from elsewhere, by a script, or too large."""
    if request.method != "POST" or request.mimetype not in FORMS or not _is_our_own():
        return None
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return None
    sent = [(name, value) for name, value in request.form.items(multi=True) if not name.endswith(TOKEN)]
    if sum(len(name.encode()) + len(value.encode()) for name, value in sent) > LIMIT:
        return None
    return Kept(
        address=preferences.without(),
        encoding=request.mimetype,
        fields=tuple((name, value) for name, value in sent if name.lower() not in SECRETS),
        secrets=tuple(dict.fromkeys(name for name, _value in sent if name.lower() in SECRETS)),
        files=tuple(file.filename for file in request.files.values() if file.filename),
        must_sign_in=_must_sign_in(),
    )


def _is_our_own() -> bool:
    """Whether the browser vouches that a page of this very host sent the form. A forged one must never be offered."""
    here = request.host_url.rstrip("/")
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == here


def _must_sign_in() -> bool:
    face = faces.of_request()
    return face is not None and face.bar is None
