"""Our side of the cell in which pictures are decoded: starts it, asks it, and starts another when it breaks."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

import structlog

from jaki_replica.photos.rules import type_of
from jaki_replica.photos.terms import ImageType, RefusalCode

log = structlog.get_logger(__name__)

CELL = Path(__file__).with_name("cell.py")
LONGEST_LINE = 4_000
MOST_ANSWER = 20_000_000
START_SECONDS = 10.0
READY = b"ready\n"

Cell = subprocess.Popen[bytes]


class Undecodable(Exception):
    """No picture comes out of this file."""

    def __init__(self, code: RefusalCode) -> None:
        """`code` says why, in the words of a refusal."""
        super().__init__(code.value)
        self.code = code


class CellFailed(Exception):
    """A cell does not even start: this says nothing about a picture, which may be tried again later."""


class _CellGone(Exception):
    """The cell ended, or answered what no honest cell would."""


@dataclass(frozen=True, slots=True)
class Developed:
    """The two WebP files of a picture, its full size upright, and its hash."""

    large: bytes
    small: bytes
    width: int
    height: int
    dhash: int | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a cell may use. `memory` is its address space in bytes; `seconds` hold for one picture.

    A cell is replaced after `pictures`, so that leaks of the decoders stay small.
    """

    memory: int = 1 << 30
    seconds: int = 20
    most_pixels: int = 50_000_000
    pictures: int = 200


class Decoder:
    """Decodes one picture at a time in a process apart. The process stays for the next one and ends with ours."""

    def __init__(self, bounds: Bounds = Bounds()) -> None:
        """Nothing is started yet."""
        self._bounds = bounds
        self._cell: Cell | None = None
        self._done = 0
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process id of the cell, or None where none is open."""
        return None if self._cell is None else self._cell.pid

    def develop(self, data: bytes, kind: ImageType) -> Developed:
        """The small, clean pictures. Raises Undecodable, or CellFailed where no cell can be opened at all.

        What brings a cell down is tried once more in a fresh one, for it may have died of something else.
        """
        with self._lock:
            try:
                return self._asked(data, kind)
            except (_CellGone, _TooHeavy):
                self._end()
            try:
                return self._asked(data, kind)
            except (_CellGone, _TooHeavy) as error:
                self._end()
                log.warning("a picture brought its cell down twice", kind=kind.value, size=len(data))
                raise Undecodable(RefusalCode.TOO_HEAVY) from error

    def close(self) -> None:
        """End the cell."""
        with self._lock:
            self._end()

    def __enter__(self) -> Decoder:
        """The decoder itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the cell."""
        self.close()

    def _asked(self, data: bytes, kind: ImageType) -> Developed:
        cell = self._ready_cell()
        with _killed_after(self._bounds.seconds, cell):
            try:
                return _exchange(cell, data, kind, self._bounds.most_pixels)
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise _CellGone from error

    def _ready_cell(self) -> Cell:
        if self._done >= self._bounds.pictures or (self._cell is not None and self._cell.poll() is not None):
            self._end()
        if self._cell is None:
            self._cell, self._done = _start(self._bounds), 0
        self._done += 1
        return self._cell

    def _end(self) -> None:
        if self._cell is not None:
            self._cell.kill()
            self._cell.communicate()
            self._cell = None


class _TooHeavy(Exception):
    """The cell ran out of memory and said so."""


@contextmanager
def _killed_after(seconds: float, cell: Cell) -> Iterator[None]:
    overdue = threading.Timer(seconds, cell.kill)
    overdue.daemon = True
    overdue.start()
    try:
        yield
    finally:
        overdue.cancel()


def _start(bounds: Bounds) -> Cell:
    cell = subprocess.Popen(  # noqa: S603 - our own file, run by our own Python
        [sys.executable, "-I", str(CELL), str(bounds.memory), str(bounds.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"MALLOC_ARENA_MAX": "2"},  # every arena of a decoder's thread takes 64 MB of address space
        start_new_session=True,  # a terminal's Ctrl-C must not end the picture at hand
    )
    assert cell.stdout is not None
    with _killed_after(START_SECONDS, cell):
        if cell.stdout.readline(LONGEST_LINE) != READY:
            cell.kill()
            cell.communicate()
            raise CellFailed("the process that decodes pictures does not start")
    return cell


def _exchange(cell: Cell, data: bytes, kind: ImageType, most_pixels: int) -> Developed:
    assert cell.stdin is not None
    assert cell.stdout is not None
    head = {"length": len(data), "type": kind.value, "pixels": most_pixels}
    cell.stdin.write(json.dumps(head).encode() + b"\n")
    cell.stdin.write(data)
    cell.stdin.flush()
    said = json.loads(cell.stdout.readline(LONGEST_LINE))
    fault = said.get("fault")
    if fault == RefusalCode.TOO_HEAVY:
        raise _TooHeavy
    if fault is not None:
        raise Undecodable(RefusalCode(fault))
    large, small = (_picture(cell.stdout, int(size)) for size in said["sizes"])
    dhash = None if said["dhash"] is None else int(said["dhash"])
    return Developed(large, small, int(said["width"]), int(said["height"]), dhash)


def _picture(source: IO[bytes], size: int) -> bytes:
    """One file of the answer. A cell that a picture has taken over could send anything: it must at least be WebP."""
    if not 0 < size <= MOST_ANSWER:
        raise _CellGone
    data = source.read(size)
    if len(data) != size or type_of(data) is not ImageType.WEBP:
        raise _CellGone
    return data
