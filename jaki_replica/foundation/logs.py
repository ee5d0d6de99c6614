"""Log lines with constant events and fields: readable in development, JSON elsewhere. No personal data, ever."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from contextlib import nullcontext
from functools import partial
from types import TracebackType
from typing import TextIO

import orjson
import structlog

SECRET_FIELDS = frozenset({"password", "token", "cookie", "authorization", "secret", "nik", "phone", "email", "name"})
LONG_NUMBER = re.compile(r"\d{9,}")  # an identity number or a phone

type_raised = tuple[type[BaseException], BaseException, TracebackType | None]


def _hide(_logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    """A last net: a field that names something secret or personal is not written."""
    for field in SECRET_FIELDS & event.keys():
        event[field] = "[hidden]"
    return event


def told_shortly(exc_info: type_raised) -> str:
    """A traceback without local variables, and of every message only its first line.

    Local variables hold what people wrote; so does the DETAIL that PostgreSQL adds to a refused row.
    """
    lines = []
    for error in reversed(_chain(exc_info[1])):
        lines += traceback.format_tb(error.__traceback__)
        first = LONG_NUMBER.sub("[number]", next(iter(str(error).splitlines()), ""))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {first}\n")
    return "".join(lines).rstrip()


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what led to it, the last first."""
    found = [error]
    while (
        earlier := found[-1].__cause__ or (None if found[-1].__suppress_context__ else found[-1].__context__)
    ) is not None:
        if earlier in found:
            break
        found.append(earlier)
    return found


class Lines:
    """Where the finished lines of one logger go: to the stream of the handler that all share."""

    def __init__(self, handler: logging.StreamHandler[TextIO], name: str = "") -> None:
        """`name` is written with every line."""
        self.name = name
        self._handler = handler

    def msg(self, line: str) -> None:
        """Write a line."""
        with self._handler.lock or nullcontext():
            self._handler.stream.write(f"{line}\n")
            self._handler.flush()

    debug = info = warning = error = exception = critical = msg


def _as_json(line: object, default: Callable[[object], object]) -> str:
    try:
        return orjson.dumps(line, default=default).decode()
    except TypeError:  # half a character, which somebody sent and a library put into its message
        return json.dumps(line, default=default)


def configure(level: str, *, json: bool) -> None:
    """Send structlog and the standard library's loggers to standard error in one format."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide,
        structlog.processors.ExceptionRenderer(told_shortly),
    ]
    last: structlog.types.Processor = structlog.dev.ConsoleRenderer(colors=False)
    if json:
        last = structlog.processors.JSONRenderer(serializer=_as_json)
    closing: list[structlog.types.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=closing))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("rq").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, last],
        logger_factory=partial(Lines, handler),
        wrapper_class=structlog.make_filtering_bound_logger(root.level),
        cache_logger_on_first_use=False,  # so that this holds for loggers that have written before
    )
