"""Starting a process that cannot outlive us, and stopping it within a bounded time."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from signal import Signals

from jaki_replica.embedded import files
from jaki_replica.embedded.account import Account

PR_SET_PDEATHSIG = 1
STEP = 0.02  # seconds between two looks at a process

Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a process is told to end: `soft` first, and `hard` when `patience` seconds did not suffice."""

    soft: Signals
    hard: Signals
    patience: float


def start(
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    ending: Ending,
    account: Account | None = None,
    feed: bytes = b"",
) -> Process:
    """Start `argv` in a process group of its own, its output appended to `log`, `feed` as its input.

    The kernel sends it the soft signal when this process dies, also by kill -9. That holds for the thread that
    starts it, so only for starts from the main thread; the guard covers the rest.
    """
    output = files.open_log(log)
    try:
        process = subprocess.Popen(  # noqa: S603 - what runs is for the caller to say
            argv,
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env),
            cwd="/" if account else None,
            user=account.uid if account and account.switched else None,
            group=account.gid if account and account.switched else None,
            extra_groups=[] if account and account.switched else None,
            process_group=0,
            preexec_fn=_bound_to_us(ending.soft),
        )
    finally:
        os.close(output)
    if feed and process.stdin:
        process.stdin.write(feed)
        process.stdin.close()
    return process


def stop(process: Process, ending: Ending) -> bool:
    """End `process` and what it left in its group; gives whether the soft signal sufficed."""
    tell(process.pid, ending.soft)
    in_time = wait(process, ending.patience)
    if not in_time:
        tell(process.pid, ending.hard)
        wait(process, ending.patience)
    tell(process.pid, Signals.SIGKILL)
    process.wait()
    return in_time


def wait(process: Process, seconds: float) -> bool:
    """Whether `process` ended within `seconds`."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether `true` came to hold within `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(STEP)
    return True


def tell(group: int, signal: Signals) -> None:
    """Send `signal` to a process group, which may be gone already."""
    try:
        os.killpg(group, signal)
    except (ProcessLookupError, PermissionError):
        # macOS answers EPERM for a group of which only an unreaped leader is left.
        return


def _bound_to_us(signal: Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux") or threading.current_thread() is not threading.main_thread():
        return None
    prctl, parent = _libc().prctl, os.getpid()

    def bind() -> None:
        # Runs after the change of user, which would clear it. We may have died before it took effect.
        prctl(PR_SET_PDEATHSIG, int(signal))
        if os.getppid() != parent:
            os._exit(1)

    return bind


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
