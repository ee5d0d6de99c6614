"""Log lines with constant events and fields: readable in development, JSON elsewhere. No personal data, ever."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping

import structlog

SECRET_FIELDS = frozenset({"password", "token", "cookie", "authorization", "secret", "nik", "phone", "email", "name"})


def _hide(logger: object, method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    """A last net: a field that names something secret or personal is not written."""
    for field in SECRET_FIELDS & event.keys():
        event[field] = "[hidden]"
    return event


def configure(level: str, *, json: bool) -> None:
    """Send structlog and the standard library's loggers to standard error in one format."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide,
    ]
    last: structlog.types.Processor = structlog.dev.ConsoleRenderer(colors=False)
    closing: list[structlog.types.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    if json:
        closing = [structlog.processors.dict_tracebacks, closing[0], structlog.processors.JSONRenderer()]
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
