"""How often a browser may try: counted in Redis per tenant, in this process's memory while Redis is away."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import TypeVar, cast

from flask import Flask, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue, RouteCallable
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage, RedisStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis import Redis
from redis.exceptions import RedisError

from jaki_replica.foundation.errors import TooMany
from jaki_replica.foundation.recent import Recent
from jaki_replica.settings import Settings
from jaki_replica.ui.edge import client
from jaki_replica.ui.sessions import owner

KEY = "jaki_limiter"
PREFIX = "jaki-limits"
SIGN_IN_BY_CLIENT = "10 per minute;60 per hour"
SIGN_IN_BY_NAME = "15 per 15 minutes"
AWAY_SECONDS = 5.0
MOST_CLOSED = 20_000  # browsers that a process knows to be beyond a limit

T = TypeVar("T")

type_view = Callable[..., ResponseReturnValue]
type_windows = tuple[RateLimitItem, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """Which answers count. `asks_first`: whoever is beyond the limit must not even begin.

    Otherwise nobody is asked on the way in: the one answer too many becomes a refusal, and from then on this process
    knows. Each other process learns it from the next answer there that counts.
    """

    is_one: Callable[[Response], bool]
    asks_first: bool = True


REFUSED = Picked(lambda answer: answer.status_code in {403, 404}, asks_first=False)
"""Somebody came with something that is not right: a number, a link."""


def by_client() -> str:
    """One browser at one tenant."""
    return f"{owner()}:{client()}"


def by_name() -> str:
    """One login name at one tenant, whoever tries it."""
    return f"{owner()}:name:{request.form.get('username', '').strip().lower()[:100]}"


class Limiter:
    """Counts in fixed windows. Without Redis each process counts for itself, and asks again after some seconds."""

    def __init__(self, redis_url: str) -> None:
        """`redis_url` as in the settings; nothing is connected yet."""
        options: dict[str, float | str | bool] = {"socket_connect_timeout": 1, "socket_timeout": 1}
        self._shared = FixedWindowRateLimiter(storage_from_string(redis_url, key_prefix=PREFIX, **options))
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._away_until = 0.0
        self._closed: Recent[tuple[RateLimitItem, tuple[str, ...]], float] = Recent(MOST_CLOSED)
        self.enabled = True

    def hit(self, window: RateLimitItem, *who: str) -> bool:
        """Count once; whether that is still within the limit."""
        return self._ask(lambda counter: counter.hit(window, *who))

    def full(self, windows: type_windows, *who: str) -> RateLimitItem | None:
        """The first window in which one more would be beyond the limit. Counts nothing, and asks once for all."""
        counts = self._ask(lambda counter: _counts(counter.storage, [one.key_for(*who) for one in windows]))
        return next((one for one, n in zip(windows, counts, strict=True) if n >= one.amount), None)

    def close(self, window: RateLimitItem, *who: str) -> None:
        """Remember in this process that `who` is beyond the limit until the window starts anew."""
        self._closed.keep((window, who), time.monotonic() + self.seconds_left(window, *who))

    def closed(self, windows: type_windows, *who: str) -> RateLimitItem | None:
        """The first window that this process knows to be full. Asks nobody."""
        at = time.monotonic()
        return next((one for one in windows if (self._closed.get((one, who)) or 0.0) > at), None)

    def seconds_left(self, window: RateLimitItem, *who: str) -> int:
        """Until the window starts anew, at least 1."""
        reset = self._ask(lambda counter: counter.get_window_stats(window, *who).reset_time)
        return max(1, math.ceil(reset - time.time()))

    def _ask(self, question: Callable[[FixedWindowRateLimiter], T]) -> T:
        if time.monotonic() >= self._away_until:
            try:
                return question(self._shared)
            except RedisError:
                self._away_until = time.monotonic() + AWAY_SECONDS
        return question(self._own)


def register(app: Flask, settings: Settings) -> Limiter:
    """Count in `app`."""
    limiter = app.extensions[KEY] = Limiter(settings.redis_url)
    app.after_request(_count)
    return limiter


def limited(
    limiter: Limiter,
    name: str,
    view: type_view,
    allowed: Callable[[], str],
    only: Picked | None = None,
    key: Callable[[], str] = by_client,
) -> type_view:
    """`view`, refused as TooMany beyond what `allowed` says ("10 per minute;60 per hour").

    Counted under `name` for each `key`; with `only`, just the answers that it picks.
    """

    @wraps(view)
    def counted(*args: object, **values: object) -> ResponseReturnValue:
        if limiter.enabled:
            who, windows = (name, key()), _windows(allowed())
            if only:
                over = (limiter.full if only.asks_first else limiter.closed)(windows, *who)
                g.setdefault("to_count", []).extend((only, window, who) for window in windows)
            else:
                over = next((window for window in windows if not limiter.hit(window, *who)), None)
            if over is not None:
                raise _too_many(limiter, over, who)
        return view(*args, **values)

    return counted


def guard(
    state: BlueprintSetupState,
    view: type_view,
    allowed: Callable[[], str],
    only: Picked | None = None,
    key: Callable[[], str] = by_client,
    together: str = "",
) -> None:
    """Limit a page of a blueprint that is being registered, as `limited`. Guarding a page again adds a limit.

    Pages that are guarded `together`, under one name, are counted as one.
    """
    endpoint = ".".join(filter(None, (state.name_prefix, state.name, view.__name__)))
    guard_endpoint(cast(Flask, state.app), endpoint, allowed, only, key, together)


def guard_endpoint(
    app: Flask,
    endpoint: str,
    allowed: Callable[[], str],
    only: Picked | None = None,
    key: Callable[[], str] = by_client,
    together: str = "",
) -> None:
    """Limit a page of `app`, as far as the app counts at all."""
    limiter: Limiter | None = app.extensions.get(KEY)
    if limiter is not None:
        inner = cast(type_view, app.view_functions[endpoint])
        app.view_functions[endpoint] = cast(
            RouteCallable, limited(limiter, together or endpoint, inner, allowed, only, key)
        )


def _count(answer: Response) -> Response:
    """Count what had to be answered before it was known whether it counts."""
    limiter: Limiter = current_app.extensions[KEY]
    counted = [one for one in g.pop("to_count", ()) if one[0].is_one(answer)]
    beyond = [(window, who) for only, window, who in counted if not limiter.hit(window, *who) and not only.asks_first]
    if not beyond:
        return answer
    for window, who in beyond:
        limiter.close(window, *who)
    return current_app.make_response(current_app.handle_user_exception(_too_many(limiter, *beyond[0])))


def _too_many(limiter: Limiter, window: RateLimitItem, who: tuple[str, ...]) -> TooMany:
    return TooMany("More often than allowed", retry_after=limiter.seconds_left(window, *who))


def _counts(storage: Storage, keys: Sequence[str]) -> list[int]:
    if isinstance(storage, RedisStorage):
        redis = cast(Redis, storage.get_connection(readonly=True))
        found = cast("list[bytes | None]", redis.mget([storage.prefixed_key(key) for key in keys]))
        return [int(n or 0) for n in found]
    return [storage.get(key) for key in keys]


@cache
def _windows(allowed: str) -> type_windows:
    return tuple(parse_many(allowed))
