"""The history of the people tables: one file per step in ``versions``, run whenever a database is opened."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from volunteers.errors import DatabaseNewer

VERSION_TABLE = "volunteers_version"
"""Where a database says how far it is. Other packages may keep tables in it too, with their own history."""

TURN = 7_564_656_001
"""The lock in PostgreSQL that whoever migrates holds; any number that nobody else uses."""


def upgrade(connection: Connection) -> None:
    """Bring the database of this connection up to ``volunteers.schema``, within the connection's transaction.

    One at a time in a process: Alembic keeps the migration that is under way in a global. Of several nodes
    that start at once the others wait for the first. Raises DatabaseNewer when the database has been through a
    step that this program does not know.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    config = Config()
    config.set_main_option("script_location", "volunteers:migrations")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    history = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    if not known.issuperset(history.get_current_heads()):
        raise DatabaseNewer
    command.upgrade(config, "head")
