"""What volunteers can do beside listening, and who may lead a shift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Add both columns; nobody has a skill or leads until somebody says so."""
    op.add_column("volunteers", sa.Column("skills", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("volunteers", sa.Column("leads", sa.Boolean, nullable=False, server_default=sa.false()))
