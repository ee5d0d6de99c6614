"""What one work costs against another in the same run: no test asserts a time by the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Callable

LEAST = 0.002  # seconds; less than that cannot be told from nothing


def effort(work: Callable[[], object], times: int = 3) -> float:
    """Processor seconds of this process for `work`, the least of some tries."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return max(LEAST, min(taken))
