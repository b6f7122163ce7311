"""Runs the migrations on the connection that ``chat.store.migrations.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from chat.store.migrations import VERSION_TABLE
from chat.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
