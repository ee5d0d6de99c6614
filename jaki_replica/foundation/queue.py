"""Hints to the workers: this tenant's outbox has work. A lost hint costs time, never work."""

from __future__ import annotations

import threading
import time

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

log = structlog.get_logger(__name__)

QUEUE = "jaki"
DRAIN = "jaki_replica.worker.drain"
HINT_SECONDS = 60
REST_SECONDS = 5.0


def connect(url: str) -> Redis:
    """A client that gives up quickly: no page may wait for Redis."""
    return Redis.from_url(url, socket_connect_timeout=0.3, socket_timeout=1.0, retry=Retry(NoBackoff(), 0))


def hint_key(tenant_key: str) -> str:
    """The key that says a hint for this tenant is already on its way."""
    return f"jaki:{tenant_key}:hint"


class Hints:
    """Puts at most one waiting hint per tenant into the queue, so that a flood in one takes one turn in the line."""

    def __init__(self, redis: Redis) -> None:
        """`redis` may be away at any time; after a failure it is left alone for some seconds."""
        self._redis = redis
        self._queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
        self._resting_until = 0.0
        self._lock = threading.Lock()

    def give(self, tenant_key: str) -> bool:
        """Hint that `tenant_key` has work. False where Redis is away; the sweeper will find the work."""
        if time.monotonic() < self._resting_until:
            return False
        try:
            if self._redis.set(hint_key(tenant_key), "1", nx=True, ex=HINT_SECONDS):
                self._queue.enqueue_call(
                    DRAIN, args=[tenant_key], timeout=300, result_ttl=0, failure_ttl=86400, ttl=HINT_SECONDS * 10
                )
        except RedisError as error:
            with self._lock:
                self._resting_until = time.monotonic() + REST_SECONDS
            log.warning("redis away, hint left to the sweeper", kind=type(error).__name__)
            return False
        return True

    def take(self, tenant_key: str) -> None:
        """The hint is being followed: the next one may come."""
        try:
            self._redis.delete(hint_key(tenant_key))
        except RedisError as error:
            log.warning("redis away", kind=type(error).__name__)
