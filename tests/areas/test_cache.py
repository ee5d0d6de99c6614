"""The cache of grounds: one load per set, bounded, tenants apart, safe between threads."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import shapely

from jaki_replica.areas.locating import Ground, Locator, LocatorCache
from jaki_replica.areas.terms import AreaTree


def ground(number: int = 1, vertices: int = 4) -> Ground:
    ring = shapely.Point(0, 0).buffer(1, quad_segs=max(vertices // 4, 1))
    return Ground(number, False, AreaTree([]), Locator([("31", shapely.to_wkb(ring))]))


def test_a_ground_is_loaded_once_per_set() -> None:
    cache = LocatorCache()
    first = cache.ground("a", 1, ground)
    assert cache.ground("a", 1, lambda: pytest.fail("loaded again")) is first
    second = cache.ground("a", 2, lambda: ground(2))
    assert second.number == 2
    assert len(cache) == 1


def test_tenants_with_the_same_set_number_have_their_own_ground() -> None:
    cache = LocatorCache()
    assert cache.ground("a", 1, ground) is not cache.ground("b", 1, ground)


def test_an_older_set_does_not_displace_a_newer_one() -> None:
    cache = LocatorCache()
    newer = cache.ground("a", 2, lambda: ground(2))
    assert cache.ground("a", 1, ground).number == 1
    assert cache.ground("a", 2, lambda: pytest.fail("the newer set was dropped")) is newer


def test_the_longest_unused_ground_leaves_first() -> None:
    cache = LocatorCache(entries=2)
    cache.ground("a", 1, ground)
    cache.ground("b", 1, ground)
    cache.ground("a", 1, ground)
    cache.ground("c", 1, ground)
    assert len(cache) == 2
    cache.ground("a", 1, lambda: pytest.fail("a was used last"))
    loaded = []
    cache.ground("b", 1, lambda: loaded.append(1) or ground())
    assert loaded


def test_memory_is_bounded_too() -> None:
    large = ground(vertices=4_000)
    cache = LocatorCache(size_bytes=3 * large.locator.size_bytes)
    for number in range(9):
        cache.ground(str(number), 1, lambda: ground(vertices=4_000))
    assert len(cache) == 3
    assert cache.size_bytes <= 3 * large.locator.size_bytes


def test_one_ground_is_kept_even_when_it_is_too_large() -> None:
    cache = LocatorCache(size_bytes=1)
    first = cache.ground("a", 1, ground)
    assert cache.ground("a", 1, lambda: pytest.fail("loaded again")) is first


def test_threads_that_ask_at_once_load_once() -> None:
    cache = LocatorCache()
    loads: list[str] = []
    start = threading.Barrier(8)

    def slow() -> Ground:
        loads.append(threading.current_thread().name)
        time.sleep(0.05)
        return ground()

    def ask(_: int) -> Ground:
        start.wait()
        return cache.ground("a", 1, slow)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(8)))
    assert len(loads) == 1
    assert all(one is found[0] for one in found)


def test_a_failed_load_is_tried_again() -> None:
    cache = LocatorCache()
    with pytest.raises(ZeroDivisionError):
        cache.ground("a", 1, lambda: 1 // 0)  # type: ignore[arg-type,return-value]
    assert cache.ground("a", 1, ground).number == 1


def test_a_forgotten_tenant_is_loaded_again() -> None:
    cache = LocatorCache()
    first = cache.ground("a", 1, ground)
    cache.forget("a")
    assert cache.ground("a", 1, ground) is not first
