"""Runs the migrations on the connection that ``volunteers.migrations.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from volunteers.migrations import VERSION_TABLE
from volunteers.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
