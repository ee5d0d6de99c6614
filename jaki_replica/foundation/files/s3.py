"""Files in an S3 bucket, over plain HTTP requests that any S3 server understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from jaki_replica.foundation.errors import Unavailable
from jaki_replica.foundation.files.store import check_key, no_such_file, type_content

log = structlog.get_logger(__name__)

PATIENCE = timedelta(seconds=20)
ATTEMPTS_AGAIN = 2


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket and the login to it; `endpoint` is the server's address without the bucket's name.

    With `encrypted` the server is asked to encrypt each file with its own key (SSE-S3, AES-256).
    """

    endpoint: str
    name: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    encrypted: bool = False


class BucketStore:
    """Keeps every key in one bucket; a file is there as a whole or not at all."""

    def __init__(self, bucket: Bucket) -> None:
        """Connects with the first request."""
        self._store = S3Store(
            bucket.name,
            config={"server_side_encryption": "AES256"} if bucket.encrypted else {},
            endpoint=bucket.endpoint,
            region=bucket.region,
            access_key_id=bucket.access_key,
            secret_access_key=bucket.secret_key,
            virtual_hosted_style_request=False,  # servers of one's own seldom have a name per bucket
            disable_bulk_delete=True,
            client_options={
                "allow_http": bucket.endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=3),
                "timeout": PATIENCE,
            },
            retry_config={"max_retries": ATTEMPTS_AGAIN, "retry_timeout": PATIENCE},
        )

    def put(self, key: str, content: type_content) -> None:
        """Keep `content`. Raises Unavailable where the server does not take it."""
        check_key(key)
        with _told_as_ours():
            try:
                self._store.put(key, content)
            except FileNotFoundError as error:  # there is no such bucket
                raise BaseError from error

    def open(self, key: str) -> BinaryIO:
        """The content to read from the start. Raises NotFound or Unavailable."""
        return BytesIO(self.read(key))

    def read(self, key: str) -> bytes:
        """The whole content. Raises NotFound or Unavailable."""
        check_key(key)
        with _told_as_ours():
            return bytes(self._store.get(key).bytes())

    def exists(self, key: str) -> bool:
        """Whether something is kept under `key`. Raises Unavailable."""
        check_key(key)
        with _told_as_ours():
            try:
                self._store.head(key)
            except FileNotFoundError:
                return False
        return True

    def discard(self, key: str) -> None:
        """Forget the file. Raises Unavailable."""
        check_key(key)
        with _told_as_ours():
            self._store.delete(key)


@contextmanager
def _told_as_ours() -> Iterator[None]:
    """What the client raises, as our own errors; its words may hold the bucket's address and stay out."""
    try:
        yield
    except FileNotFoundError:
        raise no_such_file() from None
    except BaseError as error:
        log.warning("file store", kind=type(error).__name__)
        raise Unavailable("The file store does not answer", remedy="try again in a minute") from None
