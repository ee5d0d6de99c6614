"""Whether this installation can work: the database must answer, Redis should."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from jaki_replica.ui.edge import runtime

blueprint = Blueprint("health", __name__)


def parts() -> dict[str, str]:
    """`ok` or `away` for each part."""
    found = {"database": "ok", "redis": "ok"}
    try:
        with runtime().platform.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        found["database"] = "away"
    try:
        runtime().redis.ping()
    except RedisError:
        found["redis"] = "away"
    return found


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """503 only without the database. Without Redis the state is `degraded`: filing goes on, messages wait."""
    found = parts()
    state = "ready" if found["redis"] == "ok" else "degraded"
    if found["database"] != "ok":
        return jsonify(state="down", parts=found), 503
    return jsonify(state=state, parts=found), 200
