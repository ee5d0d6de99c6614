"""The ways to report that a region has besides its pages, with an address that can be followed where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jaki_replica.tenancy.configuration.terms import Channel, Connector, RegionConfig
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _

WEB = re.compile(r"https?://[^\s<>\"]+")
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,18}")
ICONS = {
    Connector.EMAIL: "mail",
    Connector.SMS: "smartphone",
    Connector.WHATSAPP: "message-circle",
    Connector.SOCIAL: "at-sign",
    Connector.SP4N: "landmark",
    Connector.NONE: "building",
}
# The national line 1708 takes messages, not calls.
BY_MESSAGE = frozenset({Connector.SMS, Connector.SP4N})


@dataclass(frozen=True, slots=True)
class Way:
    """A way in. `href` is empty where the address is a place to go to, or nothing a browser can open."""

    name: str
    address: str
    href: str
    icon: str
    words: str


def ways(region: RegionConfig) -> tuple[Way, ...]:
    """The open ways in besides this portal, those that can be followed at once first; nothing twice."""
    found = [_way(channel) for channel in region.channels if channel.open and _can_be_used(channel)]
    return tuple(sorted(found, key=lambda way: not way.href))


def link_of(address: str, connector: Connector = Connector.NONE) -> str:
    """What a browser opens for `address`: a page, a mail, a chat, a call; empty for anything else."""
    if WEB.fullmatch(address):
        return address
    if EMAIL.fullmatch(address):
        return f"mailto:{address}"
    if not PHONE.fullmatch(address):
        return ""
    digits = re.sub(r"[^0-9+]", "", address)
    if connector is Connector.WHATSAPP:
        return f"https://wa.me/{re.sub(r'^0', '62', digits.lstrip('+'))}"
    return f"sms:{digits}" if connector in BY_MESSAGE else f"tel:{digits}"


def _way(channel: Channel) -> Way:
    href = link_of(channel.address, channel.connector)
    icon = "phone" if href.startswith("tel:") else ICONS[channel.connector]
    return Way(words(channel.name), channel.address, href, icon, _how(channel))


def _how(channel: Channel) -> str:
    known = {
        Connector.EMAIL: _("Tulis tempatnya di dalam surat, lampirkan foto."),
        Connector.SMS: _("Tulis tempat dan masalahnya dalam satu pesan."),
        Connector.WHATSAPP: _("Kirim foto, tempat, dan cerita singkat."),
        Connector.SOCIAL: _("Sebut akun ini, sertakan foto dan tempatnya."),
        Connector.SP4N: _("Pengaduan nasional, diteruskan kepada kami."),
    }
    return known.get(channel.connector, "")


def _can_be_used(channel: Channel) -> bool:
    """Not this portal itself, and no account or number that nobody could find."""
    if channel.connector is Connector.NONE:
        return True
    return channel.connector is not Connector.PORTAL and bool(channel.address)
