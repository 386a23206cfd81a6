"""Alembic's entry: runs the steps on the connection that migrate.py opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from store.schema_deals import whole

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
