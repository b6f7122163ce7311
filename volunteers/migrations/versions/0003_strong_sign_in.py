"""Roles with a mentor and a certificate, links to an account, second factors, and what is known of a sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Add what accounts have now. Whoever was signed in does it anew, and needs a link first: nobody has a second factor yet."""
    for column in (
        sa.Column("mentor", sa.String(32)),
        sa.Column("vog_seen_on", sa.String(10)),
        sa.Column("vog_seen_by", sa.String(32)),
        sa.Column("vog_valid_until", sa.String(10)),
        sa.Column("standing", sa.String(8), nullable=False, server_default=sa.text("'active'")),
        sa.Column("failed", sa.Integer, nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("volunteers", column)
    op.drop_table("sessions")
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        *_volunteer("sessions"),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_table(
        "pending_sign_ins",
        sa.Column("token_hash", sa.String(64), nullable=False),
        *_volunteer("pending_sign_ins"),
        sa.Column("challenge", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_pending_sign_ins")),
    )
    op.create_table(
        "factors",
        sa.Column("id", sa.String(32), nullable=False),
        *_volunteer("factors"),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("added_on", sa.String(10), nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("credential", sa.Text),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factors")),
        sa.UniqueConstraint("credential", name=op.f("uq_factors_credential")),
    )
    op.create_table(
        "recovery_codes",
        *_volunteer("recovery_codes"),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("volunteer_id", "code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "invitations",
        *_volunteer("invitations"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "resets",
        *_volunteer("resets"),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_resets")),
    )
    op.create_table(
        "known_browsers",
        sa.Column("token_hash", sa.String(64), nullable=False),
        *_volunteer("known_browsers"),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_browsers")),
    )


def _volunteer(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("volunteer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteers.id"],
            name=op.f(f"fk_{table}_volunteer_id"),
            ondelete="CASCADE",
        ),
    )
