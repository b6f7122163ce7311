"""Return words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the table; SQLite numbers no rows in it."""
    op.create_table(
        "return_links",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("counsellor", sa.String(64), nullable=False),
        sa.Column("expires_week", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_return_links")),
        sqlite_with_rowid=False,
    )
