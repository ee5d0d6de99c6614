"""The places a page offers. Each face adds its own, so that no layout names a page that is not there."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app, request, url_for
from flask.sansio.app import App

from jaki_replica.ui.look import region

KEY = "jaki_navigation"


@dataclass(frozen=True, slots=True)
class Place:
    """A page worth a link. `endpoint` takes no values; `word` may be lazy; `main` is the strong one in the tab bar.

    `below` are further endpoints that count as being here. With `needs_services` it is shown only where the
    region has public services. With `only_wide` it is in the masthead and not at the thumb, where five find room.
    """

    endpoint: str
    word: object
    icon: str = ""
    main: bool = False
    below: tuple[str, ...] = ()
    needs_services: bool = False
    only_wide: bool = False

    @property
    def address(self) -> str:
        """Where it leads; the same in every request, so it is made once."""
        known: dict[str, str] = current_app.extensions[KEY].addresses
        if self.endpoint not in known:
            known[self.endpoint] = url_for(self.endpoint)
        return known[self.endpoint]

    @property
    def is_here(self) -> bool:
        """Whether this request is for it, or for something below it."""
        return request.endpoint == self.endpoint or request.endpoint in self.below


@dataclass(slots=True)
class Navigation:
    """Places by bar (`citizen`, `desk`, ...) in the order in which they were added."""

    bars: dict[str, list[Place]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)


def add_places(app: App, bar: str, *places: Place) -> None:
    """Add places to a bar of `app`: `citizen` (masthead and tab bar), `portal` and `help` (footer), `desk`."""
    navigation: Navigation = app.extensions.setdefault(KEY, Navigation())
    navigation.bars.setdefault(bar, []).extend(places)


def places(bar: str) -> tuple[Place, ...]:
    """The places of a bar that this host has."""
    here = region()
    navigation: Navigation = current_app.extensions.get(KEY, Navigation())
    has_services = here is not None and bool(here.services)
    return tuple(place for place in navigation.bars.get(bar, ()) if has_services or not place.needs_services)
