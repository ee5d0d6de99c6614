"""What has changed lately, told by name and time alone: whoever has a page open learns that there is something new.

Told after the commit and kept in Valkey for a day. Losing it costs a notice, never a fact.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)

CHANGED = "jaki_changed_topics"
KEPT_MS = 24 * 3600 * 1000
REST_SECONDS = 5.0
PAUSE_SECONDS = 1.0
PATTERN = "jaki:*:changes"

type_listened = tuple[str, str]


def note(session: Session, *topics: str) -> None:
    """This transaction changes `topics`: told once it is committed."""
    session.info.setdefault(CHANGED, set()).update(topics)


def take(session: Session) -> frozenset[str]:
    """What this transaction has noted so far; afterwards it has noted nothing."""
    return frozenset(session.info.pop(CHANGED, ()))


def milliseconds() -> int:
    """The time on the wall, for telling what is newer; between machines it is as good as their clocks."""
    return time.time_ns() // 1_000_000


def channel(tenant_key: str) -> str:
    """Where the changes of one tenant are called out."""
    return f"jaki:{tenant_key}:changes"


def shelf(tenant_key: str) -> str:
    """The key under which the times of one tenant's changes are kept."""
    return f"jaki:{tenant_key}:changed"


class Changes:
    """Tells and asks. Valkey may be away at any time; after a failure it is left alone for some seconds."""

    def __init__(self, redis: Redis) -> None:
        """Nothing is asked yet."""
        self._redis = redis
        self._resting_until = 0.0

    def tell(self, tenant_key: str, topics: Iterable[str]) -> None:
        """These topics of a tenant have changed now."""
        found = sorted(topics)
        if not found or time.monotonic() < self._resting_until:
            return
        at, key = milliseconds(), shelf(tenant_key)
        try:
            line = self._redis.pipeline(transaction=False)
            line.zadd(key, dict.fromkeys(found, at))
            line.zremrangebyscore(key, 0, at - KEPT_MS)
            line.pexpire(key, KEPT_MS)
            line.publish(channel(tenant_key), json.dumps(found))
            line.execute()
        except RedisError as error:
            self._rest(error)

    def any_since(self, tenant_key: str, topics: Iterable[str], since: int) -> bool:
        """Whether one of the topics has changed after `since` (milliseconds). False while Valkey is away."""
        if time.monotonic() < self._resting_until:
            return False
        try:
            found = self._redis.zmscore(shelf(tenant_key), list(topics))
        except RedisError as error:
            self._rest(error)
            return False
        return any(at is not None and float(at) > since for at in found)

    def _rest(self, error: RedisError) -> None:
        self._resting_until = time.monotonic() + REST_SECONDS
        log.warning("valkey away, nobody is told of changes", kind=type(error).__name__)


class Listener:
    """One connection of this process that hears all changes and wakes whoever waits for one of them."""

    def __init__(self, redis: Redis) -> None:
        """Nothing is opened before somebody waits."""
        self._redis = redis
        self._waiting: dict[type_listened, set[threading.Event]] = defaultdict(set)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def waiting(self, tenant_key: str, topics: Iterable[str]) -> Iterator[threading.Event]:
        """An event that is set at each change of one of the topics while the block lasts."""
        woken, keys = threading.Event(), [(tenant_key, topic) for topic in topics]
        with self._lock:
            for key in keys:
                self._waiting[key].add(woken)
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="changes", daemon=True)
                self._thread.start()
        try:
            yield woken
        finally:
            with self._lock:
                for key in keys:
                    self._waiting[key].discard(woken)
                    if not self._waiting[key]:
                        del self._waiting[key]

    def _listen(self) -> None:
        while self._is_wanted():
            try:
                self._hear()
            except (RedisError, OSError, ValueError) as error:  # the client closes its own buffers under a reader
                if self._waiting:
                    log.warning("valkey away, streams ask now and then", kind=type(error).__name__)
                time.sleep(PAUSE_SECONDS)

    def _is_wanted(self) -> bool:
        """Whether anybody waits; otherwise this thread ends, and the next one who waits begins another."""
        with self._lock:
            if not self._waiting:
                self._thread = None
            return self._thread is not None

    def _hear(self) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
            heard.psubscribe(PATTERN)
            while self._waiting:
                message = heard.get_message(timeout=PAUSE_SECONDS)
                if message is not None:
                    self._wake(message["channel"].decode(), message["data"])

    def _wake(self, told_on: str, data: bytes) -> None:
        tenant_key = told_on.split(":")[1]
        with self._lock:
            for topic in json.loads(data):
                for woken in self._waiting.get((tenant_key, topic), ()):
                    woken.set()
