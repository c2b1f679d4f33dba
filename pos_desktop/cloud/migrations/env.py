"""Alembic's entry: runs the steps on the connection that `database.migrate` hands over."""

from __future__ import annotations

from alembic import context

from pos_desktop.cloud.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
