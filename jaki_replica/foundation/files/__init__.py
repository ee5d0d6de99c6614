"""Where files of every region are kept: on a disk by default, in an S3 bucket by setting."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jaki_replica.foundation.files.disk import DiskStore
from jaki_replica.foundation.files.s3 import Bucket, BucketStore
from jaki_replica.foundation.files.store import FileStore


@dataclass(frozen=True, slots=True)
class FilesSettings:
    """The folder for files, or the bucket that takes its place."""

    folder: Path
    bucket: Bucket | None = None


def open_store(settings: FilesSettings) -> FileStore:
    """The store that the settings name. Nothing is read or written yet."""
    return DiskStore(settings.folder) if settings.bucket is None else BucketStore(settings.bucket)
