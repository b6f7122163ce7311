"""The roster: shifts, and who is on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("begins", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("minimum", sa.Integer, nullable=False),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("led", sa.Boolean, nullable=False),
        sa.Column("note", sa.String(16), nullable=True),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.CheckConstraint("begins < ends", name=op.f("ck_shifts_ends")),
        sa.CheckConstraint("minimum >= 1 AND minimum <= most", name=op.f("ck_shifts_minimum")),
    )
    op.create_table(
        "places",
        sa.Column("shift_id", sa.String(32), nullable=False),
        sa.Column("volunteer_id", sa.String(32), nullable=False),
        sa.Column("post", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("shift_id", "volunteer_id", name=op.f("pk_places")),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.id"], name=op.f("fk_places_shift_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name=op.f("fk_places_volunteer_id"), ondelete="CASCADE"
        ),
    )
