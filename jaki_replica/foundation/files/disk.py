"""Files on a local disk: written aside, made durable, then moved into place."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from jaki_replica.foundation.files.store import check_key, no_such_file, type_content

BLOCK = 1 << 20


class DiskStore:
    """Keeps every key below one folder, for this system user only."""

    def __init__(self, root: Path) -> None:
        """`root` is made with the first file."""
        self._root = root

    def path_of(self, key: str) -> Path:
        """Where the file lies: a tenant's files are spread over 256 folders, so that none grows too large."""
        tenant, *rest = check_key(key)
        shard = hashlib.sha256("/".join((tenant, *rest[:-1])).encode()).hexdigest()[:2]
        return self._root.joinpath(tenant, shard, *rest)

    def put(self, key: str, content: type_content) -> None:
        """Keep `content`; readers see the old file or the new one, never a part."""
        path = self.path_of(key)
        _make_folder(path.parent)
        # mkstemp gives 0600; a name with a leading dot is no key, so a file left by a crash is never served.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(BytesIO(content) if isinstance(content, bytes) else content, file, BLOCK)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _make_durable(path.parent)

    def open(self, key: str) -> BinaryIO:
        """The content to read from the start. Raises NotFound."""
        try:
            return self.path_of(key).open("rb")
        except FileNotFoundError:
            raise no_such_file() from None

    def read(self, key: str) -> bytes:
        """The whole content. Raises NotFound."""
        with self.open(key) as file:
            return file.read()

    def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""
        return self.path_of(key).is_file()

    def discard(self, key: str) -> None:
        """Forget the file, and its folder where it was the last one in it."""
        path = self.path_of(key)
        path.unlink(missing_ok=True)
        with suppress(OSError):  # other files are still in it, or it is gone
            path.parent.rmdir()


def _make_folder(folder: Path) -> None:
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    for part in reversed(missing):
        part.mkdir(mode=0o700, exist_ok=True)
        _make_durable(part.parent)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
