"""Later work of photos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.outbox import type_job
from jaki_replica.photos.actions import develop
from jaki_replica.photos.decoder import Decoder
from jaki_replica.tenancy import scope


def process_photo(store: FileStore, decoder: Decoder) -> type_job:
    """The job that makes one photo ready with `decoder`; one that is done already is left alone."""

    def job(session: Session, arguments: Mapping[str, object], at: datetime) -> None:
        photo_id = UUID(str(arguments["photo_id"]))
        develop(session, store, decoder, photo_id, tenant_key=scope.tenant().key, at=at)

    return job
