"""Compiles the history of a region's schema to SQL. With a connection it only compares, to draft a new version."""

from alembic import context

from jaki_replica.tenancy.revisions import render_item

connection = context.config.attributes.get("connection")
if connection is None:
    context.configure(dialect_name="postgresql", literal_binds=True, transactional_ddl=False)
else:
    target = context.config.attributes["metadata"]
    context.configure(connection=connection, target_metadata=target, render_item=render_item)
context.run_migrations()
