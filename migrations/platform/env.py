"""Runs the history of the shared `platform` schema as its owner."""

from alembic import context
from sqlalchemy import create_engine, text

from jaki_replica.settings import load
from jaki_replica.tenancy.models import PlatformBase
from jaki_replica.tenancy.owner import owner_url
from jaki_replica.tenancy.revisions import render_item

url = context.config.attributes.get("url") or owner_url(load())

with create_engine(url).connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS platform"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=PlatformBase.metadata,
        version_table_schema="platform",
        include_schemas=True,
        render_item=render_item,
        include_name=lambda name, kind, parents: kind != "schema" or name == "platform",
    )
    with context.begin_transaction():
        context.run_migrations()
