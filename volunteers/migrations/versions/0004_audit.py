"""The log of what the staff did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Make both tables, and the head of a log without lines."""
    op.create_table(
        "audit_lines",
        sa.Column("place", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("deed", sa.String(24), nullable=False),
        sa.Column("done_by", sa.String(32)),
        sa.Column("whom", sa.String(32)),
        sa.Column("number", sa.BigInteger),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_audit_lines")),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("removed", sa.BigInteger, nullable=False),
        sa.Column("removed_mark", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only")),
    )
    op.bulk_insert(head, [{"id": 1, "place": 0, "mark": "", "removed": 0, "removed_mark": "", "seal": ""}])
