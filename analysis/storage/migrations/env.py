"""Alembic's entry: runs migrations on the connection that ``analysis.storage.migrate`` opened."""

from __future__ import annotations

from alembic import context

from analysis.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    # migrate.upgrade owns the transaction: the whole upgrade or nothing.
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
