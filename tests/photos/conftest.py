"""One cell for all tests of this package, and a place for files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jaki_replica.foundation.files.disk import DiskStore
from jaki_replica.photos.decoder import Decoder


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    with Decoder() as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")
