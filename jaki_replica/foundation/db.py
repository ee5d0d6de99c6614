"""Table bases, column types and engines; the same for every database this product opens."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from select import POLLIN, POLLPRI, poll
from uuid import UUID

from sqlalchemy import URL, DateTime, Dialect, Engine, MetaData, Uuid, create_engine, event, make_url
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Seconds: how long a server may take to answer, and how soon a line that went dead is noticed.
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

type_json = dict[str, object]


class UtcTime(TypeDecorator[datetime]):
    """An aware instant. Naive values are refused; what comes back is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a value without a zone: nobody could know which clock it was read from."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same instant in UTC, whatever the connection's zone."""
        return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


COLUMN_TYPES: dict[object, object] = {datetime: UtcTime(), UUID: Uuid(), type_json: JSONB()}


class RegionBase(DeclarativeBase):
    """Tables of a region. They name no schema: the login role's search path decides."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = COLUMN_TYPES


def normal_url(url: str | URL) -> URL:
    """`url` with the psycopg2 driver named, whichever PostgreSQL scheme it came with."""
    parsed = make_url(url)
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ValueError("not a PostgreSQL address")
    return parsed.set(drivername="postgresql+psycopg2")


def open_engine(url: str | URL, *, size: int, overflow: int, name: str) -> Engine:
    """A pooled engine that notices dead connections before use, without a question. `name` shows in pg_stat_activity.

    What statements carry stays out of error texts: it is what people wrote.
    """
    arguments: dict[str, object] = {"application_name": name, "client_encoding": "UTF8", **PATIENCE}
    engine = create_engine(
        normal_url(url),
        pool_size=size,
        max_overflow=overflow,
        pool_timeout=10,
        pool_recycle=1800,
        connect_args=arguments,
        hide_parameters=True,
    )
    event.listen(engine, "checkout", partial(_look, engine))
    return engine


def _look(engine: Engine, connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    """Take no dead connection from the pool. A server says nothing unasked but that it is gone, so silence is life."""
    ear = poll()
    ear.register(connection.fileno(), POLLIN | POLLPRI)
    if not ear.poll(0):
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError("the server has closed the connection") from error


def sqlstate(error: BaseException) -> str:
    """The five-letter SQLSTATE of a database error, or an empty text."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "pgcode", None) or ""
