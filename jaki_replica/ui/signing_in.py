"""One way to sign in for every face: the form, the rate limit, the session; who people are is the face's matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from jaki_replica.officials.holders import Holders
from jaki_replica.ui import limits
from jaki_replica.ui.limits import Limiter
from jaki_replica.ui.words import gettext as _

log = structlog.get_logger(__name__)
KEY = "jaki_door"


class Person(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody who is signed in, for as long as the token is valid."""

    def __init__(
        self, token: str, *, name: str, role: str, account_id: UUID | None = None, posts: Holders | None = None
    ) -> None:
        """`token` is what the cookie holds; `role` is one of the face's roles; `account_id` is the row behind both.

        `posts` are the tenures an official has now.
        """
        self.id = token
        self.name = name
        self.role = role
        self.account_id = account_id
        self.posts = posts or Holders()


@dataclass(frozen=True, slots=True)
class Door:
    """How a face knows people. `enter` gives a token or None, `who` a person or None, `home` an endpoint by role.

    `unfinished` names the endpoint where somebody of that role must go on signing in, or None.
    """

    enter: Callable[[str, str], str | None]
    who: Callable[[str], Person | None]
    leave: Callable[[str], None]
    home: Callable[[str], str]
    unfinished: Callable[[str], str | None] = lambda role: None


def door() -> Door:
    """The door of the app at work."""
    found: Door = current_app.extensions[KEY]
    return found


def inside(blueprint: Blueprint, *roles: str) -> None:
    """Let nobody into `blueprint` but people with one of `roles`: strangers sign in first, others are refused."""

    @blueprint.before_request
    def check() -> ResponseReturnValue | None:
        if not current_user.is_authenticated:
            if request.method != "GET":
                abort(403)
            return redirect(url_for("signing_in.form", next=request.path), 303)
        if current_user.role not in roles:
            step = door().unfinished(current_user.role)
            if step is None or request.method != "GET":
                abort(403)
            return redirect(url_for(step, next=request.path), 303)
        return None


def show_form(username: str = "", fault: str = "") -> str:
    """The form, with what was typed but never with the password."""
    return render_template("sign_in.html", username=username, fault=fault, next=wanted())


def wanted() -> str:
    """Where to go afterwards: a path of this host, nothing else."""
    path = request.values.get("next", "")
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and "\\" not in path else ""


def form() -> ResponseReturnValue:
    """The page to sign in on."""
    if current_user.is_authenticated:
        return redirect(url_for(door().home(current_user.role)), 303)
    return show_form(request.args.get("nama", "")[:200])


def enter() -> ResponseReturnValue:
    """Sign in. Name and password are never told apart in the answer; a new session starts."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    token = door().enter(username[:200], password)
    person = door().who(token) if token else None
    if person is None:
        log.info("sign-in refused")
        words = _("Nama pengguna atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi.")
        return show_form(username[:200], words), 422
    session.clear()
    login_user(person)
    session.permanent = True
    return redirect(wanted() or url_for(door().home(person.role)), 303)


def leave() -> ResponseReturnValue:
    """Sign out here and now: the token is of no more use anywhere."""
    if current_user.is_authenticated:
        door().leave(current_user.id)
    logout_user()
    session.clear()
    return redirect(url_for("signing_in.form"), 303)


def register(app: Flask, opened: Door, limiter: Limiter) -> None:
    """Put the door into `app`: `/masuk` and `/keluar`, and protection of every form against forgery."""
    app.extensions[KEY] = opened
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.session_protection = None  # the token is bound to the tenant; networks of phones change addresses
    manager.user_loader(opened.who)
    blueprint = Blueprint("signing_in", __name__)
    of_name = limits.limited(limiter, "sign-in", enter, lambda: limits.SIGN_IN_BY_NAME, key=limits.by_name)
    limited = limits.limited(limiter, "sign-in", of_name, lambda: limits.SIGN_IN_BY_CLIENT)
    blueprint.add_url_rule("/masuk", "form", form, methods=["GET"])
    blueprint.add_url_rule("/masuk", "enter", limited, methods=["POST"])
    blueprint.add_url_rule("/keluar", "leave", leave, methods=["POST"])
    app.register_blueprint(blueprint)
