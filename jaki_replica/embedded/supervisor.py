"""Keeps an installation running: servers and named processes, revived after a crash, stopped in order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Protocol

from jaki_replica.embedded import process, status
from jaki_replica.embedded.guard import Guard
from jaki_replica.embedded.place import Place, open_place
from jaki_replica.embedded.postgres import EmbeddedPostgres
from jaki_replica.embedded.valkey import EmbeddedValkey
from jaki_replica.foundation.errors import Unavailable

LOOK = 0.2  # seconds between two looks at what runs
DELAYS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the first, second, ... start after a crash
STEADY = 60.0  # seconds after which a crash counts as the first again
CHILD_ENDING = process.Ending(signal.SIGTERM, signal.SIGKILL, patience=8)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Kept(Protocol):
    """What the supervisor keeps alive: a server or a named process."""

    name: str
    process: process.Process | None

    @property
    def log(self) -> Path:
        """Where it writes."""

    def start(self) -> object:
        """Start it; raises `Unavailable` where it does not come up."""

    def stop(self) -> None:
        """End it; safe to call when it does not run."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to keep running. `env` is added to our own environment and kept out of every message."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    ending: process.Ending = CHILD_ENDING


class Child:
    """A running `Command`, its output in `log/<name>.log`."""

    def __init__(self, command: Command, place: Place, guard: Guard) -> None:
        """Nothing is started yet."""
        self.name = command.name
        self.command = command
        self.log = place.logs / f"{command.name}.log"
        self.process: process.Process | None = None
        self._guard = guard

    def start(self) -> None:
        """Start it, without waiting for anything."""
        try:
            self.process = process.start(
                self.command.argv, log=self.log, env=os.environ | dict(self.command.env), ending=self.command.ending
            )
        except OSError as error:
            raise Unavailable(f"{self.command.argv[0]}: {error.strerror}", remedy="install it again") from error
        self._guard.watch(self.process.pid, self.command.ending.soft, self.command.ending.hard)

    def stop(self) -> None:
        """End it and everything in its process group."""
        if self.process:
            process.stop(self.process, self.command.ending)
            self._guard.forget(self.process.pid)
            self.process = None


@dataclass(slots=True)
class _Charge:
    kept: Kept
    started: float = field(default_factory=time.monotonic)
    crashes: int = 0
    due: float = 0.0


class Supervisor:
    """Runs one installation. Use it as a context from the main thread; leaving it stops everything.

    Inside, Ctrl-C, SIGTERM and SIGHUP raise KeyboardInterrupt; asked again while stopping, children are killed.
    """

    def __init__(self, var: Path, say: Callable[[str], None]) -> None:
        """`say` is given one line for a person whenever something happens."""
        self._var = var
        self._say = say
        self._servers: list[_Charge] = []
        self._children: list[_Charge] = []
        self._exit = ExitStack()
        self._stopping = False
        self._announced: tuple[int, dict[str, str]] | None = None

    def __enter__(self) -> Supervisor:
        """Claim `var`. Raises `AlreadyRunning` where another supervisor holds it."""
        with ExitStack() as opened:
            opened.enter_context(status.claim(self._var))
            self._place = open_place(self._var)
            self._guard = opened.enter_context(Guard())
            for number in STOPPING:
                if number == signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
                    continue  # started with nohup
                opened.callback(signal.signal, number, signal.signal(number, self._on_signal))
            self._exit = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop children first, then servers."""
        self._stopping = True
        try:
            self._stop_children()
            for charge in reversed(self._servers):
                charge.kept.stop()
            status.remove_up(self._var)
        finally:
            self._exit.close()

    def start_postgres(self) -> str:
        """Start the database server and give its address."""
        server = EmbeddedPostgres(self._place, self._guard)
        return self._serve(server, server.start)

    def start_valkey(self) -> str:
        """Start the queue server and give its address."""
        server = EmbeddedValkey(self._place, self._guard)
        return self._serve(server, server.start)

    def start(self, command: Command) -> int:
        """Start a process, keep it running from now on, and give its pid."""
        child = Child(command, self._place, self._guard)
        self._children.append(_Charge(child))
        child.start()
        return child.process.pid if child.process else 0

    def pids(self) -> dict[str, int]:
        """The pid of everything that runs now, by name; ours is `supervisor`."""
        charges = [*self._servers, *self._children]
        ours = {"supervisor": os.getpid(), "guard": self._guard.pid}
        return ours | {c.kept.name: c.kept.process.pid for c in charges if c.kept.process}

    def announce(self, port: int, urls: Mapping[str, str]) -> None:
        """Write `up.json`, and again whenever a pid changes."""
        self._announced = (port, dict(urls))
        status.write_up(self._var, port=port, urls=urls, pids=self.pids())

    def watch(self) -> None:
        """Revive what ends, until Ctrl-C, SIGTERM or a closed terminal. Returns then; leaving stops everything."""
        try:
            while True:
                for charge in (*self._servers, *self._children):
                    self._look_after(charge)
                time.sleep(LOOK)
        except KeyboardInterrupt:
            self._say("stopping")

    def _serve(self, server: Kept, start: Callable[[], str]) -> str:
        # Entered before it is up, so that an interrupted start is cleaned up as well.
        self._servers.append(_Charge(server))
        return start()

    def _look_after(self, charge: _Charge) -> None:
        kept, now = charge.kept, time.monotonic()
        if charge.due:
            if now >= charge.due:
                self._revive(charge)
            return
        code = kept.process.poll() if kept.process else None
        if code is None:
            return
        self._postpone(charge, f"{kept.name} ended ({_reason(code)}, see {kept.log})")

    def _postpone(self, charge: _Charge, why: str) -> None:
        # Also ends what the dead process left in its group: an orphaned web worker would keep the port.
        charge.kept.stop()
        now = time.monotonic()
        charge.crashes = 0 if now - charge.started > STEADY else charge.crashes
        delay = DELAYS[min(charge.crashes, len(DELAYS) - 1)]
        charge.crashes += 1
        charge.due = now + delay
        self._say(f"{why}; starting it again in {delay:g} s")

    def _revive(self, charge: _Charge) -> None:
        charge.due = 0.0
        charge.started = time.monotonic()
        try:
            charge.kept.start()
        except Unavailable as error:
            self._postpone(charge, f"{charge.kept.name}: {error}")
            return
        if self._announced:
            self.announce(*self._announced)

    def _stop_children(self) -> None:
        # All are told before any is waited for, so that the slowest and not their sum counts.
        for charge in self._children:
            if isinstance(charge.kept, Child) and charge.kept.process:
                process.tell(charge.kept.process.pid, charge.kept.command.ending.soft)
        for charge in reversed(self._children):
            charge.kept.stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if not self._stopping:
            raise KeyboardInterrupt
        # Asked a second time: no more patience with children. Servers still end cleanly.
        for charge in self._children:
            if charge.kept.process:
                process.tell(charge.kept.process.pid, signal.SIGKILL)


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
