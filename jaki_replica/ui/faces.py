"""Which face a path belongs to, so that what an application answers for all its pages wears that face's frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app, request
from flask.sansio.app import App
from flask_login import current_user

KEY = "jaki_faces"


@dataclass(frozen=True, slots=True)
class Face:
    """Pages for people who are signed in: all below `prefix`, except those below `doors`.

    `bars` names the navigation bar by role; `name` is what the rail calls the face, `home` its first page.
    """

    prefix: str
    bars: Mapping[str, str]
    name: object
    home: str
    doors: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the page at `path` is one of this face."""
        return _below(path, self.prefix) and not any(_below(path, door) for door in self.doors)

    @property
    def bar(self) -> str | None:
        """The bar of whoever is signed in; None for somebody who may not be here, or not any more."""
        return self.bars.get(current_user.role) if current_user.is_authenticated else None


def add_face(app: App, face: Face) -> None:
    """Tell `app` of a face."""
    app.extensions.setdefault(KEY, []).append(face)


def of_request() -> Face | None:
    """The face of this request's path; None for citizens' pages and for the doors."""
    known: list[Face] = current_app.extensions.get(KEY, [])
    return next((face for face in known if face.holds(request.path)), None)


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix.rstrip("/") + "/")
