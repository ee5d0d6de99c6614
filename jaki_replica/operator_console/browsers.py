"""What a browser calls itself, in words that its owner knows again."""

from __future__ import annotations

from jaki_replica.ui.words import gettext as _

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


def browser(agent: str) -> str:
    """Firefox di Windows; a browser that is not on the list is "Peramban lain"."""
    name = next((word for mark, word in BROWSERS if mark in agent), _("Peramban lain"))
    system = next((word for mark, word in (*SYSTEMS, ("Linux", "Linux")) if mark in agent), "")
    return _("%(name)s di %(system)s", name=name, system=system) if system else name
