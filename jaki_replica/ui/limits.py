"""How often a browser may try: counted in Redis per tenant, in memory while Redis is away."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter

from jaki_replica.settings import Settings
from jaki_replica.ui.edge import client
from jaki_replica.ui.sessions import owner

KEY = "jaki_limiter"
SIGN_IN_BY_CLIENT = "10 per minute;60 per hour"
SIGN_IN_BY_NAME = "15 per 15 minutes"


def by_client() -> str:
    """One browser at one tenant."""
    return f"{owner()}:{client()}"


def by_name() -> str:
    """One login name at one tenant, whoever tries it."""
    return f"{owner()}:name:{request.form.get('username', '').strip().lower()[:100]}"


def register(app: Flask, settings: Settings) -> Limiter:
    """Count in `app`. Redis away: each process counts for itself until it is back."""
    limiter = Limiter(
        key_func=by_client,
        app=app,
        storage_uri=settings.redis_url,
        storage_options={"socket_connect_timeout": 1, "socket_timeout": 1},
        in_memory_fallback_enabled=True,
        key_prefix="jaki",
        strategy="fixed-window",
    )
    app.extensions[KEY] = limiter
    return limiter


def limiter() -> Limiter:
    """The limiter of the app at work."""
    found: Limiter = current_app.extensions[KEY]
    return found


def guard(
    state: BlueprintSetupState,
    view: Callable[..., ResponseReturnValue],
    limit: Callable[[], str],
    only: Callable[[Response], bool] | None = None,
    key: Callable[[], str] = by_client,
) -> None:
    """Limit a page of a blueprint that is being registered; with `only`, count just the answers it picks.

    Counted for each browser, or by another `key`. Guarding a page again adds a limit.
    """
    found: Limiter | None = state.app.extensions.get(KEY)
    if found is None:
        return
    endpoint = ".".join(filter(None, (state.name_prefix, state.name, view.__name__)))
    inner: Callable[..., ResponseReturnValue] = state.app.view_functions[endpoint]  # type: ignore[assignment]
    limited: Callable[..., ResponseReturnValue] = found.limit(limit, key_func=key, deduct_when=only)(inner)
    state.app.view_functions[endpoint] = limited


def was_refused(answer: Response) -> bool:
    """Whether somebody came with something that is not right."""
    return answer.status_code in {403, 404}
