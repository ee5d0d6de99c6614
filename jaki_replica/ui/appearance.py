"""Light or dark: as the device wishes, or as the reader has chosen, kept in a cookie."""

from __future__ import annotations

from flask import has_request_context, request

from jaki_replica.ui.look import draft

COOKIE = "tampilan"
FOLLOW, LIGHT, DARK = "ikut", "terang", "gelap"
CHOICES = (FOLLOW, LIGHT, DARK)
THEMES = {LIGHT: "light", DARK: "dark"}


def current() -> str:
    """The reader's choice: `ikut` (as the device), `terang` or `gelap`. A preview has its own."""
    tried = draft() if has_request_context() else None
    if tried is not None:
        return tried.appearance
    wanted = request.cookies.get(COOKIE, FOLLOW) if has_request_context() else FOLLOW
    return wanted if wanted in CHOICES else FOLLOW


def theme() -> str:
    """The value of `data-theme`, empty where the device decides."""
    return THEMES.get(current(), "")
