"""Log lines with constant events and fields: readable in development, JSON elsewhere. No personal data, ever."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType

import structlog
import structlog.tracebacks

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


def _renderers(json: bool) -> list[structlog.types.Processor]:
    """The last steps. Tracebacks never show variables: these hold passwords and people's words."""
    if json:
        plain = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [structlog.processors.ExceptionRenderer(plain), structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


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
        last = structlog.processors.JSONRenderer()
    closing: list[structlog.types.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=closing))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("rq").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
